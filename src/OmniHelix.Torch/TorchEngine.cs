using OmniHelix.Torch.Native;

namespace OmniHelix.Torch;

/// <summary>The libtorch behind the tensors: what it is and its process-wide settings.</summary>
public static class TorchEngine
{
    /// <summary>Version of the libtorch the shim was built with, such as <c>1.13.0</c>.</summary>
    public static unsafe string Version => NativeMethods.Text(NativeMethods.oh_torch_version());

    /// <summary>File of the loaded <c>libtorch_cpu.so</c>.</summary>
    public static unsafe string LibraryPath => NativeMethods.TakeText(NativeMethods.oh_torch_path());

    /// <summary>Build configuration and threading report of libtorch, several lines.</summary>
    public static unsafe string Configuration => NativeMethods.TakeText(NativeMethods.oh_torch_config());

    /// <summary>Whether the C allocator keeps large activations instead of returning them to the kernel after every operator.</summary>
    public static bool AllocatorTuned => Version.Length > 0 && NativeLoader.AllocatorTuned;

    /// <summary>
    /// Gives memory that no tensor uses back to the system; a few milliseconds. Batches of ever new sizes leave holes in the heap: call it
    /// every hundred steps or so of a long loop.
    /// </summary>
    public static void ReleaseFreeMemory() => NativeMethods.oh_release_free_memory();

    /// <summary>Threads of one operator. All processors from the start.</summary>
    public static int Threads
    {
        get => NativeMethods.oh_threads();
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            NativeMethods.oh_set_threads(value);
        }
    }

    /// <summary>Number of NVIDIA devices that this libtorch can use; 0 for a CPU build.</summary>
    public static int CudaDevices => NativeMethods.oh_device_count((int)DeviceType.Cuda);

    /// <summary>Seeds the generators of all devices.</summary>
    public static void ManualSeed(long seed) => TorchException.Check(NativeMethods.oh_manual_seed(seed));

    /// <summary>State of the CPU generator, to be stored in a checkpoint.</summary>
    public static unsafe byte[] RandomState()
    {
        nint handle;
        TorchException.Check(NativeMethods.oh_random_state(&handle));
        using var state = new Tensor(handle);
        return state.ToArray<byte>();
    }

    /// <summary>Goes on from a stored <see cref="RandomState"/>.</summary>
    public static void RestoreRandomState(ReadOnlySpan<byte> state)
    {
        using var tensor = Tensor.From(state, [state.Length]);
        TorchException.Check(NativeMethods.oh_set_random_state(tensor.Handle));
    }

    /// <summary>The schema of an operator as this libtorch declares it, for instance (<c>aten::add</c>, <c>Tensor</c>).</summary>
    public static string Schema(string name, string overload = "") => new NativeOperator(name, overload).Schema;
}

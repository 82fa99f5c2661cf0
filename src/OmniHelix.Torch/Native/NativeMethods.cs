using System.Runtime.InteropServices;

namespace OmniHelix.Torch.Native;

/// <summary>The C functions of the shim; <c>native/src</c> says what each does.</summary>
internal static unsafe partial class NativeMethods
{
    internal const string Shim = "omnihelix_torch";

    // Runs once, before the first of the functions.
    static NativeMethods() => NativeLoader.Prepare();

    [LibraryImport(Shim, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint oh_operator(string name, string overload);

    [LibraryImport(Shim)]
    internal static partial int oh_call(nint op, NativeValue* arguments, int count, NativeValue* results, int capacity, int* resultCount);

    [LibraryImport(Shim)]
    internal static partial byte* oh_operator_schema(nint op);

    [LibraryImport(Shim)]
    internal static partial void oh_free(void* memory);

    [LibraryImport(Shim)]
    internal static partial byte* oh_error();

    [LibraryImport(Shim)]
    internal static partial void oh_tensor_release(nint tensor);

    [LibraryImport(Shim)]
    internal static partial nint oh_tensor_share(nint tensor);

    [LibraryImport(Shim)]
    internal static partial int oh_tensor_dim(nint tensor);

    [LibraryImport(Shim)]
    internal static partial int oh_tensor_dtype(nint tensor);

    [LibraryImport(Shim)]
    internal static partial long oh_tensor_numel(nint tensor);

    [LibraryImport(Shim)]
    internal static partial int oh_tensor_is_contiguous(nint tensor);

    [LibraryImport(Shim)]
    internal static partial void oh_tensor_sizes(nint tensor, long* sizes);

    [LibraryImport(Shim)]
    internal static partial void oh_tensor_strides(nint tensor, long* strides);

    [LibraryImport(Shim)]
    internal static partial void* oh_tensor_data(nint tensor);

    [LibraryImport(Shim)]
    internal static partial long oh_tensor_device(nint tensor);

    [LibraryImport(Shim)]
    internal static partial int oh_tensor_from_memory(
        void* memory, long* sizes, int dim, int dtype, delegate* unmanaged<void*, void> done, void* context, nint* result);

    [LibraryImport(Shim)]
    internal static partial int oh_tensor_requires_grad(nint tensor);

    [LibraryImport(Shim)]
    internal static partial int oh_tensor_set_requires_grad(nint tensor, int on);

    [LibraryImport(Shim)]
    internal static partial int oh_tensor_is_leaf(nint tensor);

    [LibraryImport(Shim)]
    internal static partial nint oh_tensor_grad(nint tensor);

    [LibraryImport(Shim)]
    internal static partial int oh_tensor_set_grad(nint tensor, nint grad);

    [LibraryImport(Shim)]
    internal static partial int oh_backward(nint output, nint gradient, int retainGraph);

    [LibraryImport(Shim)]
    internal static partial int oh_grad(nint output, nint gradient, nint* inputs, int count, int createGraph, nint* results);

    [LibraryImport(Shim)]
    internal static partial int oh_attach_backward(
        nint* inputs, int inputCount, nint* outputs, int outputCount,
        delegate* unmanaged<void*, nint*, int, nint*, int, byte*, int, int> backward, delegate* unmanaged<void*, void> release,
        void* context);

    [LibraryImport(Shim)]
    internal static partial int oh_grad_enabled();

    [LibraryImport(Shim)]
    internal static partial void oh_set_grad_enabled(int on);

    [LibraryImport(Shim)]
    internal static partial int oh_autocast_enter(int deviceType, int dtype);

    [LibraryImport(Shim)]
    internal static partial int oh_autocast_leave(int deviceType);

    [LibraryImport(Shim)]
    internal static partial void oh_release_free_memory();

    [LibraryImport(Shim)]
    internal static partial byte* oh_torch_version();

    [LibraryImport(Shim)]
    internal static partial byte* oh_torch_path();

    [LibraryImport(Shim)]
    internal static partial byte* oh_torch_config();

    [LibraryImport(Shim)]
    internal static partial void oh_set_threads(int count);

    [LibraryImport(Shim)]
    internal static partial int oh_threads();

    [LibraryImport(Shim)]
    internal static partial int oh_device_count(int deviceType);

    [LibraryImport(Shim)]
    internal static partial int oh_manual_seed(long seed);

    [LibraryImport(Shim)]
    internal static partial int oh_random_state(nint* result);

    [LibraryImport(Shim)]
    internal static partial int oh_set_random_state(nint state);

    internal static string Text(byte* utf8) => Marshal.PtrToStringUTF8((nint)utf8) ?? "";

    /// <summary>Reads and frees a text that the shim allocated.</summary>
    internal static string TakeText(byte* utf8)
    {
        var text = Text(utf8);
        oh_free(utf8);
        return text;
    }
}

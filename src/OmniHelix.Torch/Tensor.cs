using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OmniHelix.Torch.Native;

namespace OmniHelix.Torch;

/// <summary>
/// A multi-dimensional array of libtorch. The operators are instance methods (generated from <c>Operators.txt</c>) and methods of
/// <see cref="Ops"/>. Created tensors belong to the open <see cref="TensorScope"/> of the thread; without one, dispose them.
/// </summary>
public sealed partial class Tensor : IDisposable
{
    private nint handle;
    private TensorScope? scope;
    private int slot;

    internal Tensor(nint handle)
    {
        this.handle = handle;
        TensorScope.Register(this);
    }

    /// <summary>Releases the handle when nobody disposed the tensor.</summary>
    ~Tensor() => Release();

    internal nint Handle => handle != 0 ? handle : throw Disposed();

    /// <summary>True until the tensor is disposed.</summary>
    public bool IsAlive => handle != 0;

    /// <summary>Number of axes.</summary>
    public int Rank => NativeMethods.oh_tensor_dim(Handle);

    /// <summary>Sizes of the axes.</summary>
    public unsafe long[] Shape
    {
        get
        {
            var sizes = new long[Rank];
            fixed (long* p = sizes) NativeMethods.oh_tensor_sizes(Handle, p);
            return sizes;
        }
    }

    /// <summary>Steps of the axes in elements.</summary>
    public unsafe long[] Strides
    {
        get
        {
            var strides = new long[Rank];
            fixed (long* p = strides) NativeMethods.oh_tensor_strides(Handle, p);
            return strides;
        }
    }

    /// <summary>Number of elements.</summary>
    public long ElementCount => NativeMethods.oh_tensor_numel(Handle);

    /// <summary>Element type.</summary>
    public DType DType => (DType)NativeMethods.oh_tensor_dtype(Handle);

    /// <summary>Where the tensor lives.</summary>
    public Device Device
    {
        get
        {
            var code = NativeMethods.oh_tensor_device(Handle);
            return new Device((DeviceType)(code >> 8), (sbyte)(code & 255));
        }
    }

    /// <summary>True when the elements lie in row-major order without gaps.</summary>
    public bool IsContiguous => NativeMethods.oh_tensor_is_contiguous(Handle) != 0;

    /// <summary>Size of an axis; negative numbers count from the end.</summary>
    public long Size(int axis)
    {
        var shape = Shape;
        return shape[axis < 0 ? axis + shape.Length : axis];
    }

    /// <summary>A tensor with a copy of <paramref name="values"/>.</summary>
    /// <param name="values">Row-major elements.</param>
    /// <param name="shape">Sizes, with as many elements as values.</param>
    public static unsafe Tensor From<T>(ReadOnlySpan<T> values, ReadOnlySpan<long> shape) where T : unmanaged
    {
        var tensor = Ops.Empty(shape, DTypeOf<T>());
        if (tensor.ElementCount != values.Length)
        {
            tensor.Dispose();
            throw new ArgumentException(
                $"{values.Length} values do not fill the shape [{string.Join(", ", shape.ToArray())}].", nameof(values));
        }
        values.CopyTo(new Span<T>(NativeMethods.oh_tensor_data(tensor.Handle), values.Length));
        return tensor;
    }

    /// <summary>
    /// A tensor over memory that stays where it is; <paramref name="owner"/> is kept alive as long as any tensor shares the memory.
    /// </summary>
    public static unsafe Tensor FromMemory(nint address, ReadOnlySpan<long> shape, DType type, object owner)
    {
        var context = GCHandle.Alloc(owner);
        nint result;
        int status;
        fixed (long* sizes = shape)
            status = NativeMethods.oh_tensor_from_memory(
                (void*)address, sizes, shape.Length, (int)type, &FreeOwner, (void*)GCHandle.ToIntPtr(context), &result);
        TorchException.Check(status);
        return new Tensor(result);
    }

    /// <summary>
    /// The elements in place; the tensor has to be contiguous, on the CPU, of type <typeparamref name="T"/>, and alive while the span is
    /// used.
    /// </summary>
    public unsafe Span<T> AsSpan<T>() where T : unmanaged
    {
        if (DType.Size() != sizeof(T) || (DType != DTypeOf<T>() && typeof(T) != typeof(Half) && typeof(T) != typeof(ushort)))
            throw new ArgumentException($"A tensor of {DType} cannot be read as {typeof(T).Name}.");
        if (!IsContiguous || Device.Type != DeviceType.Cpu)
            throw new InvalidOperationException("Only contiguous CPU tensors can be read in place.");
        return new Span<T>(NativeMethods.oh_tensor_data(Handle), checked((int)ElementCount));
    }

    /// <summary>Address of the first element.</summary>
    public unsafe nint DataAddress => (nint)NativeMethods.oh_tensor_data(Handle);

    /// <summary>
    /// A copy of the elements in row-major order, converted to <typeparamref name="T"/> and brought to the CPU when needed.
    /// </summary>
    public T[] ToArray<T>() where T : unmanaged
    {
        using var scope = new TensorScope();
        var tensor = Detach();
        if (tensor.Device.Type != DeviceType.Cpu) tensor = tensor.To(Device.Cpu, tensor.DType);
        if (tensor.DType != DTypeOf<T>()) tensor = tensor.To(DTypeOf<T>());
        var values = tensor.Contiguous().AsSpan<T>().ToArray();
        return values;
    }

    /// <summary>The only element.</summary>
    public double ToDouble() => Item().ToDouble();

    /// <summary>The only element.</summary>
    public long ToInt64() => Item().ToInt64();

    /// <summary>A second handle of the same tensor, which lives on when this one is disposed.</summary>
    public Tensor Share() => new(NativeMethods.oh_tensor_share(Handle));

    /// <summary>Frees the tensor now.</summary>
    public void Dispose()
    {
        LeaveScope();
        Release();
        GC.SuppressFinalize(this);
    }

    /// <summary>Element type and shape, such as <c>Float32[32, 128, 480]</c>.</summary>
    public override string ToString() =>
        IsAlive ? string.Create(CultureInfo.InvariantCulture, $"{DType}[{string.Join(", ", Shape)}]") : "disposed tensor";

    internal void EnterScope(TensorScope owner, int position)
    {
        scope = owner;
        slot = position;
    }

    /// <summary>Takes the tensor out of its scope: whoever calls this disposes it.</summary>
    public void LeaveScope()
    {
        scope?.Remove(slot);
        scope = null;
    }

    internal void DisposeByScope()
    {
        scope = null;
        Dispose();
    }

    private static DType DTypeOf<T>() =>
        typeof(T) == typeof(float) ? DType.Float32
        : typeof(T) == typeof(double) ? DType.Float64
        : typeof(T) == typeof(long) ? DType.Int64
        : typeof(T) == typeof(int) ? DType.Int32
        : typeof(T) == typeof(byte) ? DType.UInt8
        : typeof(T) == typeof(sbyte) ? DType.Int8
        : typeof(T) == typeof(short) ? DType.Int16
        : typeof(T) == typeof(bool) ? DType.Bool
        : typeof(T) == typeof(Half) ? DType.Float16
        : throw new ArgumentException($"{typeof(T).Name} has no tensor element type.");

    [UnmanagedCallersOnly]
    private static unsafe void FreeOwner(void* context) => GCHandle.FromIntPtr((nint)context).Free();

    private static ObjectDisposedException Disposed() =>
        new(nameof(Tensor), "The tensor was disposed, perhaps by the end of its scope; Keep it if it has to live on.");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Release()
    {
        var old = Interlocked.Exchange(ref handle, 0);
        if (old != 0) NativeMethods.oh_tensor_release(old);
    }
}

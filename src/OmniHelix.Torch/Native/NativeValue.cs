using System.Runtime.InteropServices;

namespace OmniHelix.Torch.Native;

/// <summary>One packed argument or result of a boxed call: <c>oh_value</c> of the shim.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal unsafe struct NativeValue
{
    [FieldOffset(0)] public NativeTag Tag;
    [FieldOffset(4)] public int Count;
    [FieldOffset(8)] public long Int;
    [FieldOffset(8)] public double Double;
    [FieldOffset(8)] public void* Pointer;

    public static NativeValue None => default;

    public static NativeValue Default => new() { Tag = NativeTag.Default };

    public static NativeValue Of(Tensor? tensor) =>
        tensor is null ? None : new() { Tag = NativeTag.Tensor, Pointer = (void*)tensor.Handle };

    public static NativeValue Of(long value) => new() { Tag = NativeTag.Int, Int = value };

    public static NativeValue Of(double value) => new() { Tag = NativeTag.Double, Double = value };

    public static NativeValue Of(bool value) => new() { Tag = NativeTag.Bool, Int = value ? 1 : 0 };

    public static NativeValue Of(DType value) => Of((long)value);

    public static NativeValue Of(Device value) => new() { Tag = NativeTag.Device, Int = value.Code };

    public static NativeValue Of(Scalar value) => value.IsInteger ? Of(value.Integer) : Of(value.Real);

    public static NativeValue Of(long? value) => value is { } v ? Of(v) : None;

    public static NativeValue Of(double? value) => value is { } v ? Of(v) : None;

    public static NativeValue Of(bool? value) => value is { } v ? Of(v) : None;

    public static NativeValue Of(DType? value) => value is { } v ? Of(v) : None;

    public static NativeValue Of(Device? value) => value is { } v ? Of(v) : None;

    public static NativeValue Of(Scalar? value) => value is { } v ? Of(v) : None;

    public static NativeValue Of(long* items, int count) => new() { Tag = NativeTag.IntList, Count = count, Pointer = items };

    public static NativeValue Of(byte* utf8, int count) => new() { Tag = NativeTag.String, Count = count, Pointer = utf8 };

    public static NativeValue Of(ReadOnlySpan<Tensor?> tensors, nint* handles, bool optional = false)
    {
        for (var i = 0; i < tensors.Length; i++) handles[i] = tensors[i]?.Handle ?? 0;
        return new() { Tag = optional ? NativeTag.OptionalTensorList : NativeTag.TensorList, Count = tensors.Length, Pointer = handles };
    }
}

/// <summary>What a <see cref="NativeValue"/> holds: <c>oh_tag</c> of the shim.</summary>
internal enum NativeTag
{
    None = 0,
    Tensor = 1,
    Int = 2,
    Double = 3,
    Bool = 4,
    IntList = 5,
    DoubleList = 6,
    TensorList = 7,
    OptionalTensorList = 8,
    String = 9,
    Device = 10,
    Default = 11,
}

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

    public static NativeValue Of(long value) => new() { Tag = NativeTag.Int, Int = value };

    public static NativeValue Of(double value) => new() { Tag = NativeTag.Double, Double = value };

    public static NativeValue Of(bool value) => new() { Tag = NativeTag.Bool, Int = value ? 1 : 0 };

    public static NativeValue Of(long* items, int count) => new() { Tag = NativeTag.IntList, Count = count, Pointer = items };

    public static NativeValue Of(byte* utf8, int count) => new() { Tag = NativeTag.String, Count = count, Pointer = utf8 };

    public static NativeValue OfDevice(long code) => new() { Tag = NativeTag.Device, Int = code };

    public static NativeValue OfTensor(nint handle) => new() { Tag = NativeTag.Tensor, Pointer = (void*)handle };

    public static NativeValue OfTensors(nint* handles, int count, bool optional) =>
        new() { Tag = optional ? NativeTag.OptionalTensorList : NativeTag.TensorList, Count = count, Pointer = handles };
}

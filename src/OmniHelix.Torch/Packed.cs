using System.Runtime.CompilerServices;
using OmniHelix.Torch.Native;

namespace OmniHelix.Torch;

/// <summary>Arguments of operators in the form in which they are handed over. What is packed does not keep its tensor alive.</summary>
internal static unsafe class Packed
{
    public static NativeValue Of(Tensor? tensor) => tensor is null ? NativeValue.None : NativeValue.OfTensor(tensor.Handle);

    public static NativeValue Of(long value) => NativeValue.Of(value);

    public static NativeValue Of(double value) => NativeValue.Of(value);

    public static NativeValue Of(bool value) => NativeValue.Of(value);

    public static NativeValue Of(DType value) => NativeValue.Of((long)value);

    public static NativeValue Of(Device value) => NativeValue.OfDevice(value.Code);

    public static NativeValue Of(Scalar value) => value.IsInteger ? NativeValue.Of(value.Integer) : NativeValue.Of(value.Real);

    public static NativeValue Of(long? value) => value is { } v ? Of(v) : NativeValue.None;

    public static NativeValue Of(double? value) => value is { } v ? Of(v) : NativeValue.None;

    public static NativeValue Of(bool? value) => value is { } v ? Of(v) : NativeValue.None;

    public static NativeValue Of(DType? value) => value is { } v ? Of(v) : NativeValue.None;

    public static NativeValue Of(Device? value) => value is { } v ? Of(v) : NativeValue.None;

    public static NativeValue Of(Scalar? value) => value is { } v ? Of(v) : NativeValue.None;

    /// <param name="tensors">Any number; null where one is missing.</param>
    /// <param name="handles">Room for as many handles, until the call is over.</param>
    /// <param name="optional">Whether some may be missing.</param>
    public static NativeValue Of(ReadOnlySpan<Tensor?> tensors, nint* handles, bool optional = false)
    {
        for (var i = 0; i < tensors.Length; i++) handles[i] = tensors[i]?.Handle ?? 0;
        return NativeValue.OfTensors(handles, tensors.Length, optional);
    }

    /// <summary>What <see cref="GC.KeepAlive"/> is for one: these tensors are not collected before this is called.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void KeepAlive(ReadOnlySpan<Tensor?> tensors) => _ = tensors.Length;
}

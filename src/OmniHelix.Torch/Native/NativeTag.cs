namespace OmniHelix.Torch.Native;

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

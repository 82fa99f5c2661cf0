using OmniHelix.Torch.Checkpoints.Pickle;

namespace OmniHelix.Torch.Checkpoints;

/// <summary>How a PyTorch file keeps its object and its storages.</summary>
internal interface ITorchContainer
{
    object? Root { get; }

    /// <summary>Whether stored elements are big-endian.</summary>
    bool BigEndian { get; }

    /// <summary>The address of a storage's bytes.</summary>
    nint Read(PickleStorage storage);
}

using OmniHelix.Torch.Checkpoints.Pickle;

namespace OmniHelix.Torch.Checkpoints;

/// <summary>How checkpoints are opened.</summary>
public sealed record CheckpointOptions
{
    /// <summary>
    /// False (default): a PyTorch file that names anything but tensors, plain containers and numbers is refused. True: such objects become
    /// <see cref="PickleOpaque"/> nodes, which keep nothing that could run, and the rest stays readable (Lightning checkpoints; zip files
    /// only).
    /// </summary>
    public bool Tolerant { get; init; }

    /// <summary>In a folder, the variant <c>x</c> of <c>model.x.safetensors</c>; null for the plain files.</summary>
    public string? Variant { get; init; }

    /// <summary>The longest safetensors header or shard index read, in bytes.</summary>
    public long MaxHeaderBytes { get; init; } = 100_000_000;

    /// <summary>
    /// The most memory, in bytes, that one checkpoint may take for contents that the file does not bound: tensors expanded by stride 0,
    /// and deflated records.
    /// </summary>
    public long MaxExpandedBytes { get; init; } = 4L << 30;
}

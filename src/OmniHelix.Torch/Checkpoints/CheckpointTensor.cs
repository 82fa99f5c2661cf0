namespace OmniHelix.Torch.Checkpoints;

/// <summary>One stored tensor: row-major, little-endian.</summary>
/// <param name="Name">Its key in the file.</param>
/// <param name="Type">Element type.</param>
/// <param name="Shape">Dimensions; empty for a scalar.</param>
/// <param name="Address">
/// The first byte, inside the mapped file where the layout allows; not always aligned. Valid until the checkpoint is disposed.
/// </param>
/// <param name="ByteLength">Bytes at <paramref name="Address"/>.</param>
public sealed record CheckpointTensor(string Name, DType Type, long[] Shape, nint Address, long ByteLength)
{
    /// <summary>The contents; valid until the checkpoint is disposed.</summary>
    /// <exception cref="OverflowException">More than 2 GiB: use <see cref="Address"/>.</exception>
    public unsafe ReadOnlySpan<byte> Bytes => new((void*)Address, checked((int)ByteLength));
}

namespace OmniHelix.Torch.Checkpoints;

/// <summary>A tensor to be written: its contents are asked for only when their turn comes.</summary>
/// <param name="Name">Key in the file.</param>
/// <param name="Type">Element type.</param>
/// <param name="Shape">Dimensions.</param>
/// <param name="Write">Writes the row-major, little-endian contents.</param>
public sealed record TensorSource(string Name, DType Type, IReadOnlyList<long> Shape, Action<Stream> Write)
{
    /// <summary>A tensor in managed memory.</summary>
    public static TensorSource FromMemory(string name, DType type, IReadOnlyList<long> shape, ReadOnlyMemory<byte> contents) =>
        new(name, type, shape, stream => stream.Write(contents.Span));

    /// <summary>A contiguous tensor at an address that stays valid while the file is written.</summary>
    public static unsafe TensorSource FromAddress(string name, DType type, IReadOnlyList<long> shape, nint address)
    {
        var length = shape.Aggregate((long)type.Size(), (product, n) => checked(product * n));
        return new(name, type, shape, stream =>
        {
            using var memory = new UnmanagedMemoryStream((byte*)address, length);
            memory.CopyTo(stream, 1 << 20);
        });
    }
}

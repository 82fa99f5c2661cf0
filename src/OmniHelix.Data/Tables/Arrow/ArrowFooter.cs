using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace OmniHelix.Data.Tables.Arrow;

/// <summary>The file form: <c>ARROW1</c>, messages, a footer with the place of each, its length, <c>ARROW1</c>.</summary>
internal sealed class ArrowFooter : ArrowFile
{
    /// <summary>Bytes of the place of one message.</summary>
    public const int BlockSize = 24;

    private const int Head = 8, Tail = 10;

    private readonly Block[] blocks;

    private readonly record struct Block(long At, int Description, long Body);

    public ArrowFooter(string path, SafeFileHandle handle) : base(path, handle)
    {
        if (Length < Head + Tail) throw Broken(0, $"it has only {Length} bytes");
        if (!ReadBytes(Length - Magic.Length, Magic.Length).AsSpan().SequenceEqual(Magic))
            throw Broken(Length - Magic.Length, $"it does not end with ARROW1: it is truncated, or still being written");
        var size = Int32(Length - Tail);
        if (size <= 0 || size > Length - Head - Tail) throw Broken(Length - Tail, $"its footer claims {size} bytes of {Length}");
        var start = Length - Tail - size;
        var footer = new FlatBuffer(ReadBytes(start, size), path, start).Root;
        Schema = ArrowSchema.Read(footer.Table(1) ?? throw Broken(start, $"its footer has no schema"));
        blocks = [.. Blocks(footer.Structs(2, BlockSize), start), .. Blocks(footer.Structs(3, BlockSize), start)];
        var end = (long)Head;
        foreach (var (at, description, body) in blocks.OrderBy(b => b.At))
        {
            if (at < end) throw Broken(start, $"its footer names batches that overlap at {at}");
            end = at + description + body;
        }
    }

    public static ReadOnlySpan<byte> Magic => "ARROW1"u8;

    public override bool MayReplace => false;

    public override IEnumerable<ArrowMessage> Batches()
    {
        foreach (var (at, description, body) in blocks)
        {
            var (message, _) = Read(at);
            if (message is null || message.BodyStart - at != description || message.BodyLength != body)
                throw Broken(at, $"a batch is not what its footer says");
            yield return RequireBatch(message, at);
        }
    }

    private Block[] Blocks(ReadOnlySpan<byte> bytes, long limit)
    {
        var found = new Block[bytes.Length / BlockSize];
        for (var i = 0; i < found.Length; i++)
        {
            var place = bytes[(i * BlockSize)..];
            var at = BinaryPrimitives.ReadInt64LittleEndian(place);
            var description = BinaryPrimitives.ReadInt32LittleEndian(place[8..]);
            var body = BinaryPrimitives.ReadInt64LittleEndian(place[16..]);
            if (at < Head || description < 8 || body < 0 || at > limit || description > limit - at || body > limit - at - description)
                throw Broken(limit, $"its footer names a batch at {at} with {description} + {body} bytes");
            found[i] = new(at, description, body);
        }
        return found;
    }
}

using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace OmniHelix.Data.Tables.Arrow;

/// <summary>A dictionary batch or a record batch.</summary>
/// <param name="IsDictionary">Which of both.</param>
/// <param name="Header">Its description.</param>
/// <param name="BodyStart">Where its buffers begin.</param>
/// <param name="BodyLength">Their bytes.</param>
internal sealed record ArrowMessage(bool IsDictionary, FlatTable Header, long BodyStart, long BodyLength);

/// <summary>An open Arrow file of either form, which its first bytes tell: a stream of messages, or a file with a footer that says where each one is.</summary>
internal abstract class ArrowFile : IDisposable
{
    private const int SchemaKind = 1, DictionaryKind = 2, BatchKind = 3;
    private const int LongestMetadata = 1 << 28;
    private const int Continuation = -1;

    private protected ArrowFile(string path, SafeFileHandle handle) => (Path, Handle, Length) = (path, handle, RandomAccess.GetLength(handle));

    public string Path { get; }

    public SafeFileHandle Handle { get; }

    public ArrowSchema Schema { get; protected init; } = null!;

    /// <summary>Whether a dictionary may be given anew.</summary>
    public abstract bool MayReplace { get; }

    protected long Length { get; }

    /// <summary>Opens a file and reads its schema.</summary>
    /// <exception cref="OmniException">OH1001 it cannot be opened; OH1225 it is damaged; OH1226 it holds what is not read.</exception>
    public static ArrowFile Open(string path)
    {
        var handle = OpenHandle(path);
        try
        {
            var start = new byte[8];
            var length = RandomAccess.GetLength(handle);
            if (length == 0) throw ArrowErrors.Broken(path, 0, "it is empty");
            if (length < start.Length) throw ArrowErrors.Broken(path, 0, FormattableString.Invariant($"it has only {length} bytes"));
            ArrowBuffer.ReadFile(path, handle, 0, start);
            if (start.AsSpan().StartsWith("FEA1"u8)) throw ArrowErrors.NotRead(path, "is a Feather file of version 1, which is not read", "Write it again as version 2, which is an Arrow file.");
            return start.AsSpan().StartsWith(ArrowFooter.Magic) ? new ArrowFooter(path, handle) : new ArrowStream(path, handle);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>The batches in order; dictionaries come before what uses them.</summary>
    public abstract IEnumerable<ArrowMessage> Messages();

    public void Dispose() => Handle.Dispose();

    /// <summary>Reads the message at a place: <c>FF FF FF FF</c> (absent before format 0.15), the length of its description, the description, its body.</summary>
    /// <returns>The message, null at the end mark; and where the next one begins.</returns>
    protected ((int Kind, FlatTable Header, long BodyStart, long BodyLength)? Message, long Next) Read(long at)
    {
        var length = Int32(at);
        var start = at + 4;
        if (length == Continuation) (length, start) = (Int32(start), start + 4);
        if (length == 0) return (null, start);
        if (length < 0 || length > LongestMetadata || start + length > Length) throw ArrowErrors.Broken(Path, at, FormattableString.Invariant($"a message claims a description of {length} bytes where {Math.Max(0, Length - start)} are left"));
        var message = new FlatBuffer(ReadBytes(start, length), Path, start).Root;
        // V4 and V5; the earlier ones never left the laboratory.
        if (message.Int16(0) is var version and not (3 or 4)) throw ArrowErrors.NotRead(Path, FormattableString.Invariant($"the Arrow format has the unknown version V{version + 1}"), "Write it again with a current library.");
        var body = start + length;
        var bodyLength = message.Int64(3);
        if (bodyLength < 0 || bodyLength > Length - body) throw ArrowErrors.Broken(Path, at, FormattableString.Invariant($"a message claims {bodyLength} bytes where {Length - body} are left: the file is truncated"));
        var header = message.Table(2) ?? throw ArrowErrors.Broken(Path, at, "a message without description");
        return ((message.Byte(1), header, body, bodyLength), body + bodyLength);
    }

    protected ArrowSchema SchemaOf((int Kind, FlatTable Header, long, long)? message, long at) =>
        message is (SchemaKind, var header, _, _) ? ArrowSchema.Read(header) : throw ArrowErrors.Broken(Path, at, "it does not start with a schema");

    protected ArrowMessage BatchOf((int Kind, FlatTable Header, long Start, long Length) message, long at) => message.Kind switch
    {
        DictionaryKind or BatchKind => new(message.Kind == DictionaryKind, message.Header, message.Start, message.Length),
        4 or 5 => throw ArrowErrors.NotRead(Path, "the Arrow file holds a tensor, which is no table", "Write a table."),
        var kind => throw ArrowErrors.Broken(Path, at, FormattableString.Invariant($"a message of kind {kind} where rows were expected")),
    };

    protected byte[] ReadBytes(long at, int count)
    {
        var bytes = new byte[count];
        ArrowBuffer.ReadFile(Path, Handle, at, bytes);
        return bytes;
    }

    protected int Int32(long at) => BinaryPrimitives.ReadInt32LittleEndian(ReadBytes(at, 4));

    private static SafeFileHandle OpenHandle(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OmniException("OH1001", $"cannot open the file: {(e is FileNotFoundException or DirectoryNotFoundException ? "it does not exist" : e.Message)}", path, null, e);
        }
    }
}

/// <summary>The stream form: a schema, batches, an end mark.</summary>
internal sealed class ArrowStream : ArrowFile
{
    private readonly long first;

    public ArrowStream(string path, SafeFileHandle handle) : base(path, handle)
    {
        (var schema, first) = Read(0);
        Schema = SchemaOf(schema, 0);
    }

    public override bool MayReplace => true;

    public override IEnumerable<ArrowMessage> Messages()
    {
        for (var at = first; ;)
        {
            // Without the mark, a file that was cut between two batches could not be told from a whole one.
            if (at == Length) throw ArrowErrors.Broken(Path, at, "it has no end mark: it is truncated, or still being written");
            var (message, next) = Read(at);
            if (message is null)
            {
                if (next < Length && next - at == 8) throw ArrowErrors.Broken(Path, next, FormattableString.Invariant($"{Length - next} bytes follow its end mark"));
                yield break;
            }
            yield return BatchOf(message.Value, at);
            at = next;
        }
    }
}

/// <summary>The file form: <c>ARROW1</c>, messages, a footer with the place of each, its length, <c>ARROW1</c>.</summary>
internal sealed class ArrowFooter : ArrowFile
{
    private const int BlockSize = 24, Head = 8, Tail = 10;

    private readonly (long At, int Description, long Body)[] blocks;

    public ArrowFooter(string path, SafeFileHandle handle) : base(path, handle)
    {
        if (Length < Head + Tail) throw ArrowErrors.Broken(path, 0, FormattableString.Invariant($"it has only {Length} bytes"));
        if (!ReadBytes(Length - 6, 6).AsSpan().SequenceEqual(Magic)) throw ArrowErrors.Broken(path, Length - 6, "it does not end with ARROW1: it is truncated, or still being written");
        var size = Int32(Length - Tail);
        if (size <= 0 || size > Length - Head - Tail) throw ArrowErrors.Broken(path, Length - Tail, FormattableString.Invariant($"its footer claims {size} bytes of {Length}"));
        var start = Length - Tail - size;
        var footer = new FlatBuffer(ReadBytes(start, size), path, start).Root;
        Schema = ArrowSchema.Read(footer.Table(1) ?? throw ArrowErrors.Broken(path, start, "its footer has no schema"));
        blocks = [.. Blocks(footer.Structs(2, BlockSize), start), .. Blocks(footer.Structs(3, BlockSize), start)];
        var end = (long)Head;
        foreach (var (at, description, body) in blocks.OrderBy(b => b.At))
        {
            if (at < end) throw ArrowErrors.Broken(path, start, FormattableString.Invariant($"its footer names batches that overlap at {at}"));
            end = at + description + body;
        }
    }

    public static ReadOnlySpan<byte> Magic => "ARROW1"u8;

    public override bool MayReplace => false;

    public override IEnumerable<ArrowMessage> Messages()
    {
        foreach (var (at, description, body) in blocks)
        {
            var (message, next) = Read(at);
            if (message is not { } found || found.BodyStart - at != description || found.BodyLength != body) throw ArrowErrors.Broken(Path, at, "a batch is not what its footer says");
            yield return BatchOf(found, at);
        }
    }

    private IEnumerable<(long, int, long)> Blocks(ReadOnlySpan<byte> bytes, long limit)
    {
        var found = new (long, int, long)[bytes.Length / BlockSize];
        for (var i = 0; i < found.Length; i++)
        {
            var block = bytes[(i * BlockSize)..];
            var (at, description, body) = (BinaryPrimitives.ReadInt64LittleEndian(block), BinaryPrimitives.ReadInt32LittleEndian(block[8..]), BinaryPrimitives.ReadInt64LittleEndian(block[16..]));
            if (at < Head || description < 8 || body < 0 || at > limit || description > limit - at || body > limit - at - description)
                throw ArrowErrors.Broken(Path, limit, FormattableString.Invariant($"its footer names a batch at {at} with {description} + {body} bytes"));
            found[i] = (at, description, body);
        }
        return found;
    }
}

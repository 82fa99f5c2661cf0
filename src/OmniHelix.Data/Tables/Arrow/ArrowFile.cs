using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace OmniHelix.Data.Tables.Arrow;

/// <summary>
/// An open Arrow file of either form, which its first bytes tell: a stream of messages, or a file with a footer that says where each one
/// is.
/// </summary>
internal abstract class ArrowFile : IDisposable
{
    private const int LongestMetadata = 1 << 28;
    private const int Continuation = -1;

    private protected ArrowFile(string path, SafeFileHandle handle)
    {
        Path = path;
        Handle = handle;
        Length = RandomAccess.GetLength(handle);
    }

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
            if (length == 0) throw ArrowErrors.Broken(path, 0, $"it is empty");
            if (length < start.Length) throw ArrowErrors.Broken(path, 0, $"it has only {length} bytes");
            ArrowBuffer.ReadFile(path, handle, 0, start);
            if (start.AsSpan().StartsWith("FEA1"u8)) throw FirstFeather(path);
            return start.AsSpan().StartsWith(ArrowFooter.Magic) ? new ArrowFooter(path, handle) : new ArrowStream(path, handle);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>The batches in order; dictionaries come before what uses them.</summary>
    public abstract IEnumerable<ArrowMessage> Batches();

    public void Dispose() => Handle.Dispose();

    /// <summary>
    /// Reads the message at a place: <c>FF FF FF FF</c> (absent before format 0.15), the length of its description, the description, its
    /// body.
    /// </summary>
    /// <returns>The message, null at the end mark; and where the next one begins.</returns>
    protected (ArrowMessage? Message, long Next) Read(long at)
    {
        var length = Int32(at);
        var start = at + sizeof(int);
        if (length == Continuation)
        {
            length = Int32(start);
            start += sizeof(int);
        }
        if (length == 0) return (null, start);
        if (length < 0 || length > LongestMetadata || start + length > Length)
            throw Broken(at, $"a message claims a description of {length} bytes where {Math.Max(0, Length - start)} are left");
        var message = new FlatBuffer(ReadBytes(start, length), Path, start).Root;
        // V4 and V5; the earlier ones never left the laboratory.
        if (message.Int16(0) is var version and not (3 or 4))
            throw ArrowErrors.NotRead(Path, $"the Arrow format has the unknown version V{version + 1}", "Write it with a current library.");
        var body = start + length;
        var bodyLength = message.Int64(3);
        if (bodyLength < 0 || bodyLength > Length - body)
            throw Broken(at, $"a message claims {bodyLength} bytes where {Length - body} are left: the file is truncated");
        var header = message.Table(2) ?? throw Broken(at, $"a message without description");
        return (new ArrowMessage(message.Byte(1), header, body, bodyLength), body + bodyLength);
    }

    /// <summary>The message if it holds rows or values of a dictionary.</summary>
    protected ArrowMessage RequireBatch(ArrowMessage message, long at) => message.Kind switch
    {
        ArrowMessage.Dictionary or ArrowMessage.Batch => message,
        ArrowMessage.Tensor or ArrowMessage.SparseTensor =>
            throw ArrowErrors.NotRead(Path, "the Arrow file holds a tensor, which is no table", "Write a table."),
        var kind => throw Broken(at, $"a message of kind {kind} where rows were expected"),
    };

    protected byte[] ReadBytes(long at, int count)
    {
        var bytes = new byte[count];
        ArrowBuffer.ReadFile(Path, Handle, at, bytes);
        return bytes;
    }

    protected int Int32(long at) => BinaryPrimitives.ReadInt32LittleEndian(ReadBytes(at, sizeof(int)));

    protected OmniException Broken(long at, FormattableString what) => ArrowErrors.Broken(Path, at, what);

    private static OmniException FirstFeather(string path) => ArrowErrors.NotRead(
        path, "is a Feather file of version 1, which is not read", "Write it again as version 2, which is an Arrow file.");

    private static SafeFileHandle OpenHandle(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var why = e is FileNotFoundException or DirectoryNotFoundException ? "it does not exist" : e.Message;
            throw new OmniException("OH1001", $"cannot open the file: {why}", path, null, e);
        }
    }
}

using System.Buffers.Binary;
using OmniHelix.Data.Columns;

namespace OmniHelix.Data.Tables.Arrow;

/// <summary>
/// Arrow as a stream or as a file with a footer, a record batch for each chunk; without compression, so that others can map it into memory.
/// </summary>
internal sealed class ArrowWriter : TableWriter
{
    private readonly PendingFile pending;
    private readonly Stream file;
    private readonly bool hasFooter;
    private readonly List<byte> blocks = [];

    public ArrowWriter(string path, IReadOnlyList<TableColumn> columns, bool hasFooter) : base(path, columns)
    {
        this.hasFooter = hasFooter;
        pending = new PendingFile(path);
        file = pending.Create();
        try
        {
            if (hasFooter) file.Write([.. ArrowFooter.Magic, 0, 0]);
            Message(ArrowMessage.Schema, ArrowDescription.Schema(columns), 0);
        }
        catch
        {
            Dispose(true);
            throw;
        }
    }

    private protected override void Write(TableChunk chunk)
    {
        var body = new ArrowBody(chunk);
        var at = file.Position;
        var description = Message(ArrowMessage.Batch, body.Description, body.Length);
        body.WriteTo(file);
        if (!hasFooter) return;
        Span<byte> block = stackalloc byte[ArrowFooter.BlockSize];
        block.Clear();
        BinaryPrimitives.WriteInt64LittleEndian(block, at);
        BinaryPrimitives.WriteInt32LittleEndian(block[8..], description);
        BinaryPrimitives.WriteInt64LittleEndian(block[16..], body.Length);
        blocks.AddRange(block);
    }

    private protected override void Finish()
    {
        file.Write([0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0]);
        if (hasFooter) Footer();
        file.Dispose();
        pending.Commit();
    }

    private protected override void Dispose(bool disposing)
    {
        try
        {
            file.Dispose();
        }
        catch (OmniException)
        {
            // What is disposed of here is thrown away.
        }
        pending.Dispose();
    }

    private void Footer()
    {
        var footer = new FlatNode()
            .With(0, ArrowDescription.Version)
            .With(1, ArrowDescription.Schema(Columns))
            .With(2, [], 0)
            .With(3, [.. blocks], blocks.Count / ArrowFooter.BlockSize)
            .ToBytes();
        file.Write(footer);
        Int32(footer.Length);
        file.Write(ArrowFooter.Magic);
    }

    // Returns the bytes up to the body.
    private int Message(byte kind, FlatNode header, long bodyLength)
    {
        var message = new FlatNode().With(0, ArrowDescription.Version).With(1, kind).With(2, header).With(3, bodyLength).ToBytes();
        Int32(-1);
        Int32(message.Length);
        file.Write(message);
        return 2 * sizeof(int) + message.Length;
    }

    private void Int32(int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        file.Write(bytes);
    }
}

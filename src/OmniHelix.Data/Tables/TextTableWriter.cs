using System.IO.Compression;

namespace OmniHelix.Data.Tables;

/// <summary>What the writers of text have in common: a pending file, gzip or not.</summary>
internal abstract class TextTableWriter : TableWriter
{
    private readonly PendingFile pending;
    private readonly Stream stream;
    private bool isClosed;

    protected TextTableWriter(string path, IReadOnlyList<TableColumn> columns) : base(path, columns)
    {
        pending = new PendingFile(path);
        Stream file = pending.Create();
        stream = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionLevel.Optimal) : file;
    }

    protected void Send(ReadOnlySpan<byte> text)
    {
        try
        {
            stream.Write(text);
        }
        catch (IOException e)
        {
            throw AtomicFile.Translate(e, Path);
        }
    }

    protected abstract void End();

    private protected override void Finish()
    {
        End();
        Close();
        pending.Commit();
    }

    private protected override void Dispose(bool disposing)
    {
        try
        {
            Close();
        }
        catch (OmniException)
        {
            // Whatever is disposed of here is thrown away.
        }
        pending.Dispose();
    }

    private void Close()
    {
        if (isClosed) return;
        isClosed = true;
        try
        {
            stream.Dispose();
        }
        catch (IOException e)
        {
            throw AtomicFile.Translate(e, Path);
        }
    }
}

using OmniHelix.Sequences.Compression;

namespace OmniHelix.Data.Columns;

/// <summary>What the writers of text have in common: a pending file, compressed (BGZF, on all cores) or not.</summary>
internal abstract class TextTableWriter : TableWriter
{
    private readonly PendingFile pending;
    private bool isClosed;

    protected TextTableWriter(string path, IReadOnlyList<TableColumn> columns) : base(path, columns)
    {
        pending = new PendingFile(path);
        var file = pending.Create();
        Text = CompressedOutput.IsCompressed(path) ? new BgzfWriter(file) : file;
    }

    /// <summary>Where the text goes.</summary>
    protected Stream Text { get; }

    protected void Send(ReadOnlySpan<byte> text)
    {
        try
        {
            Text.Write(text);
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
            Text.Dispose();
        }
        catch (IOException e)
        {
            throw AtomicFile.Translate(e, Path);
        }
    }
}

using OmniHelix.Sequences.Compression;

namespace OmniHelix.Data.Columns;

/// <summary>
/// Where a table goes as text: a file that appears whole or not at all, compressed (BGZF, on all cores) where its name asks for it, or a
/// stream.
/// </summary>
internal sealed class TextTarget : IDisposable
{
    private readonly PendingFile? pending;
    private readonly bool leaveOpen;
    private Stream? stream;

    private TextTarget(string name, PendingFile? pending, Stream? stream)
    {
        Name = name;
        this.pending = pending;
        this.stream = stream;
        leaveOpen = stream is not null;
    }

    /// <summary>Used in errors.</summary>
    public string Name { get; }

    /// <summary>A file; nothing is made before it is opened.</summary>
    public static TextTarget Of(string path) => new(path, new PendingFile(path), null);

    /// <summary>A stream, which stays open.</summary>
    public static TextTarget Of(Stream stream, string name) => new(name, null, stream);

    /// <summary>The stream to write to.</summary>
    /// <exception cref="OmniException">OH6002: the place cannot be written.</exception>
    public Stream Open()
    {
        if (stream is not null) return stream;
        var file = pending!.Create();
        return stream = CompressedOutput.IsCompressed(Name) ? new BgzfWriter(file) : file;
    }

    /// <summary>Ends the text and gives a file its name.</summary>
    /// <exception cref="OmniException">OH6001 the disk is full; OH6002 it cannot be written.</exception>
    public void Complete()
    {
        Close();
        pending?.Commit();
    }

    /// <summary>Removes a file that was not completed.</summary>
    public void Dispose()
    {
        try
        {
            Close();
        }
        catch (OmniException)
        {
            // Whatever is disposed of here is thrown away.
        }
        pending?.Dispose();
    }

    private void Close()
    {
        if (stream is null) return;
        var open = stream;
        stream = null;
        if (leaveOpen) open.Flush();
        else open.Dispose();
    }
}

namespace OmniHelix.Sequences.Compression;

/// <summary>
/// Writes files whole or not at all; a name that ends in <c>.gz</c>, <c>.bgz</c> or <c>.bgzf</c> makes BGZF, which every gzip program
/// reads.
/// </summary>
public static class CompressedOutput
{
    /// <summary>Writes <paramref name="path"/> through a stream; on any failure the file that was there stays untouched.</summary>
    /// <param name="path">The file.</param>
    /// <param name="fill">Writes the bytes.</param>
    /// <param name="index">For BGZF, writes the <c>.gzi</c> index beside it too.</param>
    /// <exception cref="OmniException">OH6001, OH6002: it cannot be written.</exception>
    public static void Write(string path, Action<Stream> fill, bool index = false)
    {
        if (!IsCompressed(path))
        {
            AtomicFile.Write(path, fill);
            return;
        }
        GziIndex? written = null;
        AtomicFile.Write(path, stream =>
        {
            var bgzf = new BgzfWriter(stream, leaveOpen: true);
            // Not closed on failure: what is left behind then has no end marker.
            fill(bgzf);
            bgzf.Dispose();
            written = bgzf.Index;
        });
        if (index) written!.Write(path + ".gzi");
    }

    /// <summary>Whether the name asks for compression.</summary>
    public static bool IsCompressed(string path) => FileContainer.PromisedBy(path) is { IsWritten: true };
}

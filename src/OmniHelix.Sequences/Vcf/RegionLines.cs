using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Files;
using OmniHelix.Sequences.Tabix;

namespace OmniHelix.Sequences.Vcf;

/// <summary>Opens files that have an index.</summary>
public static class RegionLines
{
    /// <summary>Opens a file by the index beside it; null when there is none.</summary>
    /// <exception cref="OmniException">
    /// OH1001, OH1011, OH1012 the file; OH1074 the BCF is damaged; OH1076 the index is damaged or that of another file.
    /// </exception>
    public static IRegionLines? TryOpen(string path)
    {
        if (TabixIndex.PathFor(path) is null) return null;
        return IsBcf(path) ? IndexedBcf.Open(path) : TabixFile.Open(path);
    }

    private static bool IsBcf(string path)
    {
        using var stream = CompressedInput.Open(path);
        var head = new byte[4];
        return stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && SequenceFileKinds.Bcf.Mark!(head);
    }
}

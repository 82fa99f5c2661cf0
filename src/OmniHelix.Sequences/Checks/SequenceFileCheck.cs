using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Fasta;
using OmniHelix.Sequences.Fastq;
using OmniHelix.Sequences.Streams;

namespace OmniHelix.Sequences.Checks;

/// <summary>What a check of a file came to.</summary>
public enum FileHealth
{
    /// <summary>Nothing is wrong with it.</summary>
    Sound,

    /// <summary>It is truncated, damaged or breaks the rules of its format.</summary>
    Damaged,

    /// <summary>It is of no format that this check knows.</summary>
    Unknown,
}

/// <summary>The result of a check.</summary>
/// <param name="Health">Sound, damaged or unknown.</param>
/// <param name="Format">What the content is taken for: <c>FASTA</c>, <c>FASTQ in BGZF</c>; null when unknown.</param>
/// <param name="Problem">What is wrong and where; null when sound.</param>
/// <param name="Records">Records read before the end or the damage; null when they were not counted.</param>
public sealed record FileCheckResult(FileHealth Health, string? Format, OmniException? Problem, long? Records);

/// <summary>Tells whether a FASTA, FASTQ, gzip or BGZF file is whole. The content decides the format, never the name.</summary>
public static class SequenceFileCheck
{
    private const string Gzip = "gzip", Bgzf = "BGZF";

    /// <summary>Checks a file.</summary>
    /// <param name="path">The file, or <c>-</c> for standard input.</param>
    /// <param name="quick">Looks at the first record and, in BGZF, the end marker only; otherwise everything is decompressed and every record checked.</param>
    /// <returns>The result; also a compressed file that holds neither FASTA nor FASTQ can be sound.</returns>
    /// <exception cref="OmniException">OH1001: the file cannot be opened.</exception>
    public static FileCheckResult Run(string path, bool quick = false)
    {
        var name = path == "-" ? "standard input" : path;
        string? container = null;
        try
        {
            using var source = CompressedInput.OpenRaw(path);
            var head = new byte[1 << 12];
            var start = head.AsSpan(0, source.ReadAtLeast(head, head.Length, throwOnEndOfStream: false));
            container = Container(start);
            if (quick && container == Bgzf && source.CanSeek) BgzfFile.Open(path).Dispose();
            using var content = CompressedInput.Decompress(new RewoundStream(start.ToArray(), source), name);
            return Content(content, name, container, quick);
        }
        catch (OmniException e) when (e.Code != "OH1001")
        {
            return e.Code == "OH1004" ? new(FileHealth.Unknown, null, e, null) : new(FileHealth.Damaged, container, e, null);
        }
    }

    private static FileCheckResult Content(Stream content, string name, string? container, bool quick)
    {
        var head = new byte[1 << 12];
        var start = head.AsSpan(0, content.ReadAtLeast(head, head.Length, throwOnEndOfStream: false));
        var text = start.TrimStart("\uFEFF"u8).TrimStart(" \t\r\n"u8);
        var stream = new RewoundStream(start.ToArray(), content);
        if (text.StartsWith((byte)'>')) return Fasta(stream, name, Named("FASTA", container), quick);
        if (text.StartsWith((byte)'@') && !IsSam(text)) return Fastq(stream, name, Named("FASTQ", container), quick);
        if (container is null)
            return new(FileHealth.Unknown, null, new OmniException("OH1110", text.IsEmpty ? "is empty" : "is neither FASTA nor FASTQ nor gzip", name), null);
        if (!quick) stream.CopyTo(Stream.Null);
        return new(FileHealth.Sound, container, null, null);
    }

    private static FileCheckResult Fasta(Stream stream, string name, string format, bool quick)
    {
        using var fasta = new FastaReader(stream, name);
        try
        {
            var some = new byte[1 << 16];
            while (fasta.TryReadHeader())
            {
                while (fasta.ReadLetters(some) > 0 && !quick)
                {
                }
                if (quick) break;
            }
            return new(FileHealth.Sound, format, null, quick ? null : fasta.Records);
        }
        catch (OmniException e)
        {
            return new(FileHealth.Damaged, format, e, fasta.Records);
        }
    }

    private static FileCheckResult Fastq(Stream stream, string name, string format, bool quick)
    {
        using var fastq = new FastqReader(stream, name);
        try
        {
            while (fastq.TryRead() && !quick)
            {
            }
            return new(FileHealth.Sound, format, null, quick ? null : fastq.Records);
        }
        catch (OmniException e)
        {
            return new(FileHealth.Damaged, format, e, fastq.Records);
        }
    }

    // Its header lines start like FASTQ records: '@', two capitals of a fixed list, a tab.
    private static bool IsSam(ReadOnlySpan<byte> text) =>
        text.StartsWith("@HD\t"u8) || text.StartsWith("@SQ\t"u8) || text.StartsWith("@RG\t"u8) || text.StartsWith("@PG\t"u8) || text.StartsWith("@CO\t"u8);

    private static string? Container(ReadOnlySpan<byte> start) => !start.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) ? null : BgzfFile.IsBgzf(start) ? Bgzf : Gzip;

    private static string Named(string format, string? container) => container is null ? format : $"{format} in {container}";
}

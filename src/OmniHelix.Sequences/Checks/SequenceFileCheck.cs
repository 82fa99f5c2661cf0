using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Fasta;
using OmniHelix.Sequences.Fastq;
using OmniHelix.Sequences.Files;
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
public sealed record FileCheckResult(FileHealth Health, string? Format, OmniException? Problem, long? Records)
{
    /// <summary>What is odd about a sound file without being wrong.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];
}

/// <summary>Tells whether a FASTA, FASTQ, gzip or BGZF file is whole. The content decides the format, never the name.</summary>
public static class SequenceFileCheck
{
    /// <summary>Checks a file.</summary>
    /// <param name="path">The file, or <c>-</c> for standard input.</param>
    /// <returns>The result; also a compressed file that holds neither FASTA nor FASTQ can be sound.</returns>
    /// <exception cref="OmniException">OH1001: the file cannot be opened.</exception>
    public static FileCheckResult Run(string path)
    {
        var name = path == "-" ? "standard input" : path;
        FileContainer? container = null;
        try
        {
            using var source = CompressedInput.OpenRaw(path);
            var head = new byte[1 << 12];
            var start = head.AsSpan(0, source.ReadAtLeast(head, head.Length, throwOnEndOfStream: false));
            container = FileContainer.Of(start);
            using var content = CompressedInput.Decompress(new RewoundStream(start.ToArray(), source), name);
            return Content(content, name, container);
        }
        catch (OmniException e) when (e.Code != "OH1001")
        {
            return e.Code == "OH1004" ? new(FileHealth.Unknown, null, e, null) : new(FileHealth.Damaged, container?.Name, e, null);
        }
    }

    private static FileCheckResult Content(Stream content, string name, FileContainer? container)
    {
        var head = new byte[1 << 12];
        var start = head.AsSpan(0, content.ReadAtLeast(head, head.Length, throwOnEndOfStream: false));
        var stream = new RewoundStream(start.ToArray(), content);
        if (SequenceFileKinds.Fasta.Mark!(start)) return Fasta(stream, name, Named(SequenceFileKinds.Fasta, container));
        if (SequenceFileKinds.Fastq.Guess!(start)) return Fastq(stream, name, Named(SequenceFileKinds.Fastq, container));
        if (container is null)
            return new(FileHealth.Unknown, null, new OmniException(
                "OH1110", FileStart.Text(start).IsEmpty ? "is empty" : "is neither FASTA nor FASTQ nor gzip", name), null);
        stream.CopyTo(Stream.Null);
        return new(FileHealth.Sound, container.Name, null, null);
    }

    private static FileCheckResult Fasta(Stream stream, string name, string format)
    {
        using var fasta = new FastaReader(stream, name);
        try
        {
            var some = new byte[1 << 16];
            while (fasta.TryReadHeader())
            {
                while (fasta.ReadLetters(some) > 0)
                {
                }
            }
            return new(FileHealth.Sound, format, null, fasta.Records);
        }
        catch (OmniException e)
        {
            return new(FileHealth.Damaged, format, e, fasta.Records);
        }
    }

    private static FileCheckResult Fastq(Stream stream, string name, string format)
    {
        using var fastq = new FastqReader(stream, name);
        try
        {
            while (fastq.TryRead())
            {
            }
            return new(FileHealth.Sound, format, null, fastq.Records);
        }
        catch (OmniException e)
        {
            return new(FileHealth.Damaged, format, e, fastq.Records);
        }
    }

    private static string Named(FileKind kind, FileContainer? container) => new FileIdentity(kind, container).ToString();
}

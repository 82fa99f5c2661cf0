using System.Buffers;
using System.Globalization;

namespace OmniHelix.Sequences.Genome;

/// <summary>A region as users write it: <c>chr1:1,001-2,000</c>, 1-based and inclusive.</summary>
/// <param name="Contig">The contig, as the genome names it.</param>
/// <param name="Start">First base, from 0; -1 when 0 was written, which is before the contig.</param>
/// <param name="End">The base after the last; <see cref="ToTheEnd"/> when none was written.</param>
/// <param name="Text">As written.</param>
public readonly record struct GenomicRegion(string Contig, long Start, long End, string Text)
{
    /// <summary>The end of a region that goes to the end of its contig.</summary>
    public const long ToTheEnd = long.MaxValue;

    private const string BeforeTheFirst = "it begins before the first base";

    private static readonly SearchValues<char> RangeLetters = SearchValues.Create("0123456789,-");

    /// <summary>
    /// Reads <c>contig</c>, <c>contig:from-to</c>, <c>contig:from</c>, <c>contig:from-</c> or <c>contig:-to</c>. A contig whose name holds
    /// a colon may stand in braces; without them the whole text wins when it is a contig, as in samtools.
    /// </summary>
    /// <param name="text">The region.</param>
    /// <param name="contigs">The contigs it can name.</param>
    /// <exception cref="OmniException">OH1020: no such contig; OH1023: not a region, or its end lies before its start.</exception>
    public static GenomicRegion Parse(string text, ContigNames contigs)
    {
        if (text.StartsWith('{'))
        {
            var close = text.IndexOf('}', StringComparison.Ordinal);
            if (close < 0) throw Wrong(text, "the brace is not closed");
            var rest = text[(close + 1)..];
            if (rest.Length > 0 && rest[0] != ':') throw Wrong(text, "after the brace only ':' may follow");
            return Positions(text, contigs.NameOf(text[1..close], text), rest.Length == 0 ? null : rest[1..]);
        }
        if (contigs.TryIndexOf(text, out var whole)) return Positions(text, contigs[whole], null);
        var colon = text.LastIndexOf(':');
        return colon < 0
            ? Positions(text, contigs.NameOf(text, text), null)
            : Positions(text, contigs.NameOf(text[..colon], text), text[(colon + 1)..]);
    }

    /// <summary>
    /// The same without a list of contigs, as for annotation that is read from start to end: the text behind the last colon is a range when
    /// it looks like one.
    /// </summary>
    /// <param name="text">The region.</param>
    /// <param name="loneIsOneBase">
    /// <c>contig:position</c> is that one base, as for <c>bcftools view -r</c>; otherwise it goes on to the end, as in samtools and tabix.
    /// </param>
    /// <exception cref="OmniException">OH1023: not a region, its end lies before its start, or it begins before the first base.</exception>
    public static GenomicRegion Parse(string text, bool loneIsOneBase = false)
    {
        var braced = text.StartsWith('{') && text.Contains('}', StringComparison.Ordinal);
        var colon = text.LastIndexOf(':');
        var isRange = colon > 0 && colon + 1 < text.Length && !text.AsSpan(colon + 1).ContainsAnyExcept(RangeLetters);
        var contig = braced ? text[1..text.IndexOf('}', StringComparison.Ordinal)] : isRange ? text[..colon] : text;
        var region = Parse(text, new ContigNames([contig], text));
        if (region.Start < 0) throw Wrong(text, BeforeTheFirst);
        return loneIsOneBase && isRange && !text.AsSpan(colon).Contains('-') ? region with { End = region.Start + 1 } : region;
    }

    /// <summary>The part of the region inside a contig of this length; empty when it lies outside.</summary>
    public (long Start, long End) Within(long length)
    {
        if (Start < 0 || Start >= length) return (length, length);
        return (Start, Math.Min(End, length));
    }

    private static GenomicRegion Positions(string text, string contig, string? positions)
    {
        if (string.IsNullOrEmpty(positions)) return new(contig, 0, ToTheEnd, text);
        var dash = positions.IndexOf('-', StringComparison.Ordinal);
        var from = dash < 0 ? positions : positions[..dash];
        var to = dash < 0 ? "" : positions[(dash + 1)..];
        if (from.Length == 0 && to.Contains('-', StringComparison.Ordinal)) throw Wrong(text, BeforeTheFirst);
        if (from.Length == 0 && to.Length == 0) throw Wrong(text, "no position");
        var start = from.Length == 0 ? 0 : Number(text, from) - 1;
        var end = to.Length == 0 ? ToTheEnd : Number(text, to);
        if (end <= start || end < 1) throw Wrong(text, "the end lies before the start");
        return new(contig, start, end, text);
    }

    private static long Number(string region, string text) =>
        long.TryParse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var value) && text[0] != ','
            ? value
            : throw Wrong(region, $"'{text}' is no position");

    private static OmniException Wrong(string region, string why) =>
        new(
            "OH1023", $"'{region}' is no region: {why}", null,
            "Write contig, contig:from-to or {contig}:from-to; positions count from 1, and the last base belongs to the region.");
}

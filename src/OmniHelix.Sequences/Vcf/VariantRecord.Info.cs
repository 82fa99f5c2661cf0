using System.Buffers.Text;
using System.Text;

namespace OmniHelix.Sequences.Vcf;

public sealed partial class VariantRecord
{
    /// <summary>0-based position after the last base covered according to INFO/END; null when there is none.</summary>
    /// <exception cref="OmniException">OH1071: END is no whole number.</exception>
    public long? End => TryGetInfo("END", out var text) && !IsMissing(text) ? Integer(text, "END") : null;

    /// <summary>The text of an INFO field; empty for a flag. The first one counts when a tag is repeated.</summary>
    public bool TryGetInfo(string tag, out ReadOnlySpan<byte> text)
    {
        var rest = Column(VcfColumn.Info);
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf((byte)';');
            var one = end < 0 ? rest : rest[..end];
            if (one.Length >= tag.Length && Ascii.Equals(one[..tag.Length], tag) && (one.Length == tag.Length || one[tag.Length] == '='))
            {
                text = one.Length == tag.Length ? [] : one[(tag.Length + 1)..];
                return true;
            }
            rest = end < 0 ? [] : rest[(end + 1)..];
        }
        text = [];
        return false;
    }

    /// <summary>Where a FORMAT tag stands among the fields of every sample, from 0; −1 when the record does not have it.</summary>
    internal int FormatIndex(string tag)
    {
        var rest = Column(VcfColumn.Format);
        for (var i = 0; !rest.IsEmpty; i++)
        {
            var end = rest.IndexOf((byte)':');
            if (Ascii.Equals(end < 0 ? rest : rest[..end], tag)) return i;
            rest = end < 0 ? [] : rest[(end + 1)..];
        }
        return -1;
    }

    internal static bool IsMissing(ReadOnlySpan<byte> value) => value.IsEmpty || value is [(byte)'.'];

    internal long Integer(ReadOnlySpan<byte> text, string tag) =>
        Utf8Parser.TryParse(text, out long value, out var used) && used == text.Length
            ? value
            : throw Failure(
                "OH1071", $"{tag} is '{Encoding.UTF8.GetString(text[..Math.Min(40, text.Length)])}', but a whole number was expected",
                VcfColumn.Info, 0);

    private long SymbolicSpan()
    {
        if (!TryGetInfo("SVLEN", out var lengths)) return 0;
        var longest = 0L;
        var alternates = AlternateText.Split((byte)',');
        foreach (var range in lengths.Split((byte)','))
        {
            if (!alternates.MoveNext()) break;
            var allele = AlternateText[alternates.Current];
            // What is inserted covers no reference base.
            if (!allele.StartsWith("<"u8) || allele.StartsWith("<INS"u8) || IsMissing(lengths[range])) continue;
            var length = Integer(lengths[range], "SVLEN");
            longest = Math.Max(
                longest,
                (length == long.MinValue ? long.MaxValue : Math.Abs(length)) is var size && size == long.MaxValue ? size : size + 1);
        }
        return longest;
    }
}

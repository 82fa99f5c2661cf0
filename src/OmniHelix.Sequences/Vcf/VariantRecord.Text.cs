using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace OmniHelix.Sequences.Vcf;

public sealed partial class VariantRecord
{
    private const long HighestPosition = 1L << 44;

    // Where every column starts, and the samples as a whole; a column ends one before the next begins.
    private readonly int[] starts = new int[VcfColumn.FirstSample + 1];
    private byte[] line = [];
    private int length;

    /// <summary>The line as it stands in the file, without its end.</summary>
    public ReadOnlySpan<byte> Text => line.AsSpan(0, length);

    internal ReadOnlySpan<byte> ReferenceText => Column(VcfColumn.Reference);

    internal ReadOnlySpan<byte> AlternateText => Column(VcfColumn.Alternates);

    /// <summary>The columns of all samples with the tabs between them; empty when there are none.</summary>
    internal ReadOnlySpan<byte> SampleColumns =>
        line.AsSpan(starts[VcfColumn.FirstSample], Math.Max(0, length - starts[VcfColumn.FirstSample]));

    /// <summary>One of the first nine columns; FORMAT is empty when there are no samples.</summary>
    internal ReadOnlySpan<byte> Column(int column) => line.AsSpan(starts[column], Math.Max(0, starts[column + 1] - 1 - starts[column]));

    /// <summary>Takes a line and checks its first columns.</summary>
    internal void Load(ReadOnlySpan<byte> text, long number)
    {
        Forget();
        Line = number;
        if (line.Length <= text.Length) line = new byte[(int)Math.Max(text.Length + 1L, Math.Min(Array.MaxLength, 2L * line.Length))];
        text.CopyTo(line);
        length = text.Length;
        FindColumns();
        var nul = Text.IndexOf((byte)0);
        if (nul >= 0) throw Failure("OH1065", "a NUL byte is no text", VcfColumn.Contig, nul, "Is the file damaged?");
        ContigIndex = FindContig(Column(VcfColumn.Contig));
        Position = ParsePosition();
        CheckAlleles();
        Quality = ParseQuality();
        for (var column = VcfColumn.Id; column <= Math.Min(LastColumn, VcfColumn.Format); column++)
            if (Column(column).IsEmpty)
                throw Failure(
                    "OH1068", $"the {VcfColumn.Name(column)} column is empty", column, 0, "Write '.' for a value that is missing.");
    }

    /// <summary>An error at an offset of a column.</summary>
    internal OmniException Failure(string code, string message, int column, int offset, string? advice = null) =>
        new(code, message, string.Create(
            CultureInfo.InvariantCulture, $"{Place}, column {starts[column] + offset + 1} ({VcfColumn.Name(column)})"), advice);

    private int LastColumn => Header.Samples.Count > 0 ? VcfColumn.Format : VcfColumn.Info;

    private void FindColumns()
    {
        var samples = Header.Samples.Count;
        var expected = samples > 0 ? VcfColumn.FirstSample + samples : VcfColumn.Fixed;
        var columns = Text.Count((byte)'\t') + 1;
        // Some programs write FORMAT in a file without samples.
        if (columns != expected && !(samples == 0 && columns == VcfColumn.Fixed + 1))
        {
            var hint = columns < expected ? "Is the line cut off?" : null;
            if (columns == 1 && Text.Contains((byte)' ')) hint = "Columns are separated by tabs, not blanks.";
            throw new OmniException(
                "OH1065",
                $"the record has {Plural.Count(columns, "column")}, but {expected} were expected "
                    + $"({VcfColumn.Fixed} fixed ones{(samples > 0 ? $", FORMAT and {samples} samples" : "")})",
                Place, hint);
        }
        var at = 0;
        for (var column = 0; column < starts.Length; column++)
        {
            starts[column] = at;
            var tab = at > length ? -1 : line.AsSpan(at, length - at).IndexOf((byte)'\t');
            // Columns that are not there are empty ones behind the end.
            at = tab < 0 ? length + 1 : at + tab + 1;
        }
    }

    private int FindContig(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty) throw Failure("OH1068", "the CHROM column is empty", VcfColumn.Contig, 0);
        // Neighbours are nearly always on the same contig.
        if (ContigIndex < Header.Contigs.Count && Ascii.Equals(name, Header.Contigs[ContigIndex].Name)) return ContigIndex;
        var text = Encoding.UTF8.GetString(name);
        if (text.AsSpan().ContainsAny(" \t<>")) throw Failure("OH1068", $"'{text}' is no contig name", VcfColumn.Contig, 0);
        var index = Header.ContigIndex(text);
        return index >= 0 ? index : Header.AddContig(text);
    }

    private long ParsePosition()
    {
        var column = Column(VcfColumn.Position);
        if (!Utf8Parser.TryParse(column, out long position, out var used) || used != column.Length || position is < 0 or > HighestPosition
            || !char.IsAsciiDigit((char)column[0]))
            throw Failure(
                "OH1066",
                $"POS is '{Encoding.UTF8.GetString(column[..Math.Min(40, column.Length)])}', but a whole number from 0 was expected",
                VcfColumn.Position, 0);
        return position - 1;
    }

    private float? ParseQuality()
    {
        var column = Column(VcfColumn.Quality);
        if (column is [(byte)'.']) return null;
        return Utf8Parser.TryParse(column, out float quality, out var used) && used == column.Length && !float.IsNaN(quality)
            ? quality
            : throw Failure(
                "OH1068", $"QUAL is '{Encoding.UTF8.GetString(column[..Math.Min(40, column.Length)])}', but a number or '.' was expected",
                VcfColumn.Quality, 0);
    }

    private void CheckAlleles()
    {
        var bad = AlleleCheck.Reference(ReferenceText);
        if (bad >= 0)
            throw BadAllele(VcfColumn.Reference, bad, "the reference allele is spelled with A, C, G, T, N and the other IUPAC codes");
        bad = AlleleCheck.Alternates(AlternateText);
        if (bad >= 0)
            throw BadAllele(
                VcfColumn.Alternates, bad, "an alternate allele is bases, '<NAME>', '*', '.' or a breakend such as 'T[chr2:1000['");
    }

    private OmniException BadAllele(int column, int offset, string expected)
    {
        var text = Column(column);
        return Failure(
            "OH1067", $"{(offset < text.Length ? LetterName.Of(text[offset]) : "nothing")} cannot stand here: {expected}", column, offset);
    }
}

using System.Globalization;
using System.Text;
using OmniHelix.Data.Columns;
using OmniHelix.Sequences.Genome;

namespace OmniHelix.Workflows.Genomes;

/// <summary>Writes windows one by one.</summary>
internal abstract class WindowWriter
{
    private protected WindowWriter()
    {
    }

    /// <summary>Writes a window.</summary>
    public abstract void Write(CutWindow window);
}

/// <summary>Windows in FASTA. Headers have 1-based inclusive positions.</summary>
internal sealed class FastaWindows(TextWriter output) : WindowWriter
{
    private const int LineWidth = 60;

    public override void Write(CutWindow window)
    {
        var cut = window.Window;
        var bases = Encoding.ASCII.GetString(cut.Bases);
        var person = window.Person is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{window.Person} {window.Haplotype}");
        var strand = cut.Strand == Strand.Reverse ? "(-)" : "";
        var place = string.Create(CultureInfo.InvariantCulture, $"{cut.Contig}:{cut.Start + 1}-{cut.End}{strand}");
        output.Write($">{string.Join(' ', new[] { window.Name, person, place }.Where(t => t.Length > 0))}\n");
        for (var at = 0; at < bases.Length; at += LineWidth)
        {
            output.Write(bases.AsSpan(at, Math.Min(LineWidth, bases.Length - at)));
            output.Write('\n');
        }
    }
}

/// <summary>Windows as rows of a table. Positions are half-open from 0.</summary>
/// <param name="table">Has the columns of <see cref="Columns"/>.</param>
/// <param name="isPersonal">Windows have a person and a haplotype.</param>
internal sealed class TableWindows(TableWriter table, bool isPersonal) : WindowWriter
{
    /// <summary>The columns; windows of the reference have no person.</summary>
    public static IReadOnlyList<TableColumn> Columns(bool isPersonal) =>
    [
        new("name", TableType.Text),
        .. isPersonal ? new TableColumn[] { new("sample", TableType.Text), new("haplotype", TableType.Int64) } : [],
        new("contig", TableType.Text),
        new("start", TableType.Int64),
        new("end", TableType.Int64),
        new("strand", TableType.Text),
        new("sequence", TableType.Text),
    ];

    public override void Write(CutWindow window)
    {
        var cut = window.Window;
        var strand = cut.Strand.Sign().ToString();
        var bases = Encoding.ASCII.GetString(cut.Bases);
        if (isPersonal) table.Append(window.Name, window.Person, (long)window.Haplotype, cut.Contig, cut.Start, cut.End, strand, bases);
        else table.Append(window.Name, cut.Contig, cut.Start, cut.End, strand, bases);
    }
}

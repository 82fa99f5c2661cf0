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

/// <summary>
/// Windows in FASTA: each is called by the name of its place, of people with sample and haplotype, and described by the place itself.
/// </summary>
internal sealed class FastaWindows(TextWriter output) : WindowWriter
{
    private const int LineWidth = 60;

    public override void Write(CutWindow window)
    {
        var bases = Encoding.ASCII.GetString(window.Window.Bases);
        output.Write(window.Name.Length > 0 ? $">{window.Id} {window.Place}\n" : $">{window.Id}\n");
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
        .. isPersonal ? new TableColumn[] { new("id", TableType.Text) } : [],
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
        if (isPersonal)
            table.Append(window.Id, window.Name, window.Person, (long)window.Haplotype, cut.Contig, cut.Start, cut.End, strand, bases);
        else table.Append(window.Name, cut.Contig, cut.Start, cut.End, strand, bases);
    }
}

using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using OmniHelix.Sequences.Genome;

namespace OmniHelix.Workflows.Genomes;

/// <summary>Writes windows one by one.</summary>
/// <param name="output">Owned by the caller.</param>
/// <param name="format">FASTA, TSV or JSON lines.</param>
/// <param name="isPersonal">Windows have a person and a haplotype.</param>
public sealed class WindowWriter(TextWriter output, WindowFormat format, bool isPersonal)
{
    private const int LineWidth = 60;

    // A plus sign stays readable; what a window of the reference does not have is left out.
    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Writes what stands before the first window.</summary>
    public void Begin()
    {
        if (format != WindowFormat.Tsv) return;
        output.Write($"name\t{(isPersonal ? "sample\thaplotype\t" : "")}contig\tstart\tend\tstrand\tsequence\n");
    }

    /// <summary>Writes a window. FASTA headers have 1-based inclusive positions; columns of TSV and JSON are half-open from 0.</summary>
    public void Write(CutWindow window)
    {
        var bases = Encoding.ASCII.GetString(window.Window.Bases);
        switch (format)
        {
            case WindowFormat.Tsv:
                WriteRow(window, bases);
                break;
            case WindowFormat.Json:
                WriteObject(window, bases);
                break;
            default:
                WriteRecord(window, bases);
                break;
        }
    }

    private void WriteRow(CutWindow cut, string bases)
    {
        var (contig, start, end, strand, _) = cut.Window;
        var person = isPersonal ? Text($"{cut.Person}\t{cut.Haplotype}\t") : "";
        output.Write(Text($"{cut.Name}\t{person}{contig}\t{start}\t{end}\t{strand.Sign()}\t{bases}\n"));
    }

    private void WriteObject(CutWindow cut, string bases) => output.Write(JsonSerializer.Serialize(new
    {
        name = cut.Name,
        sample = cut.Person,
        haplotype = isPersonal ? cut.Haplotype : (int?)null,
        contig = cut.Window.Contig,
        start = cut.Window.Start,
        end = cut.Window.End,
        strand = cut.Window.Strand.Sign().ToString(),
        sequence = bases,
    }, Json) + "\n");

    private void WriteRecord(CutWindow cut, string bases)
    {
        var (contig, start, end, strand, _) = cut.Window;
        var person = isPersonal ? Text($"{cut.Person} {cut.Haplotype}") : "";
        var place = Text($"{contig}:{start + 1}-{end}{(strand == Strand.Reverse ? "(-)" : "")}");
        output.Write($">{string.Join(' ', new[] { cut.Name, person, place }.Where(word => word.Length > 0))}\n");
        for (var at = 0; at < bases.Length; at += LineWidth)
        {
            output.Write(bases.AsSpan(at, Math.Min(LineWidth, bases.Length - at)));
            output.Write('\n');
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

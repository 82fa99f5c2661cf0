using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using OmniHelix.Sequences.Genome;

namespace OmniHelix.Cli.Commands.Genome;

/// <summary>Writes windows one by one.</summary>
/// <param name="output">Owned by the caller.</param>
/// <param name="format">FASTA, TSV or JSON lines.</param>
/// <param name="isPersonal">Windows have a person and a haplotype.</param>
internal sealed class WindowWriter(TextWriter output, WindowFormat format, bool isPersonal)
{
    private const int LineWidth = 60;

    // A plus sign stays readable; what a window of the reference does not have is left out.
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Writes what stands before the first window.</summary>
    public void Begin()
    {
        if (format == WindowFormat.Tsv) output.Write($"name\t{(isPersonal ? "sample\thaplotype\t" : "")}contig\tstart\tend\tstrand\tsequence\n");
    }

    /// <summary>Writes a window. FASTA headers have 1-based inclusive positions; the columns of TSV and JSON are half-open from 0.</summary>
    public void Write(string name, WindowSource source, GenomicWindow window)
    {
        var bases = Encoding.ASCII.GetString(window.Bases);
        switch (format)
        {
            case WindowFormat.Tsv:
                var person = isPersonal ? string.Create(CultureInfo.InvariantCulture, $"{source.Person}\t{source.Haplotype}\t") : "";
                output.Write(string.Create(CultureInfo.InvariantCulture, $"{name}\t{person}{window.Contig}\t{window.Start}\t{window.End}\t{window.Strand.Sign()}\t{bases}\n"));
                break;
            case WindowFormat.Json:
                int? haplotype = isPersonal ? source.Haplotype : null;
                output.Write(JsonSerializer.Serialize(new { name, sample = source.Person, haplotype, contig = window.Contig, start = window.Start, end = window.End, strand = window.Strand.Sign().ToString(), sequence = bases }, Json) + "\n");
                break;
            default:
                var place = string.Create(CultureInfo.InvariantCulture, $"{window.Contig}:{window.Start + 1}-{window.End}{(window.Strand == Strand.Reverse ? "(-)" : "")}");
                var header = string.Join(' ', new[] { name, isPersonal ? string.Create(CultureInfo.InvariantCulture, $"{source.Person} {source.Haplotype}") : "", place }.Where(t => t.Length > 0));
                output.Write($">{header}\n");
                for (var at = 0; at < bases.Length; at += LineWidth)
                {
                    output.Write(bases.AsSpan(at, Math.Min(LineWidth, bases.Length - at)));
                    output.Write('\n');
                }
                break;
        }
    }
}

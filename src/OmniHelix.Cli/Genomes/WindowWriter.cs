using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using OmniHelix.Sequences.Genome;

namespace OmniHelix.Cli.Genomes;

/// <summary>Writes windows one by one.</summary>
/// <param name="output">Owned by the caller.</param>
/// <param name="format">FASTA, TSV or JSON lines.</param>
internal sealed class WindowWriter(TextWriter output, WindowFormat format)
{
    private const int LineWidth = 60;

    // A plus sign stays readable.
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes what stands before the first window.</summary>
    public void Begin()
    {
        if (format == WindowFormat.Tsv) output.Write("name\tcontig\tstart\tend\tstrand\tsequence\n");
    }

    /// <summary>Writes a window. FASTA headers have 1-based inclusive positions; the columns of TSV and JSON are half-open from 0.</summary>
    public void Write(string name, GenomicWindow window)
    {
        var bases = Encoding.ASCII.GetString(window.Bases);
        switch (format)
        {
            case WindowFormat.Tsv:
                output.Write(string.Create(CultureInfo.InvariantCulture, $"{name}\t{window.Contig}\t{window.Start}\t{window.End}\t{window.Strand.Sign()}\t{bases}\n"));
                break;
            case WindowFormat.Json:
                output.Write(JsonSerializer.Serialize(new { name, contig = window.Contig, start = window.Start, end = window.End, strand = window.Strand.Sign().ToString(), sequence = bases }, Json) + "\n");
                break;
            default:
                var place = string.Create(CultureInfo.InvariantCulture, $"{window.Contig}:{window.Start + 1}-{window.End}{(window.Strand == Strand.Reverse ? "(-)" : "")}");
                output.Write($">{(name.Length == 0 ? place : $"{name} {place}")}\n");
                for (var at = 0; at < bases.Length; at += LineWidth)
                {
                    output.Write(bases.AsSpan(at, Math.Min(LineWidth, bases.Length - at)));
                    output.Write('\n');
                }
                break;
        }
    }
}

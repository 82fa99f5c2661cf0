using System.Globalization;
using OmniHelix.Cli.Shell;
using OmniHelix.Sequences.Genome;

namespace OmniHelix.Cli.Genomes;

/// <summary>Regions of FASTA and FASTQ, written as <c>samtools faidx</c> does; what is cut or missing is said.</summary>
internal static class SequenceView
{
    /// <summary>Writes regions; all sequences when none is named.</summary>
    /// <returns><see cref="ExitCode.SomeRecordsFailed"/> when regions were left out under <c>--continue</c>.</returns>
    public static int Write(Terminal terminal, string path, IReadOnlyList<string> regions, GenomeViewSettings settings, CancellationToken cancellation)
    {
        var mark = settings.Mark();
        using var file = IndexedSequenceFile.Open(path, cancellation: cancellation);
        var reader = new RegionReader(file);
        var failed = false;
        foreach (var region in regions.Count > 0 ? regions : file.Index.Names.Select(n => $"{{{n}}}"))
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                var slice = reader.Read(region, settings.ReverseComplement);
                if (slice.Missing > 0) terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"note {region}: {slice.Missing} bases lie outside the sequence and are left out"));
                Write(terminal.Output, slice, (regions.Count > 0 ? region : slice.Region.Contig) + mark, settings.LineLength);
            }
            catch (OmniException e) when (settings.Continue && e.Code is "OH1020" or "OH1023")
            {
                terminal.Error.WriteLine($"note {e.Describe()}");
                failed = true;
            }
        }
        return failed ? ExitCode.SomeRecordsFailed : ExitCode.Done;
    }

    private static void Write(TextWriter output, RegionSlice slice, string name, int width)
    {
        output.Write($"{(slice.Qualities is null ? '>' : '@')}{name}\n");
        Wrap(output, slice.Bases, width);
        if (slice.Qualities is null) return;
        output.Write("+\n");
        Wrap(output, slice.Qualities, width);
    }

    private static void Wrap(TextWriter output, byte[] letters, int width)
    {
        var text = System.Text.Encoding.Latin1.GetString(letters);
        for (var at = 0; at < text.Length; at += width)
        {
            output.Write(text.AsSpan(at, Math.Min(width, text.Length - at)));
            output.Write('\n');
        }
    }
}

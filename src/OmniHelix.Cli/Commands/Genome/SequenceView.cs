using System.Globalization;
using System.Text;
using OmniHelix.Cli.Shell;
using OmniHelix.Sequences.Genome;

namespace OmniHelix.Cli.Commands.Genome;

/// <summary>Regions of FASTA and FASTQ, written as <c>samtools faidx</c> does; what is cut or missing is said.</summary>
internal static class SequenceView
{
    // A system call a line would take longer than reading it.
    private const int BufferSize = 1 << 16;

    /// <summary>Writes regions; all sequences when none is named.</summary>
    /// <returns><see cref="ExitCode.SomeRecordsFailed"/> when regions were left out under <c>--continue</c>.</returns>
    public static int Write(
        Terminal terminal, string path, IReadOnlyList<string> regions, GenomeViewSettings settings, CancellationToken cancellation)
    {
        var mark = settings.Mark();
        using var file = IndexedSequenceFile.Open(path, cancellation: cancellation);
        var reader = new RegionReader(file);
        var failed = false;
        using var output = new BufferedStream(terminal.OpenOutput(), BufferSize);
        foreach (var region in regions.Count > 0 ? regions : file.Index.Names.Select(n => $"{{{n}}}"))
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                var slice = reader.Read(region, settings.ReverseComplement);
                if (slice.Missing > 0)
                    terminal.Error.WriteLine(string.Create(
                        CultureInfo.InvariantCulture, $"note {region}: {slice.Missing} bases lie outside the sequence and are left out"));
                Write(output, slice, (regions.Count > 0 ? region : slice.Region.Contig) + mark, settings.LineLength);
            }
            catch (OmniException e) when (settings.Continue && e.Code is "OH1020" or "OH1023")
            {
                terminal.Error.WriteLine($"note {e.Describe()}");
                failed = true;
            }
        }
        return failed ? ExitCode.SomeRecordsFailed : ExitCode.Done;
    }

    private static void Write(Stream output, RegionSlice slice, string name, int width)
    {
        output.Write(Encoding.UTF8.GetBytes($"{(slice.Qualities is null ? '>' : '@')}{name}\n"));
        Wrap(output, slice.Bases, width);
        if (slice.Qualities is null) return;
        output.Write("+\n"u8);
        Wrap(output, slice.Qualities, width);
    }

    private static void Wrap(Stream output, byte[] letters, int width)
    {
        for (var at = 0; at < letters.Length; at += width)
        {
            output.Write(letters.AsSpan(at, Math.Min(width, letters.Length - at)));
            output.WriteByte((byte)'\n');
        }
    }
}

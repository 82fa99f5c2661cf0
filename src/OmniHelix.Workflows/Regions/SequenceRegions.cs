using System.Globalization;
using System.Text;
using OmniHelix.Sequences.Genome;

namespace OmniHelix.Workflows.Regions;

/// <summary>Regions of FASTA and FASTQ, written as <c>samtools faidx</c> does; what is cut or missing is said.</summary>
internal static class SequenceRegions
{
    /// <summary>Writes regions; all sequences when none is named.</summary>
    /// <returns>False when regions were left out.</returns>
    public static bool Write(RegionRequest wanted, Stream output, CancellationToken cancellation)
    {
        var options = wanted.Options;
        var mark = options.Mark();
        using var file = IndexedSequenceFile.Open(wanted.Path, cancellation: cancellation);
        foreach (var note in file.Notes) wanted.Note(note.Text);
        var reader = new RegionReader(file);
        var isComplete = true;
        foreach (var region in wanted.Regions.Count > 0 ? wanted.Regions : file.Index.Names.Select(n => $"{{{n}}}"))
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                var slice = reader.Read(region, options.ReverseComplement);
                if (Missing(slice) is { } missing) wanted.Note($"{region}: {missing}");
                Write(output, slice, (wanted.Regions.Count > 0 ? region : slice.Region.Contig) + mark, options.LineLength);
            }
            catch (OmniException e) when (options.Continue && e.Code is "OH1020" or "OH1023")
            {
                wanted.Note(e.Describe());
                isComplete = false;
            }
        }
        return isComplete;
    }

    /// <summary>What of a region is not shown; null when all of it is.</summary>
    private static string? Missing(RegionSlice slice) =>
        slice.Region.Start < 0 ? "bases before the first lie outside the sequence, and nothing of the region is shown, as in samtools"
        : slice.Missing > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{slice.Missing} bases lie outside the sequence and are left out")
        : slice.Bases.Length == 0 && slice.Region.Start > 0 ? "it begins behind the last base, and nothing of the region is shown"
        : null;

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

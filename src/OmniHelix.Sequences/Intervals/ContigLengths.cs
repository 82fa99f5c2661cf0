using System.Globalization;
using System.Text;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Files;
using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Streams;

namespace OmniHelix.Sequences.Intervals;

/// <summary>How long the contigs of a genome are.</summary>
public sealed class ContigLengths
{
    private readonly long[] lengths;

    /// <summary>Takes names and lengths in the order of the genome.</summary>
    public ContigLengths(ContigNames names, IEnumerable<long> lengths)
    {
        Names = names;
        this.lengths = [.. lengths];
    }

    /// <summary>The contigs.</summary>
    public ContigNames Names { get; }

    /// <summary>Length of a contig by its position.</summary>
    public long this[int contig] => lengths[contig];

    /// <summary>
    /// The interval under the genome's name of its contig. Annotation and genome have to fit each other: what lies beyond its contig means
    /// another assembly.
    /// </summary>
    /// <param name="interval">Its contig by a name or alias.</param>
    /// <param name="place">Where it stands, for the error.</param>
    /// <exception cref="OmniException">OH1020: no such contig; OH1034: the interval leaves it.</exception>
    public GenomicInterval Check(GenomicInterval interval, string place)
    {
        var contig = Names.IndexOf(interval.Contig, place);
        return interval.End <= lengths[contig]
            ? interval with { Contig = Names[contig] }
            : throw new OmniException(
                "OH1034",
                $"{interval.Start}-{interval.End} lies beyond '{Names[contig]}', which has {Plural.Count(lengths[contig], "base")}",
                place,
                "Do annotation and genome have the same assembly?");
    }

    /// <summary>Every contig from its first base to its last.</summary>
    public IEnumerable<GenomicInterval> Whole() => Names.Select((name, contig) => new GenomicInterval(name, 0, lengths[contig]));

    /// <summary>The contigs of a genome.</summary>
    public static ContigLengths Of(ISequenceSource genome) => new(genome.Contigs, genome.Contigs.Select(genome.LengthOf));

    /// <summary>The contigs of a genome in FASTA, or of its index.</summary>
    /// <exception cref="OmniException">What <see cref="Read"/> and <see cref="ReferenceGenome.Open"/> report.</exception>
    public static ContigLengths OfFile(string path)
    {
        if (SequenceFileKinds.Fai.IsPromisedBy(path)) return Read(path);
        using var genome = ReferenceGenome.Open(path);
        return Of(genome);
    }

    /// <summary>Reads a table of names and lengths: a <c>.fai</c>, or the genome file of bedtools.</summary>
    /// <exception cref="OmniException">
    /// OH1001 it cannot be opened; OH1032 a line of another form, with the line; OH1022 a name stands there twice.
    /// </exception>
    public static ContigLengths Read(string path)
    {
        using var lines = new ByteLineReader(CompressedInput.Open(path), path);
        List<string> names = [];
        List<long> lengths = [];
        while (lines.TryRead(out var line))
        {
            if (line.IsEmpty || line[0] == (byte)'#') continue;
            var fields = Encoding.UTF8.GetString(line).Split('\t');
            // .NET takes NUL bytes behind a number for nothing.
            if (fields.Length < 2 || line.Contains((byte)0)
                || !long.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out var length))
                throw new OmniException("OH1032", "expected a contig's name, a tab and its length", lines.Place);
            names.Add(fields[0]);
            lengths.Add(length);
        }
        return new(new ContigNames(names, path), lengths);
    }
}

using System.Globalization;
using System.Text;
using OmniHelix.Sequences.Annotation;
using OmniHelix.Sequences.Files;
using OmniHelix.Sequences.Intervals;
using OmniHelix.Sequences.Vcf;
using OmniHelix.Workflows.Files;

namespace OmniHelix.Workflows.Intervals;

/// <summary>A line of a BED, GTF, GFF3 or VCF file, and where it lies.</summary>
/// <param name="Interval">Where it lies.</param>
/// <param name="Text">As it stands in the file.</param>
/// <param name="Kind">What the file is.</param>
public sealed record IntervalLine(GenomicInterval Interval, string Text, FileKind Kind)
{
    // Where start and end stand in GTF and GFF3, from 0.
    private const int FeatureStart = 3;

    private static readonly FileCapability<Func<string, IEnumerable<IntervalLine>>> Reading = new("OH1039", "hold intervals",
    [
        (SequenceFileKinds.Bed, ReadBed),
        (
            SequenceFileKinds.Gff3,
            path => FeatureReader.ReadGff3(path).Select(
                f => new IntervalLine(f.Interval, f.Text, SequenceFileKinds.Gff3) { Line = f.Line })),
        (
            SequenceFileKinds.Gtf,
            path => FeatureReader.ReadGtf(path).Select(f => new IntervalLine(f.Interval, f.Text, SequenceFileKinds.Gtf) { Line = f.Line })),
        (SequenceFileKinds.Vcf, ReadVariants),
        (SequenceFileKinds.Bcf, ReadVariants),
    ]);

    /// <summary>Line of the file, from 1; for BCF the number of the record.</summary>
    public long Line { get; init; }

    /// <summary>The columns.</summary>
    public string[] Columns => Text.Split('\t');

    /// <summary>Reads a file line by line; what is no record, such as comments, is passed over.</summary>
    /// <param name="path">The file; <c>-</c> is standard input, which is read as BED, as pipes are.</param>
    /// <exception cref="UsageException">OH1039: a kind of file without intervals.</exception>
    /// <exception cref="OmniException">Those of the readers.</exception>
    public static IEnumerable<IntervalLine> Read(string path)
    {
        if (path == "-" || FilePlace.Of(path).IsStream) return ReadBed(path);
        var file = KnownFiles.Kinds.Identify(path);
        return file.Kind is null ? ReadBed(path) : Reading.For(file, path)(path);
    }

    /// <summary>Contig, start and end as BED has them.</summary>
    public static string Place(GenomicInterval interval) =>
        string.Create(CultureInfo.InvariantCulture, $"{interval.Contig}\t{interval.Start}\t{interval.End}");

    /// <summary>What stands for a line that is not there: as many columns as the lines that are.</summary>
    public static string Nothing(IReadOnlyList<IntervalLine> lines)
    {
        var kind = lines.Count > 0 ? lines[0].Kind : SequenceFileKinds.Bed;
        var columns = Enumerable.Repeat(".", lines.Count > 0 ? lines[0].Columns.Length : 3).ToArray();
        int[] numbers = kind == SequenceFileKinds.Bed ? [1, 2, 4] : kind == SequenceFileKinds.Vcf ? [1] : [FeatureStart, FeatureStart + 1];
        foreach (var number in numbers)
            if (number < columns.Length) columns[number] = "-1";
        return string.Join('\t', columns);
    }

    /// <summary>The line with another start and end; that of a variant stays as it is.</summary>
    public string With(GenomicInterval interval)
    {
        if (interval == Interval || Kind == SequenceFileKinds.Vcf) return Text;
        var columns = Columns;
        var start = Kind == SequenceFileKinds.Bed ? 1 : FeatureStart;
        var first = Kind == SequenceFileKinds.Bed ? interval.Start : interval.Start + 1;
        columns[start] = first.ToString(CultureInfo.InvariantCulture);
        columns[start + 1] = interval.End.ToString(CultureInfo.InvariantCulture);
        return string.Join('\t', columns);
    }

    private static IEnumerable<IntervalLine> ReadBed(string path) =>
        BedReader.Read(path).Select(
            record => new IntervalLine(record.Interval, record.Text, SequenceFileKinds.Bed) { Line = record.Line });

    private static List<IntervalLine> ReadVariants(string path)
    {
        using var source = VariantSource.Open(path);
        var lines = new List<IntervalLine>();
        source.Visit(record =>
        {
            var interval = new GenomicInterval(record.Contig, record.Position, record.Position + record.ReferenceSpan);
            lines.Add(new IntervalLine(interval, Encoding.UTF8.GetString(record.Text), SequenceFileKinds.Vcf) { Line = record.Line });
        });
        return lines;
    }
}

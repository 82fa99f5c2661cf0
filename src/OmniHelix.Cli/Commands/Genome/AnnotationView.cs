using System.Text;
using OmniHelix.Cli.Shell;
using OmniHelix.Sequences.Annotation;
using OmniHelix.Sequences.Files;
using OmniHelix.Sequences.Intervals;

namespace OmniHelix.Cli.Commands.Genome;

/// <summary>
/// Lines of BED, GTF and GFF3 that overlap regions, as they stand in the file: through the index beside it, or by reading and checking all
/// of it.
/// </summary>
internal static class AnnotationView
{
    /// <summary>Writes lines; all of them when no region is named.</summary>
    public static int Write(Terminal terminal, string path, FileKind kind, IReadOnlyList<string> regions, CancellationToken cancellation)
    {
        var wanted = WantedRegions.Parse(regions);
        using var output = new BufferedStream(terminal.OpenOutput(), 1 << 16);
        if (regions.Count > 0 && IndexedLines.TryWrite(output, path, wanted)) return ExitCode.Done;
        foreach (var (interval, line) in Lines(path, kind))
        {
            cancellation.ThrowIfCancellationRequested();
            if (wanted.Want(interval)) output.Write(Encoding.UTF8.GetBytes(line + "\n"));
        }
        wanted.CheckContigs(path);
        return ExitCode.Done;
    }

    private static IEnumerable<(GenomicInterval Interval, string Line)> Lines(string path, FileKind kind) =>
        kind == SequenceFileKinds.Bed ? BedReader.Read(path).Select(r => (r.Interval, string.Join('\t', r.Columns)))
        : kind == SequenceFileKinds.Gff3 ? FeatureReader.ReadGff3(path).Select(f => (f.Interval, f.Text))
        : FeatureReader.ReadGtf(path).Select(f => (f.Interval, f.Text));
}

using System.Text;
using OmniHelix.Data.Files;
using OmniHelix.Data.Tables;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Files;
using OmniHelix.Workflows.Files;

namespace OmniHelix.Workflows.Genomes;

/// <summary>Files of windows: FASTA, or a table of any kind that has a place for where a window lies.</summary>
public static class WindowFile
{
    private delegate void Writer(string path, bool isPersonal, Action<WindowWriter> fill);

    private static readonly FileCapability<Writer> Writing = new("OH2032", "hold windows",
    [
        (SequenceFileKinds.Fasta, (path, _, fill) => CompressedOutput.Write(path, stream => WriteFasta(stream, fill))),
        .. Table.Writable.Except([SequenceFileKinds.Fasta, SequenceFileKinds.Fastq, SequenceFileKinds.Lines]).Select(TableOf),
    ]);

    /// <summary>Kinds of files that hold windows.</summary>
    public static IReadOnlyList<FileKind> Kinds => Writing.Kinds;

    /// <summary>The kind of an output.</summary>
    /// <param name="path">The file; null for a stream.</param>
    /// <param name="format">What was asked for; null for what the name promises, else FASTA.</param>
    /// <exception cref="UsageException">OH2032: the name promises something else.</exception>
    public static FileKind KindOf(string? path, WindowFormat? format)
    {
        FileKind[] asked = format switch
        {
            WindowFormat.Csv => [DataFileKinds.Csv],
            WindowFormat.Tsv => [DataFileKinds.Tsv],
            WindowFormat.Json => [DataFileKinds.JsonLines, DataFileKinds.Json],
            _ => [SequenceFileKinds.Fasta],
        };
        if (path is null) return asked[0];
        if (format is null) return Writing.ForOutput(path, KnownFiles.Kinds, asked[0]);
        var kind = asked.FirstOrDefault(k => k.IsPromisedBy(path)) ?? asked[0];
        KnownFiles.Kinds.RequireName(path, "windows", kind);
        return kind;
    }

    /// <summary>Writes a file, whole or not at all.</summary>
    /// <param name="path">The file; text is compressed where it ends with <c>.gz</c>.</param>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <param name="windows">What is written.</param>
    /// <param name="progress">Is told how many windows were written.</param>
    /// <param name="cancellation">Stops between two windows.</param>
    /// <exception cref="OmniException">OH6001, OH6002 it cannot be written; what <see cref="GenomeWindows.Cut"/> reports.</exception>
    public static void Write(
        string path,
        FileKind kind,
        GenomeWindows windows,
        IProgress<long>? progress = null,
        CancellationToken cancellation = default) =>
        Writing.Of(kind)!(path, windows.IsPersonal, writer => Fill(writer, windows, progress, cancellation));

    /// <summary>Writes windows to a stream.</summary>
    /// <param name="stream">Stays open.</param>
    /// <param name="kind">FASTA, or a kind of table that is text.</param>
    /// <param name="windows">What is written.</param>
    /// <param name="cancellation">Stops between two windows.</param>
    /// <exception cref="OmniException">What <see cref="GenomeWindows.Cut"/> reports.</exception>
    public static void Write(Stream stream, FileKind kind, GenomeWindows windows, CancellationToken cancellation = default)
    {
        void FillIn(WindowWriter writer) => Fill(writer, windows, null, cancellation);
        if (kind == SequenceFileKinds.Fasta)
        {
            WriteFasta(stream, FillIn);
            return;
        }
        using var table = Table.Create(stream, "windows", kind, TableWindows.Columns(windows.IsPersonal));
        FillIn(new TableWindows(table, windows.IsPersonal));
        table.Complete();
    }

    private static void Fill(
        WindowWriter writer, GenomeWindows windows, IProgress<long>? progress, CancellationToken cancellation)
    {
        var count = 0L;
        foreach (var window in windows.Cut(cancellation))
        {
            writer.Write(window);
            progress?.Report(++count);
        }
    }

    private static (FileKind Kind, Writer Way) TableOf(FileKind kind) =>
        (kind, (path, isPersonal, fill) => WriteTable(path, kind, isPersonal, fill));

    private static void WriteTable(string path, FileKind kind, bool isPersonal, Action<WindowWriter> fill)
    {
        using var table = Table.Create(path, TableWindows.Columns(isPersonal), new() { Kind = kind });
        fill(new TableWindows(table, isPersonal));
        table.Complete();
    }

    private static void WriteFasta(Stream stream, Action<WindowWriter> fill)
    {
        using var text = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true);
        fill(new FastaWindows(text));
    }
}

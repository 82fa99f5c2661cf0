using OmniHelix.Data.Columns;
using OmniHelix.Data.Files;
using OmniHelix.Data.Tables.Arrow;
using OmniHelix.Data.Tables.Delimited;
using OmniHelix.Data.Tables.Json;
using OmniHelix.Data.Tables.Parquet;
using OmniHelix.Data.Tables.SequenceFiles;
using OmniHelix.Data.Tables.Structures;
using OmniHelix.Rna.Files;
using OmniHelix.Sequences.Files;

namespace OmniHelix.Data.Tables;

/// <summary>Opens files of one kind as tables, one a file.</summary>
internal delegate IReadOnlyList<ITableSource> TableOpener(IReadOnlyList<string> files, TableOptions options);

/// <summary>Starts a file.</summary>
internal delegate TableWriter TableStarter(string path, IReadOnlyList<TableColumn> columns, TableWriteOptions options);

/// <summary>Starts text.</summary>
internal delegate TableWriter TextStarter(TextTarget target, IReadOnlyList<TableColumn> columns, TableWriteOptions options);

/// <summary>How tables are read from and written to files of each kind. A new kind of table is a line in a list for each.</summary>
internal static class TableForms
{
    /// <summary>How tables are read.</summary>
    public static FileCapability<TableOpener> Reading { get; } = new("OH1214", "be read as a table",
    [
        (
            DataFileKinds.Csv,
            (files, options) => [.. files.Select(f => new DelimitedSource(f, options.Delimiter ?? ',', options.InferTypes))]),
        (
            DataFileKinds.Tsv,
            (files, options) => [.. files.Select(f => new DelimitedSource(f, options.Delimiter ?? '\t', options.InferTypes))]),
        (DataFileKinds.Json, (files, _) => JsonSource.OpenAll(files, isLines: false)),
        (DataFileKinds.JsonLines, (files, _) => JsonSource.OpenAll(files, isLines: true)),
        (DataFileKinds.Parquet, (files, _) => [.. files.Select(f => new ParquetSource(f))]),
        (DataFileKinds.Arrow, (files, _) => [.. files.Select(f => new ArrowSource(f))]),
        (SequenceFileKinds.Fasta, (files, _) => [.. files.Select(f => new SequenceSource(f, SequenceFileKinds.Fasta))]),
        (SequenceFileKinds.Fastq, (files, _) => [.. files.Select(f => new SequenceSource(f, SequenceFileKinds.Fastq))]),
        (SequenceFileKinds.Lines, (files, _) => [.. files.Select(f => new SequenceSource(f, SequenceFileKinds.Lines))]),
        .. StructureFile.All.Select(AsTables),
    ]);

    /// <summary>How tables are written as text.</summary>
    public static FileCapability<TextStarter> WritingText { get; } = new("OH6600", "be written to a stream",
    [
        (DataFileKinds.Csv, (target, columns, options) => new DelimitedWriter(target, columns, ',', options.Lists)),
        (DataFileKinds.Tsv, (target, columns, options) => new DelimitedWriter(target, columns, '\t', options.Lists)),
        (DataFileKinds.Json, (target, columns, _) => new JsonWriter(target, columns, isLines: false)),
        (DataFileKinds.JsonLines, (target, columns, _) => new JsonWriter(target, columns, isLines: true)),
        (SequenceFileKinds.Fasta, (target, columns, _) => new SequenceFileWriter(target, columns, SequenceFileKinds.Fasta)),
        (SequenceFileKinds.Fastq, (target, columns, _) => new SequenceFileWriter(target, columns, SequenceFileKinds.Fastq)),
        (SequenceFileKinds.Lines, (target, columns, _) => new SequenceFileWriter(target, columns, SequenceFileKinds.Lines)),
    ]);

    /// <summary>How tables are written to files.</summary>
    public static FileCapability<TableStarter> Writing { get; } = new("OH6600", "hold a table",
    [
        .. WritingText.Kinds.Select(AsFile),
        (DataFileKinds.Parquet, (path, columns, options) => new ParquetWriter(path, columns, options.Compression)),
        (DataFileKinds.Arrow, (path, columns, _) => new ArrowWriter(path, columns, hasFooter: !FileEnding.Of(path).IsOneOf([".arrows"]))),
    ]);

    private static (FileKind Kind, TableOpener Way) AsTables(StructureFile file) =>
        (file.Kind, (paths, _) => [.. paths.Select(path => new StructureSource(path, file))]);

    private static (FileKind Kind, TableStarter Way) AsFile(FileKind kind)
    {
        var start = WritingText.Of(kind)!;
        return (kind, (path, columns, options) => start(TextTarget.Of(path), columns, options));
    }
}

using System.Globalization;
using System.Text;
using OmniHelix.Data.Columns;
using OmniHelix.Data.Files;
using OmniHelix.Data.Tables;
using OmniHelix.Rna.Design;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Files;
using OmniHelix.Workflows.Files;

namespace OmniHelix.Workflows.Designing;

/// <summary>Writes designed sequences with their scores.</summary>
internal static class DesignFile
{
    private static readonly TableType Number = new(TableKind.Double);
    private static readonly TableType Count = new(TableKind.Int32);

    /// <summary>What is told of each sequence.</summary>
    public static IReadOnlyList<(TableColumn Column, Func<DesignedSequence, object?> Cell)> Columns { get; } =
    [
        (new("sequence", TableType.Text), one => one.Sequence),
        (new("structure", TableType.Text), one => one.Structure.ToDotBracket()),
        (new("solved", new TableType(TableKind.Boolean)), one => one.IsSolved),
        (new("distance", Count), one => one.Distance),
        (new("hamming", Count), one => one.Hamming),
        (new("pair_f1", Number), one => one.Pairs.F1),
        (new("energy", Number), one => Math.Round(one.Energy, 2)),
        (new("energy_of_target", Number), one => Math.Round(one.TargetEnergy, 2)),
        (new("gc", Number), one => one.GcContent),
        (new("defect", Number), one => one.Defect),
        (new("probability", Number), one => one.Probability),
        (new("generation", Count), one => one.Generation),
    ];

    private static readonly FileCapability<Action<string, Designs>> Writing = new("OH2032", "hold designed sequences",
    [
        (DataFileKinds.Json, ToFile),
        (DataFileKinds.Csv, ToTable),
        (DataFileKinds.Tsv, ToTable),
        (DataFileKinds.JsonLines, ToTable),
        (DataFileKinds.Parquet, ToTable),
        (SequenceFileKinds.Fasta, ToFile),
        (SequenceFileKinds.Lines, ToFile),
    ]);

    /// <summary>The kind that is written.</summary>
    /// <param name="path">The file; null for a stream.</param>
    /// <param name="form">What was said beside its name.</param>
    /// <exception cref="UsageException">
    /// OH2021 the name promises another form; OH2032 the name promises nothing that holds sequences.
    /// </exception>
    public static FileKind KindOf(string? path, DesignForm? form)
    {
        if (form is null) return path is null ? SequenceFileKinds.Lines : Writing.ForOutput(path);
        var kind = form.Value.Kind();
        if (path is null) return kind;
        var promised = Writing.ForOutput(path, KnownFiles.Kinds, kind);
        return promised == kind
            ? kind
            : throw new UsageException(
                "OH2021", $"the name promises {promised}, and the form that is asked for is {kind}", path, "Leave one of the two out.");
    }

    /// <summary>Writes a file, whole or not at all.</summary>
    /// <exception cref="OmniException">OH600x: it cannot be written.</exception>
    public static void Write(string path, Designs designs) => Writing.Of(designs.Configuration.Kind)!(path, designs);

    /// <summary>Writes text.</summary>
    public static void Write(TextWriter text, Designs designs)
    {
        using var bytes = new MemoryStream();
        Write(bytes, designs);
        text.Write(Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length));
    }

    private static void Write(Stream stream, Designs designs)
    {
        var kind = designs.Configuration.Kind;
        if (kind == DataFileKinds.Json)
        {
            DesignJson.Write(stream, designs);
        }
        else if (kind == DataFileKinds.Csv)
        {
            using var table = Table.Create(stream, "standard output", kind, [.. Columns.Select(column => column.Column)]);
            Fill(table, designs);
        }
        else
        {
            using var text = new StreamWriter(stream, leaveOpen: true);
            if (kind == SequenceFileKinds.Fasta) WriteFasta(text, designs.Result);
            else WriteLines(text, designs.Result);
        }
    }

    private static void ToFile(string path, Designs designs) => CompressedOutput.Write(path, file => Write(file, designs));

    private static void ToTable(string path, Designs designs)
    {
        var options = new TableWriteOptions { Kind = designs.Configuration.Kind };
        using var table = Table.Create(path, [.. Columns.Select(column => column.Column)], options);
        Fill(table, designs);
    }

    private static void Fill(TableWriter table, Designs designs)
    {
        foreach (var one in designs.Result.Sequences) table.Append([.. Columns.Select(column => column.Cell(one))]);
        table.Complete();
    }

    private static void WriteLines(TextWriter text, DesignResult result)
    {
        foreach (var one in result.Sequences)
        {
            text.Write($"{one.Sequence}\n");
            text.Write(Text($"{one.Structure} ({one.Energy:0.00})\n"));
            text.Write($"{Scores(one)}\n");
        }
    }

    private static void WriteFasta(TextWriter text, DesignResult result)
    {
        var number = 0;
        foreach (var one in result.Sequences)
            text.Write(Text($">design_{++number} {one.Structure} ({one.Energy:0.00}) {Scores(one)}\n{one.Sequence}\n"));
    }

    private static string Scores(DesignedSequence one) => one.IsSolved
        ? Text($"solved, defect {one.Defect:0.0000}, probability {one.Probability:0.0000}, GC {one.GcContent:0.00}")
        : Text($"not solved, distance {one.Distance}, target {one.TargetEnergy - one.Energy:0.00} kcal/mol above, F1 {one.Pairs.F1:0.000}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using OmniHelix.Data.Columns;
using OmniHelix.Data.Files;
using OmniHelix.Data.Tables;
using OmniHelix.Rna.Design;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Files;

namespace OmniHelix.Workflows.Designing;

/// <summary>Writes designed sequences with their scores.</summary>
internal static class DesignFile
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private delegate void Writer(string path, DesignConfiguration configuration, DesignResult result);

    private static readonly TableType Number = new(TableKind.Double);
    private static readonly TableType Count = new(TableKind.Int32);

    private static readonly (TableColumn Column, Func<DesignedSequence, object> Cell)[] Columns =
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
    ];

    private static readonly FileCapability<Writer> Writing = new("OH2032", "hold designed sequences",
    [
        (DataFileKinds.Json, WriteJson),
        (DataFileKinds.Csv, WriteTable),
        (DataFileKinds.Tsv, WriteTable),
        (DataFileKinds.JsonLines, WriteTable),
        (DataFileKinds.Parquet, WriteTable),
        (SequenceFileKinds.Fasta, (path, _, result) => WriteText(path, text => WriteFasta(text, result))),
        (SequenceFileKinds.Lines, (path, _, result) => WriteText(path, text => WriteLines(text, result))),
    ]);

    /// <summary>Refuses a name that promises another kind of file.</summary>
    /// <exception cref="UsageException">OH2032.</exception>
    public static void RequireName(string path) => Writing.ForOutput(path);

    /// <summary>Writes a file, whole or not at all.</summary>
    /// <exception cref="OmniException">OH600x: it cannot be written.</exception>
    public static void Write(string path, DesignConfiguration configuration, DesignResult result) =>
        Writing.Of(Writing.ForOutput(path))!(path, configuration, result);

    /// <summary>Sequence, structure with its energy, and scores: three lines each.</summary>
    public static void WriteLines(TextWriter text, DesignResult result)
    {
        foreach (var one in result.Sequences)
        {
            text.Write($"{one.Sequence}\n");
            text.Write(Text($"{one.Structure} ({one.Energy:0.00})\n"));
            text.Write($"{Scores(one)}\n");
        }
    }

    private static string Scores(DesignedSequence one) => one.IsSolved
        ? Text($"solved, defect {one.Defect:0.0000}, probability {one.Probability:0.0000}, GC {one.GcContent:0.00}")
        : Text($"not solved, distance {one.Distance}, target {one.TargetEnergy - one.Energy:0.00} kcal/mol above, F1 {one.Pairs.F1:0.000}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void WriteFasta(TextWriter text, DesignResult result)
    {
        var number = 0;
        foreach (var one in result.Sequences)
            text.Write(Text($">design_{++number} {one.Structure} ({one.Energy:0.00}) {Scores(one)}\n{one.Sequence}\n"));
    }

    private static void WriteText(string path, Action<TextWriter> write) => CompressedOutput.Write(path, file =>
    {
        using var text = new StreamWriter(file, leaveOpen: true);
        write(text);
    });

    private static void WriteTable(string path, DesignConfiguration configuration, DesignResult result)
    {
        using var table = Table.Create(path, [.. Columns.Select(column => column.Column)]);
        foreach (var one in result.Sequences) table.Append([.. Columns.Select(column => column.Cell(one))]);
        table.Complete();
    }

    /// <summary>One object with the keys of OmniGenBench's <c>rna_design</c>, and more.</summary>
    private static void WriteJson(string path, DesignConfiguration configuration, DesignResult result) =>
        CompressedOutput.Write(path, file =>
        {
            using var json = new Utf8JsonWriter(file, Readable);
            json.WriteStartObject();
            json.WriteString("structure", configuration.Target.ToDotBracket());
            json.WriteStartObject("parameters");
            json.WriteNumber("seed", configuration.Search.Seed);
            json.WriteNumber("chains", configuration.Search.Chains);
            json.WriteNumber("time", configuration.Search.TimeLimit.TotalSeconds);
            json.WriteNumber("temperature", configuration.Search.Temperature);
            json.WriteEndObject();
            json.WriteStartArray("best_sequences");
            foreach (var one in result.Sequences) json.WriteStringValue(one.Sequence);
            json.WriteEndArray();
            json.WriteBoolean("solved", result.IsSolved);
            json.WriteNumber("folds", result.Folds);
            json.WriteNumber("seconds", Math.Round(result.Elapsed.TotalSeconds, 3));
            json.WriteStartArray("designs");
            foreach (var one in result.Sequences) WriteDesign(json, one);
            json.WriteEndArray();
            json.WriteStartArray("rivals");
            foreach (var rival in result.Rivals)
            {
                json.WriteStartObject();
                json.WriteString("structure", rival.Structure.ToDotBracket());
                json.WriteNumber("count", rival.Count);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
            json.Flush();
            file.Write("\n"u8);
        });

    private static void WriteDesign(Utf8JsonWriter json, DesignedSequence one)
    {
        json.WriteStartObject();
        foreach (var (column, cell) in Columns)
        {
            json.WritePropertyName(column.Name);
            JsonSerializer.Serialize(json, cell(one));
        }
        json.WriteEndObject();
    }
}

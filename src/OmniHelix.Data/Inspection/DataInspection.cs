using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OmniHelix.Data.Columns;
using OmniHelix.Data.DataSets;
using OmniHelix.Data.Labels;
using OmniHelix.Data.Records;
using OmniHelix.Data.Tables;
using OmniHelix.Sequences;
using OmniHelix.Sequences.Files;

namespace OmniHelix.Data.Inspection;

/// <summary>A file of a data set and its columns.</summary>
/// <param name="Path">The file.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Columns">Names and types.</param>
public sealed record InspectedFile(string Path, FileKind Kind, IReadOnlyList<TableColumn> Columns);

/// <summary>What a data set holds: files and columns, label map, and for each split lengths, letters, labels and repetitions.</summary>
/// <param name="Files">Files in the order of the splits.</param>
/// <param name="Task">What the labels are taken for; null when there are none or they do not tell it.</param>
/// <param name="Labels">Classes and their ids; null for numbers or without labels.</param>
/// <param name="Report">The splits.</param>
public sealed record DataInspection(IReadOnlyList<InspectedFile> Files, TaskType? Task, LabelMap? Labels, DataReport Report)
{
    private const int MostShown = 20;

    /// <summary>Reads a folder or file whole.</summary>
    /// <param name="path">As for <see cref="DataSetFolder.Open"/>.</param>
    /// <param name="options">Columns; null takes those of the configuration, or the usual names.</param>
    /// <param name="read">Is told the records read.</param>
    /// <param name="compared">Is told the share of records compared.</param>
    /// <exception cref="OmniException">What <see cref="DataSetFolder"/> and <see cref="Table"/> report.</exception>
    public static DataInspection Of(
        string path, RecordOptions? options = null, IProgress<long>? read = null, IProgress<double>? compared = null)
    {
        // Everything is looked at, nothing refused: proteins, mixed letters and records of no letters show in the counts.
        var config = DataSetFolder.ReadConfig(path);
        var records = (options ?? config.Records) with { ForInspection = true };
        DataSet data;
        try
        {
            data = DataSetFolder.Open(
                path, new DataSetOptions { Config = config, Records = records, ValidationShare = 0, Molecule = Molecule.Unknown }, read);
        }
        catch (OmniException e) when (e.Code == "OH1203" && records.SequenceField is null)
        {
            // The columns tell which of them is meant.
            var tables = DataSetFolder.Files(path, config).SelectMany(split => split.Value);
            var report = new DataReport(DataReport.TitleOf(path, config), [], [], [e.Describe()]);
            return new DataInspection(Schemas(tables), null, null, report);
        }
        var files = Schemas(data.Splits.SelectMany(s => s.Examples.Select(e => e.File).Distinct()).Distinct());
        var task = data.Config.TaskType ?? Guess(data.Splits.SelectMany(s => s.Examples));
        var labels = data.Config.Labels
            ?? (task is { } t && t.Target != TaskTarget.Number ? LabelMap.Infer(data.Splits.SelectMany(s => s.Examples), t) : null);
        return new DataInspection(files, task, labels, DataReport.Of(data, task, compared));
    }

    private static InspectedFile[] Schemas(IEnumerable<string> files) =>
        [.. files.Select(file => Table.Open(file)).Select(table => new InspectedFile(table.Files[0], table.Kind, table.Columns))];

    /// <summary>What the labels of a data set are taken for, whatever its configuration says; null when they do not tell it.</summary>
    /// <param name="path">As for <see cref="DataSetFolder.Open"/>.</param>
    /// <param name="config">Its configuration, which names its files.</param>
    /// <param name="fields">Columns.</param>
    /// <exception cref="OmniException">What <see cref="DataSetFolder"/> reports.</exception>
    public static TaskType? TaskIn(string path, DataSetConfig config, RecordOptions fields)
    {
        var options = new DataSetOptions { Config = config, Records = fields, ValidationShare = 0, Molecule = Molecule.Unknown };
        return Guess(DataSetFolder.Open(path, options).Splits.SelectMany(s => s.Examples));
    }

    /// <summary>For a terminal.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        foreach (var file in Files)
            text.Append(
                CultureInfo.InvariantCulture,
                $"{file.Path}: {file.Kind.Id} with {string.Join(", ", file.Columns.Select(c => $"{c.Name} {c.Type}"))}\n");
        if (Task is { } task)
            text.Append(
                CultureInfo.InvariantCulture, $"Labels are taken for "
                    + $"{task.Name}{(Labels is null ? "" : $", {Plural.Count(Labels.Count, "class", "classes")}")}\n");
        if (Labels is not null)
        {
            text.Append("  ").AppendJoin("  ", Labels.Names.Take(MostShown).Select((name, id) => $"{id} {name}"));
            if (Labels.Count > MostShown) text.Append(CultureInfo.InvariantCulture, $"  … {Labels.Count - MostShown} more");
            text.Append('\n');
        }
        return text.Append(Report.ToText()).ToString();
    }

    /// <summary>For a program.</summary>
    public JsonObject ToJson() => new()
    {
        ["name"] = Report.Name,
        ["files"] = new JsonArray([.. Files.Select(f => new JsonObject
        {
            ["path"] = f.Path,
            ["format"] = f.Kind.Id,
            ["columns"] = new JsonObject(f.Columns.Select(c => KeyValuePair.Create(c.Name, (JsonNode?)c.Type.ToString()))),
        })]),
        ["task"] = Task?.Name,
        ["label2id"] = Labels?.ToJson(),
        ["splits"] = new JsonArray([.. Report.Splits.Select(Split)]),
        ["shared"] = new JsonArray([.. Report.Shared.Select(s => new JsonObject
        {
            ["split"] = s.Split,
            ["other"] = s.Other,
            ["duplicates"] = s.Duplicates,
            ["reverse_complement_twins"] = s.ReverseComplementTwins,
            ["alike"] = s.Alike,
        })]),
        ["notes"] = new JsonArray([.. Report.Notes.Select(n => (JsonNode)n)]),
    };

    private static JsonObject Split(SplitReport split) => new()
    {
        ["name"] = split.Name,
        ["rows"] = split.Rows,
        ["letters"] = split.Lengths.Total,
        ["molecule"] = split.Molecule.ToString(),
        ["length_percentiles"] = new JsonObject(
            new[] { "0", "5", "25", "50", "75", "95", "100" }.Zip(
                split.Lengths.Percentiles, (name, value) => KeyValuePair.Create(name, (JsonNode?)value))),
        ["length_histogram"] = new JsonObject(
            split.Lengths.Histogram.Select(b => KeyValuePair.Create(b.Key.ToString(CultureInfo.InvariantCulture), (JsonNode?)b.Value))),
        ["letter_counts"] = new JsonObject(split.Letters.Select(l => KeyValuePair.Create(l.Key.ToString(), (JsonNode?)l.Value))),
        ["unknown_bases"] = split.UnknownBases,
        ["lower_case"] = split.LowerCaseLetters,
        ["ambiguity_codes"] = split.AmbiguityCodes,
        ["other_letters"] = split.OtherLetters,
        ["labels"] = new JsonObject(split.Labels.Select(l => KeyValuePair.Create(l.Key, (JsonNode?)l.Value))),
        ["unlabelled"] = split.Unlabelled,
        ["empty"] = split.Empty,
        ["duplicates"] = split.Duplicates,
        ["reverse_complement_twins"] = split.ReverseComplementTwins,
    };

    private static TaskType? Guess(IEnumerable<Example> examples)
    {
        var guess = new TaskGuess();
        foreach (var example in examples)
        {
            guess.Add(example.Label, example.Sequence.Length);
            if (!guess.IsOpen) return null;
        }
        return guess.Task;
    }
}

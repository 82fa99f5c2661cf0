using System.Text.Json.Nodes;
using OmniHelix.Data.Columns;
using OmniHelix.Data.Labels;
using OmniHelix.Data.Leakage;
using OmniHelix.Data.Records;
using OmniHelix.Data.Tables;

namespace OmniHelix.Data.Splits;

/// <summary>Splits files, or all of a data set, into train, valid and test.</summary>
public static class DataSetSplitting
{
    /// <summary>
    /// Reads the records, plans, audits the plan and writes the folder. All fields of the records are kept, and what the configuration of a
    /// data set says; without one the task and the classes are those that the labels tell.
    /// </summary>
    /// <param name="input">File, pattern, or folder of a data set.</param>
    /// <param name="output">Where, and in which forms.</param>
    /// <param name="fields">Columns; the groups are what stays together, or the chromosome.</param>
    /// <param name="options">How to split.</param>
    /// <param name="progress">Is told how far it is.</param>
    /// <param name="cancellation">Stops the work; nothing is written then.</param>
    /// <exception cref="OmniException">
    /// What <see cref="AuditReader"/>, <see cref="SplitPlanner"/>, <see cref="SplitFolder"/> and
    /// <see cref="DataSets.DataSetConfig.ReadFolder"/> report.
    /// </exception>
    public static SplitManifest Run(
        string input, SplitOutput output, AuditFields fields, SplitOptions options, SplitProgress? progress = null,
        CancellationToken cancellation = default)
    {
        options.Ratios.Checked();
        var from = SplitInput.Of(input);
        SplitFolder.RequireReplaceable(output.Folder, from.Files);
        var keepsLabels = from.KeepsLabels(fields);
        fields = from.Fields(fields);
        var table = Table.OpenAll(from.Files);
        var records = new AuditRecords(fields.Groups);
        records.Begin("all");
        foreach (var file in from.Files) AuditReader.Read(records, file, fields, progress?.Records, cancellation);
        if (AuditReader.IsProtein(records)) options = options with { Similarity = options.Similarity with { Protein = true } };
        var plan = SplitPlanner.Plan(records, options, progress?.Compared, cancellation);
        var manifest = SplitManifest.Of(records, plan, options, progress?.Compared, cancellation);
        manifest = keepsLabels && from.Config.TaskType is not null
            ? manifest with { Task = from.Config.TaskType, Classes = from.Config.Labels }
            : Concluded(manifest, from.Files, fields, cancellation);
        var json = new JsonObject { ["input"] = new JsonArray([.. table.Files.Select(f => (JsonNode)Path.GetFileName(f))]) };
        foreach (var (key, value) in manifest.ToJson().ToArray()) json[key] = value?.DeepClone();
        var config = from.Said(keepsLabels);
        if (fields.Sequence is { } sequence) config["sequence_column"] = sequence;
        if (fields.Labels.Count > 0) config["label_columns"] = new JsonArray([.. fields.Labels.Select(l => (JsonNode)l)]);
        if (manifest.Task is not null) config["task_type"] = manifest.Task.Name;
        if (manifest.Classes is not null) config["label2id"] = manifest.Classes.ToJson();
        var rows = new RowSource<TableRow>(table.Columns, table.Rows(), (writer, row) => writer.Append(row));
        SplitFolder.Write(output, rows, plan, config, json, progress?.Records, cancellation);
        return manifest;
    }

    // The labels as training will read them: cells of delimited text are not what the types of columns say.
    private static SplitManifest Concluded(
        SplitManifest manifest, IReadOnlyList<string> files, AuditFields fields, CancellationToken cancellation)
    {
        var guess = new TaskGuess();
        var options = new RecordOptions { SequenceField = fields.Sequence, LabelFields = fields.Labels };
        foreach (var example in files.SelectMany(file => ExampleReader.Read(file, options)))
        {
            cancellation.ThrowIfCancellationRequested();
            guess.Add(example.Label, example.Sequence.Length);
            if (!guess.IsOpen) break;
        }
        return manifest with { Task = guess.Task, Classes = guess.Labels };
    }
}

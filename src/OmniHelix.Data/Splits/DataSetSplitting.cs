using System.Text.Json.Nodes;
using OmniHelix.Data.Columns;
using OmniHelix.Data.Leakage;
using OmniHelix.Data.Tables;

namespace OmniHelix.Data.Splits;

/// <summary>Splits files into train, valid and test.</summary>
public static class DataSetSplitting
{
    /// <summary>Reads the records, plans, audits the plan and writes the folder; all fields of the records are kept.</summary>
    /// <param name="input">File or pattern.</param>
    /// <param name="output">Where, and in which forms.</param>
    /// <param name="fields">Columns; the groups are what stays together, or the chromosome.</param>
    /// <param name="options">How to split.</param>
    /// <param name="progress">Is told how far it is.</param>
    /// <param name="cancellation">Stops the work; nothing is written then.</param>
    /// <exception cref="OmniException">
    /// What <see cref="AuditReader"/>, <see cref="SplitPlanner"/> and <see cref="SplitFolder"/> report.
    /// </exception>
    public static SplitManifest Run(
        string input, SplitOutput output, AuditFields fields, SplitOptions options, SplitProgress? progress = null,
        CancellationToken cancellation = default)
    {
        options.Ratios.Checked();
        var records = new AuditRecords(fields.Groups);
        records.Begin("all");
        AuditReader.Read(records, input, fields, progress?.Records, cancellation);
        if (AuditReader.IsProtein(records)) options = options with { Similarity = options.Similarity with { Protein = true } };
        var plan = SplitPlanner.Plan(records, options, progress?.Compared, cancellation);
        var manifest = SplitManifest.Of(records, plan, options, progress?.Compared, cancellation);
        var table = Table.Open(input);
        var json = new JsonObject { ["input"] = new JsonArray([.. table.Files.Select(f => (JsonNode)Path.GetFileName(f))]) };
        foreach (var (key, value) in manifest.ToJson().ToArray()) json[key] = value?.DeepClone();
        var config = new JsonObject();
        if (fields.Sequence is { } sequence) config["sequence_column"] = sequence;
        if (fields.Labels.Count > 0) config["label_columns"] = new JsonArray([.. fields.Labels.Select(l => (JsonNode)l)]);
        var rows = new RowSource<TableRow>(table.Columns, table.Rows(), (writer, row) => writer.Append(row));
        SplitFolder.Write(output, rows, plan, config, json, progress?.Records, cancellation);
        return manifest;
    }
}

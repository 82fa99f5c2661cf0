using System.Text.Json.Nodes;
using OmniHelix.Data.DataSets;
using OmniHelix.Data.Leakage;
using OmniHelix.Data.Tables;
using OmniHelix.Data.Tables.Arrow;

namespace OmniHelix.Data.Splits;

/// <summary>What is split: the files, and what the data set they are from says about them.</summary>
/// <param name="Files">Of all its splits.</param>
/// <param name="Config">Empty for files that are no data set.</param>
internal sealed record SplitInput(IReadOnlyList<string> Files, DataSetConfig Config)
{
    private static readonly string[] OfFiles = ["train_file", "valid_file", "test_file"];

    // What a configuration says about labels holds for its own label columns only.
    private static readonly string[] OfLabels =
        [.. DataSetConfig.LabelKeys, "task_type", "label2id", "num_labels", "unknown_labels", "loss", "metrics", "primary_metric"];

    /// <summary>The files of a data set folder, a file, or what a pattern matches.</summary>
    public static SplitInput Of(string path)
    {
        if (!Directory.Exists(path) || SavedDataSet.Is(path)) return new(TableFiles.Expand(path), new DataSetConfig());
        var config = DataSetConfig.ReadFolder(path);
        return new([.. SplitFiles.Find(path, config).SelectMany(split => split.Value)], config);
    }

    /// <summary>Whether the columns asked for leave the labels of the configuration what they are.</summary>
    public bool KeepsLabels(AuditFields fields) => fields.Labels.Count == 0 || fields.Labels.SequenceEqual(Config.LabelColumns);

    /// <summary>The columns asked for; where none are, those of the configuration.</summary>
    public AuditFields Fields(AuditFields fields) => fields with
    {
        Sequence = fields.Sequence ?? Config.SequenceColumn,
        Labels = fields.Labels.Count > 0 ? fields.Labels : Config.LabelColumns,
    };

    /// <summary>What the configuration says, without the names of its files, and about labels only where they are the same.</summary>
    public JsonObject Said(bool keepsLabels)
    {
        var said = new JsonObject();
        foreach (var entry in Config.Document?.Entries ?? [])
            if (!OfFiles.Contains(entry.Key) && (keepsLabels || !OfLabels.Contains(entry.Key)))
                said[Written(entry.Key)] = entry.Value.ToJson();
        return said;
    }

    // The columns may be named again, and then under these keys.
    private static string Written(string key) => new[] { DataSetConfig.SequenceKeys, DataSetConfig.LabelKeys, DataSetConfig.PairKeys }
        .FirstOrDefault(names => names.Contains(key))?[0] ?? key;
}

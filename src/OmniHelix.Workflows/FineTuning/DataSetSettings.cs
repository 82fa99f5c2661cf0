using OmniHelix.Data.DataSets;
using OmniHelix.Documents;
using OmniHelix.Settings;

namespace OmniHelix.Workflows.FineTuning;

/// <summary>What the configuration of a data set says about a run, as settings.</summary>
internal static class DataSetSettings
{
    /// <summary>The settings it says, with their places.</summary>
    /// <exception cref="UsageException">OH1603: a value of a wrong type, out of range or none of the choices.</exception>
    public static IReadOnlyList<Setting> Of(DataSetConfig config, SettingsSchema schema)
    {
        if (config.Document is not { } document) return [];
        var training = document.Entries.Where(e => DataSetConfig.TrainingKeys.Contains(e.Key) && document.Find(e.Key) is not null);
        var said = schema.Read(new MapNode(document.Kind, document.Place, document.Name, [.. training]), Origin.DataSet).ToList();
        Add("task", "task_type", config.TaskType);
        Add("sequence_field", Said(DataSetConfig.SequenceKeys), config.SequenceColumn);
        Add("label_field", Said(DataSetConfig.LabelKeys), config.LabelColumns is { Count: > 0 } labels ? labels.ToArray() : null);
        Add("pair_field", Said(DataSetConfig.PairKeys), config.PairColumn);
        Add("max_examples", "max_examples", config.MaxExamples);
        Add("long_sequences", "long_sequences", config.LongSequences);
        Add("ignore_unknown_labels", "unknown_labels", config.IgnoreUnknownLabels ? true : null);
        Add("focal_gamma", "loss", config.FocalGamma);
        Add("class_weights", "loss", config.ClassWeights);
        if (config.LossType is { } loss)
        {
            var place = (document.Find("loss") is MapNode map ? map.Find("type") : document.Find("loss"))!.Place.ToString();
            Add("loss", "loss", SettingValue.Read(schema.Find("loss")!, loss, document.Kind, place));
        }
        return said;

        void Add(string setting, string key, object? value)
        {
            if (value is not null) said.Add(new Setting(schema.Find(setting)!, value, new Source(Origin.DataSet, PlaceOf(key))));
        }

        string Said(IReadOnlyList<string> keys) => keys.FirstOrDefault(document.Has) ?? "";

        string PlaceOf(string key) => (document.Find(key)?.Place ?? document.Place).ToString();
    }
}

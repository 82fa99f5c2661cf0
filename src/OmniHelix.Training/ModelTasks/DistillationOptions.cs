using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OmniHelix.Settings;

namespace OmniHelix.Training.ModelTasks;

/// <summary>What is said about learning from another model (<see cref="Distillation"/>).</summary>
public sealed record DistillationOptions : SettingsRecord
{
    private const string Group = "Distillation";

    /// <summary>The model whose outputs are learned beside the labels; empty for none.</summary>
    [Description("Trained model whose outputs are learned beside the labels: its folder, the folder of a run, or a shipped model.")]
    [Category(Group)]
    public string Teacher { get; init => field = Said(value); } = "";

    /// <summary>Divides the logits of both before the softmax: larger ones show more of how the teacher ranks unlikely classes.</summary>
    [Description("Divides the logits of both models, so that unlikely classes count more."), Category(Group)]
    [Range(0.01, 1000.0)]
    public double DistillTemperature { get; init => field = Said(value); } = 2;

    /// <summary>Share of the teacher in the loss; the rest is that of the labels.</summary>
    [Description("Share of the teacher in the loss; the rest is that of the labels."), Category(Group), Range(0.0, 1.0)]
    public double DistillWeight { get; init => field = Said(value); } = 0.5;

    /// <summary>Refuses numbers without the teacher they are for.</summary>
    /// <exception cref="UsageException">OH2021: a temperature or a weight was said and no teacher.</exception>
    public static void Check(ResolvedSettings settings)
    {
        if (settings["teacher"].Value is string { Length: > 0 }) return;
        foreach (var setting in new[] { settings["distill_temperature"], settings["distill_weight"] })
            if (!Equals(setting.Value, setting.Key.Default))
                throw new UsageException(
                    "OH2021", $"{setting.Key.Name} is a number of distillation only", setting.Source.Place, "Name a model with --teacher.");
    }
}

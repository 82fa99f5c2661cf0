using System.Collections;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OmniHelix.Hub.Cache;
using OmniHelix.Models.Adapters;
using OmniHelix.Settings;

namespace OmniHelix.Workflows.FineTuning;

/// <summary>What is said about training a low-rank adapter (<see cref="LoraConfig"/>) in place of the whole model.</summary>
public sealed record LoraOptions : SettingsRecord
{
    private const string Group = "Adapter";

    private static readonly string[] Numbers =
    [
        "lora_r", "lora_alpha", "lora_dropout", "lora_targets", "lora_layers", "lora_bias", "lora_rslora", "lora_dora",
        "lora_modules_to_save",
    ];

    /// <summary>Train an adapter, and the head; the model stays as it is.</summary>
    [Description("Train a low-rank adapter (LoRA) and the head; the model stays as it is."), Category(Group)]
    public bool Lora { get; init => field = Said(value); }

    /// <summary>Rank of the matrices.</summary>
    [Description("Rank of the adapter's matrices."), Category(Group), Range(1, 4096)]
    public int LoraR { get; init => field = Said(value); } = 8;

    /// <summary>The adapter is scaled by this over the rank.</summary>
    [Description("The adapter is scaled by this over its rank."), Category(Group), Range(0.0, 100000.0)]
    public double LoraAlpha { get; init => field = Said(value); } = 32;

    /// <summary>Share of the adapter's inputs that training drops.</summary>
    [Description("Share of the adapter's inputs that training drops."), Category(Group), Range(0.0, 0.99)]
    public double LoraDropout { get; init => field = Said(value); }

    /// <summary>Layers that are adapted, by the ends of their names, or <c>all-linear</c>; none for those usual for the family.</summary>
    [Description("Layers that are adapted, by the ends of their names, or all-linear; default: those usual for the model's family.")]
    [Category(Group)]
    public IReadOnlyList<string> LoraTargets { get; init => field = Said(value); } = [];

    /// <summary>Numbers of the blocks that are adapted, from 0; none for all that are not frozen.</summary>
    [Description("Numbers of the blocks that are adapted, from 0; default: all that are not frozen."), Category(Group)]
    public IReadOnlyList<long> LoraLayers { get; init => field = Said(value); } = [];

    /// <summary>Biases that are trained too.</summary>
    [Description("Biases that are trained too: none, all, or those of adapted layers (lora-only)."), Category(Group)]
    public AdapterBias LoraBias { get; init => field = Said(value); }

    /// <summary>Scale by the root of the rank.</summary>
    [Description("Scale by alpha over the root of the rank (rsLoRA)."), Category(Group)]
    public bool LoraRslora { get; init => field = Said(value); }

    /// <summary>A trained length for each row of the matrices.</summary>
    [Description("Train the length of each row of the adapted matrices too (DoRA)."), Category(Group)]
    public bool LoraDora { get; init => field = Said(value); }

    /// <summary>Modules that are trained whole beside the head.</summary>
    [Description("Modules that are trained whole beside the head, by the ends of their names."), Category(Group)]
    public IReadOnlyList<string> LoraModulesToSave { get; init => field = Said(value); } = [];

    /// <summary>Refuses numbers of an adapter where none is trained.</summary>
    /// <exception cref="UsageException">OH2021: such a number was said without <see cref="Lora"/>.</exception>
    public static void Check(ResolvedSettings settings)
    {
        if (settings["lora"].Value is true) return;
        foreach (var setting in Numbers.Select(name => settings[name]))
            // The manifest of a run states them all; the lists are empty by default.
            if (setting.Value is ICollection list ? list.Count > 0 : !Equals(setting.Value, setting.Key.Default))
                throw new UsageException(
                    "OH2021", $"{setting.Key.Name} is about an adapter, and none is trained", setting.Source.Place, "Add --lora.");
    }

    /// <summary>The adapter for a model.</summary>
    /// <param name="model">Folder of the model, which the adapter names.</param>
    /// <param name="blocks">Its blocks.</param>
    /// <param name="frozen">First blocks that are frozen.</param>
    public LoraConfig For(string model, int blocks, int frozen) => new()
    {
        Rank = LoraR,
        Alpha = LoraAlpha,
        Dropout = LoraDropout,
        Targets = LoraTargets,
        Layers = LoraLayers.Count > 0 ? [.. LoraLayers.Select(block => (int)block)]
            : frozen > 0 ? [.. Enumerable.Range(frozen, blocks - frozen)] : [],
        Bias = LoraBias,
        RankStabilised = LoraRslora,
        Dora = LoraDora,
        ModulesToSave = LoraModulesToSave,
        BaseModel = NameOf(model),
    };

    // A folder of the cache is another one on another machine; the name at the hub is not.
    private static string NameOf(string model) => !Directory.Exists(model) ? model
        : HubCache.OriginOf(model) is { } origin ? origin.Repository.Id
        : Path.GetFullPath(model);
}

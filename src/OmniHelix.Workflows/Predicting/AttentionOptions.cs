using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OmniHelix.Inference.Attention;
using OmniHelix.Settings;
using OmniHelix.Workflows.Data;

namespace OmniHelix.Workflows.Predicting;

/// <summary>What is said about attention maps, by flags, by a file or by a program.</summary>
public sealed record AttentionOptions : SettingsRecord
{
    private const string RunGroup = "Run", DataGroup = "Data", ResultGroup = "Results", ComputingGroup = "Computing";

    /// <summary>Folder of the model, or of a run; has to be said.</summary>
    [Description("Model folder, the folder of a run, or the name of a shipped model."), Category(RunGroup)]
    [Required]
    public string? Model { get; init => field = Said(value); }

    /// <summary>The sequence; has to be said.</summary>
    [Description("The sequence, or a file that holds one."), Category(RunGroup)]
    [Required]
    public string? Sequence { get; init => field = Said(value); }

    /// <summary>File to write; has to be said.</summary>
    [Description("File of the maps: .npz, with tokens and statistics inside, or .npy."), Category(RunGroup)]
    [Required]
    public string? Output { get; init => field = Said(value); }

    /// <summary>Page with pictures; null for none.</summary>
    [Description("Draw the maps on a page too: one HTML file that loads nothing."), Category(RunGroup)]
    public string? Report { get; init => field = Said(value); }

    /// <summary>Blocks to keep, from 0; null for all.</summary>
    [Description("Layers to keep, from 0; default: all."), Category(ResultGroup), Range(0, int.MaxValue)]
    public IReadOnlyList<int>? Layers { get; init => field = Said(value); }

    /// <summary>Heads to keep, from 0; null for all.</summary>
    [Description("Heads to keep, from 0; default: all."), Category(ResultGroup), Range(0, int.MaxValue)]
    public IReadOnlyList<int>? Heads { get; init => field = Said(value); }

    /// <summary>How the maps of layers become one.</summary>
    [Description("How the maps of layers become the one of the statistics."), Category(ResultGroup)]
    public AttentionAggregation LayerAggregation { get; init => field = Said(value); } = AttentionAggregation.Mean;

    /// <summary>How the maps of heads become one.</summary>
    [Description("How the maps of heads become one: mean, max or sum."), Category(ResultGroup)]
    public AttentionAggregation HeadAggregation { get; init => field = Said(value); } = AttentionAggregation.Mean;

    /// <summary>Conversion before look-up; null for the tokenizer's own.</summary>
    [Description("Convert before look-up; default: what the tokenizer says."), Category(DataGroup)]
    public UracilConversion? Uracil { get; init => field = Said(value); }

    /// <summary>Where to compute.</summary>
    [Description("Where to compute: auto, cpu, cuda or cuda:N."), Category(ComputingGroup)]
    public string Device { get; init => field = Said(value); } = "auto";
}

using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OmniHelix.Inference.Augmentation;

namespace OmniHelix.Workflows.Predicting;

/// <summary>What is said about variants of sequences, by flags, by a file or by a program.</summary>
public sealed record AugmentOptions : ApplicationOptions
{
    private static readonly AugmentationOptions Usual = new();

    /// <summary>Share of the tokens that are hidden and filled in.</summary>
    [Description("Share of the tokens that are hidden and filled in; at least one is."), Category(ResultGroup)]
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double NoiseRatio { get; init => field = Said(value); } = Usual.NoiseRatio;

    /// <summary>Variants of each sequence.</summary>
    [Description("Variants of each sequence, all different, and different from it."), Category(ResultGroup), Range(1, 1000)]
    public int Count { get; init => field = Said(value); } = Usual.Count;

    /// <summary>Divides the scores before they become probabilities.</summary>
    [Description("Below 1 what the model finds likely is favoured, above 1 what it finds rare."), Category(ResultGroup)]
    [Range(0.0, 100.0, MinimumIsExclusive = true)]
    public double Temperature { get; init => field = Said(value); } = Usual.Temperature;

    /// <summary>Draw among this many of the likeliest only.</summary>
    [Description("Draw among this many of the likeliest only; default: among all."), Category(ResultGroup), Range(1, int.MaxValue)]
    public int? TopK { get; init => field = Said(value); }

    /// <summary>N may be filled in too.</summary>
    [Description("N may be filled in too."), Category(ResultGroup)]
    public bool AllowN { get; init => field = Said(value); }

    /// <summary>Of the choice of positions and bases.</summary>
    [Description("Seed of the choice of positions and bases."), Category(ResultGroup)]
    public long Seed { get; init => field = Said(value); } = Usual.Seed;
}

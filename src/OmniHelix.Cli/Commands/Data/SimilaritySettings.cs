using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OmniHelix.Data.Leakage;

namespace OmniHelix.Cli.Commands.Data;

/// <summary>What counts as the same sequence.</summary>
internal sealed record SimilaritySettings
{
    private static readonly LeakageOptions Usual = new();

    [Description("Least share of equal letters where two sequences overlap."), Range(0.5, 1)]
    public double Identity { get; init; } = Usual.Identity;

    [Description("Least letters of an overlap."), Range(5, int.MaxValue)]
    public int MinOverlap { get; init; } = Usual.MinimumOverlap;

    [Description("Least overlap as a share of the shorter sequence."), Range(0, 1)]
    public double MinShare { get; init; } = Usual.MinimumShare;

    [Description("Least share of common words where gaps hide the overlap."), Range(0, 1)]
    public double Containment { get; init; } = Usual.Containment;

    [Description("Letters of a word, odd [default: 15, of proteins 7]."), Range(5, 31)]
    public int? WordLength { get; init; }

    [Description("Words of which one is kept; more needs less memory and sees less."), Range(1, 255)]
    public int MinimizerWindow { get; init; } = Usual.Window;

    [Description("Leave the reverse strand out, for data that are read in one direction.")]
    public bool OneStrand { get; init; }

    [Description("Sequences are proteins [default: seen from their letters].")]
    public bool Protein { get; init; }

    /// <summary>What the library needs.</summary>
    public LeakageOptions ToOptions(int examples) => Usual with
    {
        Identity = Identity,
        MinimumOverlap = MinOverlap,
        MinimumShare = MinShare,
        Containment = Containment,
        WordLength = WordLength,
        Window = MinimizerWindow,
        ReverseStrand = !OneStrand,
        Protein = Protein,
        Examples = examples,
    };
}

using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OmniHelix.Data.Leakage;

namespace OmniHelix.Workflows.Data;

/// <summary>What counts as the same sequence.</summary>
[Category("Similarity")]
public sealed record SimilarityOptions
{
    private static readonly LeakageOptions Usual = new();

    /// <summary>Least share of equal letters where two sequences overlap.</summary>
    [Description("Least share of equal letters where two sequences overlap."), Range(0.5, 1)]
    public double Identity { get; init; } = Usual.Identity;

    /// <summary>Least letters of an overlap.</summary>
    [Description("Least letters of an overlap."), Range(5, int.MaxValue)]
    public int MinOverlap { get; init; } = Usual.MinimumOverlap;

    /// <summary>Least overlap as a share of the shorter sequence.</summary>
    [Description("Least overlap as a share of the shorter sequence."), Range(0, 1)]
    public double MinShare { get; init; } = Usual.MinimumShare;

    /// <summary>Least share of common words where gaps hide the overlap.</summary>
    [Description("Least share of common words where gaps hide the overlap."), Range(0, 1)]
    public double Containment { get; init; } = Usual.Containment;

    /// <summary>Letters of a word; null for the usual.</summary>
    [Description("Letters of a word, odd [default: 15, of proteins 7]."), Range(5, 31)]
    public int? WordLength { get; init; }

    /// <summary>Words of which one is kept.</summary>
    [Description("Words of which one is kept; more needs less memory and sees less."), Range(1, 255)]
    public int MinimizerWindow { get; init; } = Usual.Window;

    /// <summary>Leave the reverse strand out.</summary>
    [Description("Leave the reverse strand out, for data that are read in one direction.")]
    public bool OneStrand { get; init; }

    /// <summary>Sequences are proteins; otherwise their letters tell.</summary>
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

using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OmniHelix.Data.Leakage;
using OmniHelix.Data.Splits;

namespace OmniHelix.Workflows.Data;

/// <summary>How records are spread over train, valid and test.</summary>
[Category("Splits")]
public sealed record DataSplitOptions
{
    private static readonly SplitOptions Usual = new();

    /// <summary>How records are spread.</summary>
    [Description("How records are spread; equal sequences and reverse-complement twins stay together in all but chromosome.")]
    public SplitMethod Method { get; init; } = Usual.Method;

    /// <summary>Share of training.</summary>
    [Description("Share of training."), Range(0, 1)]
    public double Train { get; init; } = Usual.Ratios.Train;

    /// <summary>Share of validation.</summary>
    [Description("Share of validation; 0 makes none."), Range(0, 1)]
    public double Valid { get; init; } = Usual.Ratios.Valid;

    /// <summary>Share of test.</summary>
    [Description("Share of test; 0 makes none."), Range(0, 1)]
    public double Test { get; init; } = Usual.Ratios.Test;

    /// <summary>The same seed gives the same splits.</summary>
    [Description("The same seed gives the same splits.")]
    public long Seed { get; init; } = Usual.Seed;

    /// <summary>Deal records out in file order.</summary>
    [Description("Deal records out in file order instead of at random.")]
    public bool NoShuffle { get; init; }

    /// <summary>Tear twins, copies and chunks apart.</summary>
    [Description("Tear twins, copies and chunks apart, as genomeNLP does; scores on such splits are not honest.")]
    public bool IndependentRecords { get; init; }

    /// <summary>Chromosomes that go to validation.</summary>
    [Description("Chromosomes that go to validation (method chromosome, column: the first --group).")]
    public IReadOnlyList<string> ValidChromosomes { get; init; } = [];

    /// <summary>Chromosomes that go to test.</summary>
    [Description("Chromosomes that go to test.")]
    public IReadOnlyList<string> TestChromosomes { get; init; } = [];

    /// <summary>What the library needs.</summary>
    public SplitOptions ToOptions(LeakageOptions similarity) => new()
    {
        Method = Method,
        Ratios = new SplitRatios(Train, Valid, Test),
        Seed = Seed,
        Shuffle = !NoShuffle,
        IndependentRecords = IndependentRecords,
        ValidChromosomes = ValidChromosomes,
        TestChromosomes = TestChromosomes,
        Similarity = similarity,
    };
}

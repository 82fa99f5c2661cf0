using OmniHelix.Inference.Design;
using OmniHelix.Models;
using OmniHelix.Rna;
using OmniHelix.Rna.Design;
using OmniHelix.Rna.Folding;
using OmniHelix.Sequences;
using OmniHelix.Tokenizers;

namespace OmniHelix.Inference.Tests.Design;

/// <summary>The search under the names of OmniGenBench.</summary>
public sealed class OmniModelForRnaDesignTests : IDisposable
{
    private const string Target = "((((....))))..((((....))))";

    private readonly TemporaryFolder folder = new();

    public OmniModelForRnaDesignTests() => ModelFolder.Write(
        folder["lm"], SmallModel.Config with { MaxPositions = 100 }, TaskType.MaskedLanguageModel, new OmniModelOptions());

    public void Dispose() => folder.Dispose();

    [Fact]
    public void SequencesFoldIntoTheStructure()
    {
        using var model = new OmniModelForRnaDesign(folder["lm"]);

        var result = model.Design(Target, mutationRatio: 0.2, numPopulation: 30, numGeneration: 6);

        Assert.Null(model.Note);
        Assert.InRange(result.Sequences.Count, 1, 25);
        Assert.Distinct(result.Sequences.Select(one => one.Sequence));
        var folding = new EnergyModel();
        Assert.All(result.Sequences, one => Assert.Equal(Target, folding.Fold(one.Sequence).Structure.ToDotBracket()));
        Assert.InRange(result.Folds, 31, 30 * 6);
    }

    [Fact]
    public void OptionsHoldAndTheSeedDecides()
    {
        using var model = new OmniModelForRnaDesign(folder["lm"]);
        var options = new DesignOptions
        {
            Count = 3,
            Seed = 4,
            Sequence = "GG" + new string('N', 24),
            Prior = new PriorOptions { Share = 1, TopK = 3 },
        };

        var first = Designs(options);

        Assert.Equal(first, Designs(options));
        Assert.NotEqual(first, Designs(options with { Seed = 5 }));
        Assert.All(first, sequence => Assert.Matches("^GG[ACGU]{24}$", sequence));

        string[] Designs(DesignOptions wanted) => [.. model.Design(Target, 0.3, 20, 4, wanted).Sequences.Select(one => one.Sequence)];
    }

    [Fact]
    public void ItSearchesAsTheOriginalWhereThatIsAskedFor()
    {
        using var model = new OmniModelForRnaDesign(folder["lm"]) { Compat = true };
        using var same = PretrainedModel.Open(folder["lm"], new(), TaskType.MaskedLanguageModel);
        var target = SecondaryStructure.Parse(Target);
        var numbers = new OriginalSearchOptions { MutationRatio = 0.4, Population = 12, Generations = 3, Seed = 9 };

        var result = model.Design(Target, 0.4, 12, 3, new DesignOptions { Seed = 9 });

        var expected = new OriginalSearch(target, new OriginalBases(same, target), numbers).Run();
        Assert.Equal(expected.Sequences.Select(one => one.Sequence), result.Sequences.Select(one => one.Sequence));
        Assert.Equal(3 * 24, result.Folds);
    }

    [Fact]
    public void ATokenizerOfOnesOwnIsUsed()
    {
        // The model of this vocabulary knows T where RNA has U.
        var tokenizer = OmniTokenizer.OmniGenome(new TokenizerOptions { Uracil = UracilPolicy.UToT });
        using var model = new OmniModelForRnaDesign(folder["lm"], tokenizer);
        using var other = new OmniModelForRnaDesign(folder["lm"]);
        var options = new DesignOptions { Count = 3, Prior = new PriorOptions { Share = 1 } };

        var sequences = model.Design(Target, 0.2, 20, 3, options).Sequences.Select(one => one.Sequence).ToList();

        Assert.All(string.Concat(sequences), letter => Assert.Contains(letter, "ACGU"));
        Assert.NotEqual(other.Design(Target, 0.2, 20, 3, options).Sequences.Select(one => one.Sequence), sequences);
    }

    [Theory]
    [InlineData("(((...))", 0.5, 10, 10, "OH1802")]
    [InlineData("((<eos>))", 0.5, 10, 10, "OH1802")]
    [InlineData("((..[[...))..]]", 0.5, 10, 10, "OH1855")]
    [InlineData("", 0.5, 10, 10, "OH1860")]
    [InlineData(Target, 1.2, 10, 10, "OH1867")]
    [InlineData(Target, double.NaN, 10, 10, "OH1867")]
    [InlineData(Target, 0.5, 0, 10, "OH1864")]
    [InlineData(Target, 0.5, 10, 0, "OH1864")]
    [InlineData("..................................................", 0.5, 10, 10, "OH5331")]
    public void WhatCannotBeIsRefused(string structure, double ratio, int population, int generations, string code)
    {
        using var model = new OmniModelForRnaDesign(folder["lm"]);

        Assert.Equal(code, Assert.ThrowsAny<OmniException>(() => model.Design(structure, ratio, population, generations)).Code);
    }
}

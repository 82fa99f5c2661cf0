using OmniHelix.Data.Tables;
using OmniHelix.Workflows.Structures;

namespace OmniHelix.Workflows.Tests.Structures;

/// <summary>Predicted structures find their true ones and get scores.</summary>
public sealed class CompareWorkflowTests : IDisposable
{
    private const string Sequence = "GGGGAAAACCCC";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void RecordsAreFoundByTheirNames()
    {
        var reference = folder.Write("true.dbn", $">a\n{Sequence}\n((((....))))\n>b\n{Sequence}\n.(((....))).\n");
        var predicted = folder.Write(
            "predicted.jsonl",
            $"{{\"id\":\"b\",\"sequence\":\"{Sequence}\",\"structure\":\"((((....))))\"}}\n"
                + $"{{\"id\":\"a\",\"sequence\":\"{Sequence.ToLowerInvariant()}\",\"structure\":\"((((....))))\"}}\n");
        var result = Run(new CompareOptions { Reference = reference, Prediction = predicted, Output = folder["scores.parquet"] });
        Assert.Equal((2, 0), (result.Records, result.Failed));
        // 7 of 8 predicted pairs are right, and all 7 true ones are found.
        Assert.Equal((7 / 8.0, (1 + 3 / 4.0) / 2), Both(result, "precision"));
        Assert.Equal((1, 1), Both(result, "recall"));
        Assert.Equal(22 / 24.0, Both(result, "base_accuracy").Pooled, 12);
        Assert.Equal(22 / 24.0, Both(result, "base_accuracy").Mean, 12);
        var distance = result.Scores.Single(score => score.Name == "pair_distance");
        Assert.Null(distance.Pooled);
        Assert.Equal(0.5, distance.Mean.Estimate);
        var rows = Table.Open(folder["scores.parquet"]).Rows().ToList();
        Assert.Equal(["b 0.75 1", "a 1 0"], rows.Select(row => FormattableString.Invariant(
            $"{row["id"]} {row["precision"]} {row["pair_distance"]}")));
    }

    [Fact]
    public void BothStructuresMayStandInOneRecord()
    {
        var source = folder.Write(
            "both.csv", $"id,seq,true,guess\na,{Sequence},((((....)))),.(((....))).\nb,{Sequence},((((....)))),\nc,{Sequence},(((....))),"
                + $"(((....)))\nd,{Sequence},((((....)))),(((.....)\n");
        var options = new CompareOptions { Reference = source, ReferenceField = "true", PredictionField = "guess", Resamples = 0 };
        var result = Run(options);
        Assert.Equal((2, 2), (result.Records, result.Failed));
        Assert.Equal(["OH1814", "OH1802"], result.Failures.Select(error => error.Code));
        Assert.Null(result.Scores[0].Mean.Low);
        Assert.Equal((1, 1), Both(result, "precision"));
    }

    [Fact]
    public void APairOffByOneCountsWhereThatIsAskedFor()
    {
        var source = folder.Write("x.csv", "seq,true,guess\nGGGGAAAACCCC,((((....)))),.((((...))))\n");
        var options = new CompareOptions { Reference = source, ReferenceField = "true", PredictionField = "guess", Distances = true };
        Assert.Equal((0, 0), Both(Run(options), "f1"));
        Assert.Equal((1, 1), Both(Run(options with { Slip = 1 }), "f1"));
        Assert.Equal(
            ["hamming", "mountain_1", "mountain_2", "tree_edit", "tree_edit_condensed"],
            Run(options).Scores.Skip(6).Select(score => score.Name));
    }

    [Fact]
    public void WhatHasNoPartnerIsToldAndNotScored()
    {
        var reference = folder.Write("true.dbn", $">a\n{Sequence}\n((((....))))\n>b\n{Sequence}\n((((....))))\n>c\nAAAA\n....\n");
        var predicted = folder.Write(
            "guess.dbn", $">a\n{Sequence}\n((((....))))\n>a\n{Sequence}\n((((....))))\n>c\nCAAA\n....\n>d\n{Sequence}\n((((....))))\n");
        var result = Run(new CompareOptions { Reference = reference, Prediction = predicted });
        Assert.Equal((1, 4), (result.Records, result.Failed));
        Assert.Equal(["OH1858", "OH1859", "OH1859", "OH1859"], result.Failures.Select(error => error.Code));
        Assert.Contains("base 1 is 'C'", result.Failures[1].Message, StringComparison.Ordinal);
        Assert.Contains("no prediction for 'b'", result.Failures[3].Message, StringComparison.Ordinal);
        var error = Assert.Throws<OmniException>(() => Run(new CompareOptions { Reference = predicted, Prediction = reference }));
        Assert.Equal("OH1858", error.Code);
        var other = folder.Write("other.dbn", $">x\n{Sequence}\n((((....))))\n");
        error = Assert.Throws<OmniException>(() => Run(new CompareOptions { Reference = reference, Prediction = other }));
        Assert.Equal("OH1859", error.Code);
    }

    [Fact]
    public void PseudoknotsHaveNoTreesAndAreScoredOtherwise()
    {
        var source = folder.Write("x.csv", "seq,true,guess\nGGGGAAAACCCCAA,((..[[..))..]],((..[[..))..]]\n");
        var result = Run(new CompareOptions { Reference = source, ReferenceField = "true", PredictionField = "guess", Distances = true });
        Assert.Equal((1, 1), Both(result, "f1"));
        Assert.Null(result.Scores.Single(score => score.Name == "tree_edit").Mean.Estimate);
    }

    [Theory]
    [InlineData("OH2020", null, "p.dbn", null, null)]
    [InlineData("OH2020", "r.dbn", null, null, null)]
    [InlineData("OH2020", "r.csv", null, "x", null)]
    [InlineData("OH2032", "r.dbn", "p.dbn", null, "y.dbn")]
    public void WhatCannotBeMeantIsRefused(string code, string? reference, string? prediction, string? field, string? output)
    {
        var options = new CompareOptions
        {
            Reference = reference,
            Prediction = prediction,
            ReferenceField = field,
            PredictionField = field,
            Output = output,
        };
        Assert.Equal(code, Assert.Throws<UsageException>(() => new CompareWorkflow(options)).Code);
    }

    private static StructureComparison Run(CompareOptions options) => new CompareWorkflow(options).Run();

    private static (double Pooled, double Mean) Both(StructureComparison result, string name)
    {
        var score = result.Scores.Single(one => one.Name == name);
        return (score.Pooled!.Estimate!.Value, score.Mean.Estimate!.Value);
    }
}

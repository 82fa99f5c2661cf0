using OmniHelix.Torch;

namespace OmniHelix.Inference.Tests;

public class PredictorTests
{
    [Fact]
    public void ARowIsTheSameInAnyCompanyAndInTheOrderOfTheStore()
    {
        var store = Tiny.Store(Tiny.Examples(40, Tiny.Brackets, shortest: 4, longest: 40), Tiny.BracketLabels);
        using var model = Tiny.Model(Tiny.BracketLabels, dropout: 0.3);
        model.Train();
        var together = new Predictor(model, Precision.Fp32, Device.Cpu).Logits(store, null, default);
        var alone = new Predictor(model, Precision.Fp32, Device.Cpu, tokenBudget: 1).Logits(store, null, default);
        for (var row = 0; row < store.Count; row++)
        {
            Assert.Equal(store.Lengths[row] * 3, together[row].Length);
            Assert.True(together[row].Zip(alone[row]).All(p => Math.Abs(p.First - p.Second) <= 1e-5), $"row {row}");
        }
        Assert.NotEqual(together[0][..3], together[1][..3]);
    }

    [Fact]
    public void HiddenStatesHaveARowForEachToken()
    {
        var store = Tiny.BracketStore(5);
        using var model = Tiny.Model(Tiny.BracketLabels);
        var states = new Predictor(model, Precision.Fp32, Device.Cpu).HiddenStates(store, null, default);
        Assert.Equal(store.Lengths.Select(l => l * 16), states.Select(s => s.Length));
    }

    [Fact]
    public void TokensAndRowsAreCounted()
    {
        var store = Tiny.Store(Tiny.Examples(300, Tiny.Brackets, shortest: 4, longest: 60), Tiny.BracketLabels);
        using var model = Tiny.Model(Tiny.BracketLabels);
        var predictor = new Predictor(model, Precision.Fp32, Device.Cpu);
        Assert.Equal(1, predictor.Use.Share);
        var reports = new List<int>();
        predictor.Logits(store, new AtOnce<int>(reports.Add), default);
        Assert.Equal(store.TokenCount, predictor.Use.Needed);
        Assert.InRange(predictor.Use.Share, 0.95, 1);
        Assert.Equal(300, reports[^1]);
        Assert.Equal(reports.Order(), reports);
    }

    [Fact]
    public void ItStopsWhenAsked()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        using var model = Tiny.Model(Tiny.BracketLabels);
        Assert.ThrowsAny<OperationCanceledException>(
            () => new Predictor(model, Precision.Fp32, Device.Cpu).Logits(Tiny.BracketStore(3), null, stop.Token));
    }
}

using OmniHelix.Models.Heads;
using OmniHelix.Torch;

namespace OmniHelix.Models.Tests;

/// <summary>Heads of regression that know where their numbers lie and how far they are apart.</summary>
public sealed class TargetScaleTests : IDisposable
{
    private static readonly OmniModelOptions Two = new()
    {
        LabelNames = ["half life", "GC"],
        TargetScales = [new(4500, 300), new(0.5, 0.125)],
    };

    private readonly TemporaryFolder folder = new();

    public static TheoryData<TaskType> Tasks => new(TaskType.SequenceRegression, TaskType.TokenRegression);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void TheScaleIsThatOfTheNumbersThatThereAre()
    {
        Assert.Equal(new TargetScale(3, 2), TargetScale.Of([1, float.NaN, 5, 1, 5]));
        Assert.Equal(new TargetScale(7, 1), TargetScale.Of([7, 7]));
        Assert.Equal(new TargetScale(0, 1), TargetScale.Of([float.NaN]));
        // A large mean takes no digits from the deviation.
        Assert.Equal(0.5, TargetScale.Of([1_000_000, 1_000_001]).Deviation, 1e-9);
    }

    [Theory]
    [MemberData(nameof(Tasks))]
    public void WhatItGivesIsInTheUnitOfTheNumbersAndItsLossIsNot(TaskType task)
    {
        using var scope = new TensorScope();
        using var plain = OmniModel.Create(Small.Config, task, Two with { TargetScales = null }, seed: 1);
        using var scaled = OmniModel.Create(Small.Config, task, Two, seed: 1);
        plain.Eval();
        scaled.Eval();
        var input = Small.Batch([0, 4, 5, 2], [0, 7, 6, 2]);
        var before = plain.Forward(input).Logits;
        var after = scaled.Forward(input);
        float[] expected = [.. before.ToArray<float>().Select((value, i) => i % 2 == 0 ? value * 300 + 4500 : value * 0.125f + 0.5f)];
        Assert.Equal(expected, after.Logits.ToArray<float>());
        // Each target counts alike: as if the labels had been standardised.
        var labels = Ops.Zeros(before.Shape, DType.Float32) + 1;
        var inUnits = labels * Tensor.From<float>([300, 0.125f], [2]) + Tensor.From<float>([4500, 0.5f], [2]);
        Assert.Equal(plain.Loss(plain.Forward(input), labels).ToDouble(), scaled.Loss(after, inUnits).ToDouble(), 1e-4);
    }

    [Theory]
    [MemberData(nameof(Tasks))]
    public void HalfTheDigitsDoNotSwallowAnything(TaskType task)
    {
        using var scope = new TensorScope();
        using var model = OmniModel.Create(Small.Config, task, Two, seed: 1);
        model.Eval();
        var input = Small.Batch([0, 4, 5, 2]);
        var whole = model.Forward(input).Logits.ToArray<float>();
        using var half = new Autocast(DType.BFloat16, DeviceType.Cpu);
        var logits = model.Forward(input).Logits;
        Assert.Equal(DType.Float32, logits.DType);
        // An eighth of what the last layer gives has other digits; 4500 has sixteen in steps of bfloat16.
        foreach (var (value, expected) in logits.ToArray<float>().Zip(whole).Where((_, i) => i % 2 == 0))
            Assert.InRange(Math.Abs(value - expected), 0, 6);
    }

    [Fact]
    public void ItIsKeptWithTheModelAndWhenTheModelIsTrainedOn()
    {
        using var scope = new TensorScope();
        using var model = OmniModel.Create(Small.Config, TaskType.SequenceRegression, Two, seed: 1);
        model.SavePretrained(folder.Path);
        using var read = OmniModel.FromPretrained(folder.Path);
        Assert.Equal(Two.TargetScales, read.Options.TargetScales);
        var other = Two with { TargetScales = [new(0, 1), new(0, 2)] };
        using var kept = OmniModel.Create(folder.Path, TaskType.SequenceRegression, other, seed: 1);
        Assert.Equal(Two.TargetScales, kept.Options.TargetScales);
        using var fresh = OmniModel.Create(folder.Path, TaskType.SequenceRegression, other with { NewHead = true }, seed: 1);
        Assert.Equal(other.TargetScales, fresh.Options.TargetScales);
        // A head that others trained gives what it gave.
        using var unscaled = OmniModel.Create(Small.Config, TaskType.SequenceRegression, Two with { TargetScales = null }, seed: 1);
        unscaled.SavePretrained(folder["unscaled"]);
        using var still = OmniModel.Create(folder["unscaled"], TaskType.SequenceRegression, other, seed: 1);
        Assert.Null(still.Options.TargetScales);
    }

    [Fact]
    public void ScalesThatDoNotFitAreRefused()
    {
        Assert.All(
        [
            (TaskType.SequenceRegression, Two with { TargetScales = [new(0, 1)] }),
            (TaskType.TokenRegression, Two with { TargetScales = [new(0, 1), new(0, 0)] }),
            (TaskType.SequenceRegression, Two with { TargetScales = [new(0, 1), new(double.NaN, 1)] }),
            (TaskType.SequenceClassification, Two),
            (TaskType.MultiLabelClassification, Two),
        ], one =>
        {
            var e = Assert.Throws<OmniException>(() => OmniModel.Create(Small.Config, one.Item1, one.Item2, seed: 1));
            Assert.Equal("OH3604", e.Code);
        });
        using var model = OmniModel.Create(Small.Config, TaskType.SequenceRegression, Two, seed: 1);
        model.SavePretrained(folder.Path);
        var config = File.ReadAllText(folder["config.json"]);
        foreach (var wrong in new[] { "-300", "\"wide\"" })
        {
            var damaged = config.Replace("\"deviation\": 300", $"\"deviation\": {wrong}", StringComparison.Ordinal);
            File.WriteAllText(folder["config.json"], damaged);
            Assert.Equal("OH3202", Assert.Throws<OmniException>(() => OmniModel.FromPretrained(folder.Path)).Code);
        }
    }
}

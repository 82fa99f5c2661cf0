using OmniHelix.Data.Labels;
using OmniHelix.Data.Records;
using OmniHelix.Inference;
using OmniHelix.Metrics;
using OmniHelix.Torch;
using OmniHelix.Training.ModelTasks;

namespace OmniHelix.Training.Tests;

public class SupervisedValidationTests
{
    private static readonly LabelEncoder ThreeClasses = new(TaskType.SequenceClassification, new LabelMap(["a", "b", "c"]), 0);

    [Fact]
    public void RowsOfOneClassAreMeasuredAndChooseNothing()
    {
        var rows = Tiny.Store([.. Tiny.Examples(4, _ => new TextLabel("a"))], ThreeClasses);
        using var model = Tiny.Model(ThreeClasses);
        var predictor = new Predictor(model, Precision.Fp32, Device.Cpu);
        foreach (var metric in new[] { "accuracy", "mcc", "f1_macro" })
        {
            var score = new SupervisedValidation(predictor, rows, MetricCatalog.Find(metric), ["accuracy", metric]).Score(default);
            Assert.Null(score.Score);
            Assert.True(score.Values.ContainsKey("accuracy"));
        }
    }

    [Fact]
    public void WhatWasLeftOutOfAMetricIsSaid()
    {
        // No row of class c: its area under the curve is undefined.
        var rows = Tiny.Store([.. Tiny.Examples(4, s => new TextLabel(s.Length % 2 == 0 ? "a" : "b"))], ThreeClasses);
        using var model = Tiny.Model(ThreeClasses);
        var predictor = new Predictor(model, Precision.Fp32, Device.Cpu);
        var validation = new SupervisedValidation(predictor, rows, MetricCatalog.Find("accuracy"), ["accuracy", "roc_auc"]);
        Assert.Equal(("accuracy", true), (validation.Metric, validation.GreaterIsBetter));
        var score = validation.Score(default);
        Assert.Equal(score.Values["accuracy"], score.Score);
        Assert.StartsWith("1 left out: ", score.Notes["roc_auc"], StringComparison.Ordinal);
        Assert.False(score.Notes.ContainsKey("accuracy"));
    }
}

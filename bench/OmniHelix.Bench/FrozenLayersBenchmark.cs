using System.Diagnostics;
using System.Globalization;
using OmniHelix.Data.Labels;
using OmniHelix.Data.Records;
using OmniHelix.Data.Tokens;
using OmniHelix.Models;
using OmniHelix.Models.Encoders;
using OmniHelix.Tokenizers;
using OmniHelix.Torch;
using OmniHelix.Training;
using OmniHelix.Training.ModelTasks;

namespace OmniHelix.Bench;

/// <summary>
/// Five epochs over 100 sequences of 100 to 300 bases with the layout of the shipped model (hidden 128, 6 layers), in float32: all of it
/// trained, the encoder frozen and computed in each epoch, and frozen with its states kept.
/// </summary>
internal static class FrozenLayersBenchmark
{
    private const int Records = 100, Layers = 6, Epochs = 5;

    public static void Run()
    {
        var labels = new LabelEncoder(TaskType.SequenceClassification, new LabelMap(["no", "yes"]), 0);
        var tokens = RaggedTokens.Build(Examples(), OmniTokenizer.OmniGenome(), new LengthOptions(512), labels);
        Console.WriteLine("| layers | five epochs, s |");
        Console.WriteLine("|---|---|");
        Report("all trained", Train(tokens, frozen: null, keep: false));
        Report("3 of 6 frozen, computed in each epoch", Train(tokens, Layers / 2, keep: false));
        Report("3 of 6 frozen, kept", Train(tokens, Layers / 2, keep: true));
        Report("all frozen, computed in each epoch", Train(tokens, Layers, keep: false));
        Report("all frozen, kept", Train(tokens, Layers, keep: true));
    }

    private static double Train(RaggedTokens tokens, int? frozen, bool keep)
    {
        using var model = OmniModel.Create(
            EsmConfig.OmniGenome(Layers, 128, 8, 512), TaskType.SequenceClassification, new() { LabelNames = ["no", "yes"] }, seed: 1);
        if (frozen is { } count) model.FreezeLower(count);
        var folder = Directory.CreateTempSubdirectory("omnihelix-bench-");
        try
        {
            using var states = keep
                ? new FrozenStates(model, frozen!.Value, tokens, Path.Combine(folder.FullName, "train.states"), Device.Cpu)
                : null;
            var batches = new SupervisedBatches(tokens, new BatchOptions { TokenBudget = 4096, Shuffle = true });
            var task = new ModelTask(model, batches, null, Device.Cpu) { Inputs = states is null ? null : states.Input };
            var options = new TrainerOptions { Epochs = Epochs, Precision = TrainingPrecision.Fp32, CheckpointEverySteps = 0 };
            var start = Stopwatch.GetTimestamp();
            new Trainer<LabelledBatch>(task, options, folder.FullName).Run(null, default);
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static List<Example> Examples()
    {
        var random = new Xoshiro256(1);
        return [.. Enumerable.Range(1, Records).Select(i => new Example
        {
            Id = $"r{i}",
            Sequence = string.Concat(Enumerable.Range(0, 100 + random.Next(201)).Select(_ => "ACGU"[random.Next(4)])),
            Label = new TextLabel(i % 2 == 0 ? "yes" : "no"),
            File = "bench",
            Record = i,
        })];
    }

    private static void Report(string layers, double seconds) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {layers} | {seconds:0.0} |"));
}

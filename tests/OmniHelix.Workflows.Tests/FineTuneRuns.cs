using OmniHelix.Data.Records;
using OmniHelix.Models;
using OmniHelix.Training;
using OmniHelix.Workflows.FineTuning;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Workflows.Tests;

/// <summary>A tiny model, a data set of structures with three splits, and runs of <c>omni train</c> on them.</summary>
public abstract class FineTuneRuns : IDisposable
{
    private protected readonly TemporaryFolder folder = new();

    private protected FineTuneRuns()
    {
        using var model = OmniModel.Create(Tiny.Encoder(0.1), TaskType.MaskedLanguageModel, new(), seed: 1);
        model.SavePretrained(folder["model"]);
        Tiny.Tokenizer.SavePretrained(folder["model"]);
        Directory.CreateDirectory(folder["data"]);
        File.WriteAllText(
            folder["data", "config.json"], """{ "task_type": "token_classification", "label2id": { "(": 0, ")": 1, ".": 2 } }""");
        Write("train", 24, 1);
        Write("valid", 8, 2);
        Write("test", 8, 3);
    }

    public void Dispose()
    {
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected FineTuneOptions Options(string name) => new()
    {
        Data = folder["data"],
        Model = folder["model"],
        Output = folder[name],
        BatchSize = 4,
        Trainer = new TrainerOptions { Epochs = 2, LearningRate = 0.01, LogEverySteps = 1 },
    };

    private protected byte[] Weights(params string[] path) => File.ReadAllBytes(folder[[.. path, "model.safetensors"]]);

    private protected FineTuneOutcome Run(
        string name, FineTuneOptions options, RunObserver? observer = null, CancellationToken cancellation = default)
    {
        Assert.Equal(folder[name], options.Output);
        return new FineTuneWorkflow(options, observer ?? new RunObserver()).Run([], cancellation);
    }

    private protected string Fails<T>(FineTuneOptions options, Action? before = null)
        where T : OmniException
    {
        before?.Invoke();
        var error = Assert.Throws<T>(() => Run("run", options));
        Assert.False(Directory.Exists(folder["run"]));
        return error.Code;
    }

    private protected void Write(string split, int count, long seed, Func<string, TextLabel>? label = null)
    {
        static string Text(Label? label) => ((TextLabel)label!).Text;
        File.WriteAllLines(folder["data", split + ".jsonl"],
            Tiny.Examples(count, label ?? Tiny.Brackets, seed).Select(
                e => $$"""{"sequence": "{{e.Sequence}}", "label": "{{Text(e.Label)}}"}"""));
    }
}

using OmniHelix.Models;
using OmniHelix.Torch;
using OmniHelix.Torch.Nn;
using OmniHelix.Torch.Optim;

namespace OmniHelix.Training.Tests;

public sealed class CheckpointStoreTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly OmniModel model = Tiny.Model(Tiny.BracketLabels);
    private readonly AdamW optimizer;
    private readonly CheckpointStore store;

    public CheckpointStoreTests()
    {
        optimizer = new AdamW(ParameterGroup.WithoutDecayForBiasAndNorm(model, 0.01), 0.01);
        store = new CheckpointStore(folder.Path);
    }

    [Fact]
    public void NothingStoredIsNothingRestored()
    {
        Assert.Null(store.TryRestore(model, optimizer));
        Assert.Null(new CheckpointStore(folder["nowhere"]).TryRestore(model, optimizer));
    }

    [Fact]
    public void OnlyTheNewestStepAndItsBestStay()
    {
        store.SaveBest(model, 1);
        store.Save(model, optimizer, State(1, best: 1));
        store.Save(model, optimizer, State(2, best: 1));
        Assert.Equal(["best-00000001", "step-00000002"], Names());
        store.SaveBest(model, 3);
        store.Save(model, optimizer, State(3, best: 3));
        Assert.Equal(["best-00000003", "step-00000003"], Names());
    }

    [Fact]
    public void LeftoversOfAKillArePassedOverAndRemoved()
    {
        store.Save(model, optimizer, State(4, best: null));
        var weights = Tiny.Weights(model);
        // Killed while writing step 5, after writing the best of a step 5 that no state knows, and while removing step 3.
        foreach (var name in new[] { "step-00000005.tmp", "best-00000005", "step-00000003" })
        {
            Directory.CreateDirectory(folder[name]);
            File.WriteAllText(folder[name, "model.safetensors"], "torn");
        }
        File.WriteAllText(folder["notes.txt"], "of the user");
        Directory.CreateDirectory(folder["kept"]);
        using var fresh = Tiny.Model(Tiny.BracketLabels, seed: 77);
        using var moments = new AdamW(ParameterGroup.WithoutDecayForBiasAndNorm(fresh, 0.01), 0.01);
        Assert.Equal(4, store.TryRestore(fresh, moments)!.Step);
        Assert.Equal(weights, Tiny.Weights(fresh));
        Assert.Equal(["kept", "step-00000004"], Names());
        Assert.True(File.Exists(folder["notes.txt"]));
    }

    [Fact]
    public void SavingAStepAgainRenewsItsStateAndNeverTakesItAway()
    {
        store.Save(model, optimizer, State(4, best: null));
        var written = File.GetLastWriteTimeUtc(folder["step-00000004", "model.safetensors"]);
        var state = State(4, best: null);
        state.EvaluationPending = true;
        store.Save(model, optimizer, state);
        Assert.Equal(written, File.GetLastWriteTimeUtc(folder["step-00000004", "model.safetensors"]));
        Assert.True(store.TryRestore(model, optimizer)!.EvaluationPending);
    }

    [Fact]
    public void MomentsStepsAndTheRandomGeneratorComeBack()
    {
        Step(model, optimizer);
        var state = State(1, best: null);
        TorchEngine.ManualSeed(5);
        state.RandomState = TorchEngine.RandomState();
        state.LossSum = 0.1 + 0.2;
        state.LossCount = 3;
        state.LastScore = double.NaN;
        store.Save(model, optimizer, state);
        var next = Draw();

        using var fresh = Tiny.Model(Tiny.BracketLabels, seed: 77);
        using var moments = new AdamW(ParameterGroup.WithoutDecayForBiasAndNorm(fresh, 0.01), 0.01);
        var restored = store.TryRestore(fresh, moments)!;
        Assert.Equal(next, Draw());
        Assert.Equal((0.1 + 0.2, 3, double.NaN), (restored.LossSum, restored.LossCount, restored.LastScore!.Value));
        Assert.Equal(1, moments.StepCount);
        Step(model, optimizer);
        Step(fresh, moments);
        Assert.Equal(Tiny.Weights(model), Tiny.Weights(fresh));
    }

    [Fact]
    public void AFolderThatCannotBeWrittenIsNamed()
    {
        File.WriteAllText(folder["file"], "in the way");
        var error = Assert.Throws<OmniException>(() => new CheckpointStore(folder["file", "checkpoints"]).SaveBest(model, 1));
        Assert.Equal("OH6002", error.Code);
    }

    public void Dispose()
    {
        optimizer.Dispose();
        model.Dispose();
        folder.Dispose();
    }

    private static TrainingState State(int step, int? best) =>
        new() { Step = step, BestStep = best, RandomState = TorchEngine.RandomState() };

    private static float[] Draw()
    {
        using var scope = new TensorScope();
        return Ops.Randn([4], DType.Float32).ToArray<float>();
    }

    private static void Step(Module module, AdamW optimizer)
    {
        using var scope = new TensorScope();
        foreach (var (_, parameter) in module.NamedParameters()) parameter.Value.Grad = parameter.Value.Detach() * 0.5 + 1;
        optimizer.Step();
        optimizer.ZeroGrad();
    }

    private List<string> Names() =>
        [.. Directory.GetDirectories(folder.Path).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal)];
}

using System.Globalization;
using OmniHelix.Models;
using OmniHelix.Models.Adapters;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Encoders;
using OmniHelix.Torch;
using OmniHelix.Torch.Optim;

namespace OmniHelix.Bench;

/// <summary>
/// A training step of the 52M layout (hidden 480, 16 layers) on 8 × 128 tokens in float32, all of it trained, and adapters of rank 8
/// around the layers usual for its family, all blocks or the upper half: processor time and the most memory beyond that of the model.
/// </summary>
internal static class LoraBenchmark
{
    private const int Rows = 8, Length = 128, Blocks = 16;

    public static void Run()
    {
        Console.WriteLine("| trained | numbers | step, ms | memory, MiB |");
        Console.WriteLine("|---|---|---|---|");
        Report("everything", null, 0);
        Report("adapter", new LoraConfig(), 0);
        Report("adapter in the upper half, the lower one frozen", new LoraConfig { Layers = [.. Enumerable.Range(8, 8)] }, Blocks / 2);
    }

    private static void Report(string what, LoraConfig? config, int frozen)
    {
        using var model = OmniModel.Create(
            EsmConfig.OmniGenome52M, TaskType.SequenceClassification, new() { LabelNames = ["no", "yes"] }, seed: 1);
        if (config is not null) model.AddAdapter(config, seed: 1);
        if (frozen > 0) model.FreezeLower(frozen);
        model.Train();
        TorchEngine.ReleaseFreeMemory();
        var time = 0.0;
        var memory = Memory.Peak(() =>
        {
            using var optimizer = new AdamW(ParameterGroup.WithoutDecayForBiasAndNorm(model, 0.01), 1e-5);
            time = CpuTime.Least(() => CpuTime.Process, () => Step(model, optimizer));
        });
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {what} | {model.ParameterCount(trainable: true):N0} | {time * 1e3:0} | {memory / 1048576.0:0} |"));
    }

    private static void Step(OmniModel model, AdamW optimizer)
    {
        using var scope = new TensorScope();
        optimizer.ZeroGrad();
        var ids = Ops.Rand([Rows, Length]).Mul(6).Add(4).To(DType.Int64);
        var labels = Ops.Zeros([Rows], DType.Int64);
        model.Loss(model.Forward(new ModelInput(ids)), labels).Backward();
        optimizer.Step();
    }
}

using System.Globalization;
using OmniHelix.Models;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Encoders;
using OmniHelix.Torch;
using OmniHelix.Torch.Optim;

namespace OmniHelix.Bench;

/// <summary>Resident memory over 2,000 training steps of a small encoder on batches of changing size, in both precisions.</summary>
internal static class MemoryBenchmark
{
    private const int Steps = 2000;

    public static void Run()
    {
        foreach (var precision in new[] { Precision.Fp32, Precision.Bf16 }) Run(precision);
    }

    private static void Run(Precision precision)
    {
        var config = EsmConfig.OmniGenome(2, 64, 4, 128);
        using var model = OmniModel.Create(config, TaskType.MaskedLanguageModel, new OmniModelOptions(), seed: 1);
        using var optimizer = new AdamW(ParameterGroup.WithoutDecayForBiasAndNorm(model, 0.01), 1e-4);
        var random = new Xoshiro256(1);
        for (var step = 1; step <= Steps; step++)
        {
            using var scope = new TensorScope();
            var ids = Ops.Rand([4 + random.Next(12), 16 + random.Next(112)]).Mul(6).Add(4).To(DType.Int64);
            optimizer.ZeroGrad();
            Tensor loss;
            using (Autocast.Of(precision, DeviceType.Cpu)) loss = model.Loss(model.Forward(new ModelInput(ids)), ids);
            loss.Backward();
            optimizer.Step();
            // As the trainer does.
            if (step % 100 == 0) TorchEngine.ReleaseFreeMemory();
            if (step % 200 != 0) continue;
            var resident = Memory.Resident / 1048576.0;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"memory: {precision} step {step}: {resident:0.0} MiB resident"));
        }
    }
}

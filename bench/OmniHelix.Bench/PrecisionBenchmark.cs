using System.Globalization;
using OmniHelix.Models;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Encoders;
using OmniHelix.Torch;
using OmniHelix.Torch.Optim;

namespace OmniHelix.Bench;

/// <summary>
/// Training steps of encoders of four blocks and several widths at 32 × 128 tokens in float32 and bfloat16, in turns: from which width on
/// bfloat16 pays on this machine.
/// </summary>
internal static class PrecisionBenchmark
{
    private const int Rows = 32, Length = 128, Layers = 4, Rounds = 3;
    private const double Seconds = 0.7;

    public static void Run()
    {
        Console.WriteLine("| hidden size | fp32, ms | bf16, ms | fp32 : bf16 |");
        Console.WriteLine("|---|---|---|---|");
        foreach (var width in new[] { 16, 32, 64, 96, 128, 192, 256, 384 })
        {
            var config = EsmConfig.OmniGenome(Layers, width, Math.Max(1, width / 32), 4 * width);
            using var model = OmniModel.Create(config, TaskType.MaskedLanguageModel, new OmniModelOptions(), seed: 1);
            using var optimizer = new AdamW(ParameterGroup.WithoutDecayForBiasAndNorm(model, 0.01), 1e-5);
            using var scope = new TensorScope();
            var ids = Ops.Rand([Rows, Length]).Mul(6).Add(4).To(DType.Int64);
            double single = double.MaxValue, half = double.MaxValue;
            for (var round = 0; round < Rounds; round++)
            {
                single = Math.Min(single, Machine.Best(Seconds, () => Step(model, optimizer, ids, Precision.Fp32)));
                half = Math.Min(half, Machine.Best(Seconds, () => Step(model, optimizer, ids, Precision.Bf16)));
            }
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {width} | {single * 1e3:0.0} | {half * 1e3:0.0} | {single / half:0.00} |"));
        }
    }

    private static void Step(OmniModel model, AdamW optimizer, Tensor ids, Precision precision)
    {
        using var scope = new TensorScope();
        optimizer.ZeroGrad();
        Tensor loss;
        using (Autocast.Of(precision, DeviceType.Cpu)) loss = model.Loss(model.Forward(new ModelInput(ids)), ids);
        loss.Backward();
        optimizer.Step();
    }
}

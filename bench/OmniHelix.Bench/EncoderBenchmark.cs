using System.Globalization;
using OmniHelix.Models;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Encoders;
using OmniHelix.Torch;
using OmniHelix.Torch.Optim;
using OmniHelix.Training;

namespace OmniHelix.Bench;

/// <summary>
/// Forward pass and training step of the 52M layout (hidden 480, 16 layers, 24 heads, feed-forward 2400) at 32 × 128 and 8 × 512 tokens,
/// in float32 and bfloat16, each as a share of the rate of 1024³ matrix products measured right before.
/// </summary>
internal static class EncoderBenchmark
{
    private const double Seconds = 5;

    public static void Run()
    {
        using var model = OmniModel.Create(EsmConfig.OmniGenome52M, TaskType.MaskedLanguageModel, new OmniModelOptions(), seed: 1);
        using var optimizer = new AdamW(ParameterGroup.WithoutDecayForBiasAndNorm(model, 0.01), 1e-5);
        Console.WriteLine("| work | type | tokens | ms | tokens/s | GFLOP/s | products GFLOP/s | share |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (var (rows, length) in new[] { (32, 128), (8, 512) })
            foreach (var precision in new[] { Precision.Fp32, Precision.Bf16 })
            {
                using var scope = new TensorScope();
                var ids = Ops.Rand([rows, length]).Mul(6).Add(4).To(DType.Int64);
                var input = new ModelInput(ids);
                var flops = model.FlopsPerToken(length) * rows * length;
                Report("forward", precision, rows, length, flops, () => Forward(model, input, precision));
                Report("training step", precision, rows, length, 3 * flops, () => Step(model, optimizer, input, ids, precision));
            }
    }

    private static void Forward(OmniModel model, ModelInput input, Precision precision)
    {
        model.Eval();
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        using var cast = Autocast.Of(precision, DeviceType.Cpu);
        _ = model.Forward(input).Logits;
    }

    private static void Step(OmniModel model, AdamW optimizer, ModelInput input, Tensor labels, Precision precision)
    {
        model.Train();
        using var scope = new TensorScope();
        optimizer.ZeroGrad();
        Tensor loss;
        using (Autocast.Of(precision, DeviceType.Cpu)) loss = model.Loss(model.Forward(input), labels);
        loss.Backward();
        optimizer.Step();
    }

    private static void Report(string work, Precision precision, int rows, int length, double flops, Action action)
    {
        var limit = MatrixRate.Of(precision, Device.Cpu);
        var time = Machine.Best(Seconds, action);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {work} | {precision.ToString().ToLowerInvariant()} | {rows} × {length} | {time * 1e3:0} | {rows * length / time:0} "
            + $"| {flops / time / 1e9:0} | {limit / 1e9:0} | {flops / time / limit:0.00} |"));
    }
}

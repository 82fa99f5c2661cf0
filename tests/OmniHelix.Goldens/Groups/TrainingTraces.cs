using System.Text.Json;
using OmniHelix.Models;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Families;
using OmniHelix.Torch;
using OmniHelix.Torch.Checkpoints;
using OmniHelix.Torch.Optim;

namespace OmniHelix.Goldens.Groups;

/// <summary>
/// Trains a small model step by step as the reference did: losses, norms, rates and final weights, in double and in single precision.
/// </summary>
internal static class TrainingTraces
{
    private const string InDouble = "float64", InSingle = "float32";

    // In double precision; the tables of rotary positions are made in single precision all the same.
    private static readonly Bounds Rotary = new(new(1e-6, 0), new(1e-6, 0));
    private static readonly Bounds Exact = new(new(1e-9, 0), new(1e-8, 0));
    private static readonly Bounds Single = new(new(1e-5, 0), new(1e-4, 0));

    /// <summary>Every trace of a folder with <c>config.json</c>, <c>model.safetensors</c> and <c>batches.safetensors</c>.</summary>
    public static IEnumerable<GoldenCase> Discover(string folder, Func<string, string> relative)
    {
        var family = Config(folder, "model_type")!;
        var traces = Directory.EnumerateFiles(folder, "*.json").Where(f => Path.GetFileName(f) != "config.json");
        return traces.Order(StringComparer.Ordinal).Select(f =>
        {
            var name = Path.ChangeExtension(relative(f), null);
            return ModelFamilies.Know(family)
                ? new GoldenCase(name, f, check => Run(folder, f, check))
                : GoldenCase.NotUnderstood(name, f, NotYet(family));
        });
    }

    /// <summary>
    /// Logits, loss and gradient norm of one batch under bfloat16 autocast; the case is named after the folder of its model.
    /// </summary>
    public static GoldenCase Autocast(JsonElement one, string name, string path, string model) => new(name, path, check =>
    {
        var folder = Path.Combine(Path.GetDirectoryName(path)!, model);
        var family = Config(folder, "model_type")!;
        if (!ModelFamilies.Know(family))
        {
            check.Skip(NotYet(family));
            return;
        }
        var tolerance = one.GetProperty("tolerance");
        using var trained = Open(folder, DType.Float32);
        using var batches = Checkpoint.Open(Path.Combine(folder, "batches.safetensors"));
        Compare(InSingle, autocast: false, Single.Losses, Single.Losses, Single.Losses);
        var norms = new Tolerance(0, tolerance.GetProperty("grad_norm_relative").GetDouble());
        Compare("autocast_bf16", autocast: true, Absolute("logits_absolute"), Absolute("loss_absolute"), norms);

        Tolerance Absolute(string key) => new(tolerance.GetProperty(key).GetDouble(), 0);

        void Compare(string kind, bool autocast, Tolerance ofLogits, Tolerance ofLoss, Tolerance ofNorm)
        {
            using var scope = new TensorScope();
            trained.ZeroGrad();
            var expected = one.GetProperty(kind);
            var batch = one.GetProperty("batch").GetInt32();
            var region = autocast ? new Autocast() : null;
            var output = trained.Forward(Input(batches, batch));
            var loss = trained.Loss(output, Row(batches, "labels", batch));
            region?.Dispose();
            loss.Backward();
            var norm = GradientClipping.ClipNorm(trained.TrainableParameters().Select(p => p.Value), double.PositiveInfinity);
            var logits = MetricsQuestions.Flatten(expected.GetProperty("logits"));
            check.Close($"{kind} logits", output.Logits.ToArray<double>(), logits, ofLogits);
            check.Close($"{kind} loss", loss.ToDouble(), expected.GetProperty("loss").GetDouble(), ofLoss);
            check.Close($"{kind} grad_norm", norm, expected.GetProperty("grad_norm").GetDouble(), ofNorm);
        }
    });

    private static void Run(string folder, string path, GoldenCheck check)
    {
        var trace = GoldenJson.Read(path);
        using var final = Checkpoint.Open(Path.ChangeExtension(path, ".final.safetensors"));
        var bounds = Config(folder, "position_embedding_type") == "rotary" ? Rotary : Exact;
        Train(folder, trace, DType.Float64, bounds, final, check);
        Train(folder, trace, DType.Float32, Single, final, check);
    }

    private static void Train(string folder, JsonElement trace, DType type, Bounds bounds, Checkpoint final, GoldenCheck check)
    {
        var kind = type == DType.Float64 ? InDouble : InSingle;
        var config = trace.GetProperty("config");
        var expected = trace.GetProperty(kind);
        using var model = Open(folder, type);
        using var batches = Checkpoint.Open(Path.Combine(folder, "batches.safetensors"));
        var micro = trace.GetProperty("micro_batches").GetInt32();
        var accumulation = config.GetProperty("accumulation").GetInt32();
        var rate = config.GetProperty("lr").GetDouble();
        var largest = config.GetProperty("max_grad_norm");
        var bound = largest.ValueKind == JsonValueKind.Number ? largest.GetDouble() : double.PositiveInfinity;
        var schedule = TraceOptimizers.Schedule(config, (micro + accumulation - 1) / accumulation);
        using var optimizer = TraceOptimizers.Optimizer(config, TraceOptimizers.Groups(model, trace, check));

        for (var m = 0; m < micro; m++)
        {
            using var scope = new TensorScope();
            var loss = model.Loss(model.Forward(Input(batches, m)), Row(batches, "labels", m));
            var told = expected.GetProperty("micro_losses")[m].GetDouble();
            check.Close($"{kind} loss of micro batch {m}", loss.ToDouble(), told, bounds.Losses);
            (loss / accumulation).Backward();
            if ((m + 1) % accumulation != 0 && m + 1 != micro) continue;
            var step = expected.GetProperty("steps")[(int)optimizer.StepCount];
            var norm = GradientClipping.ClipNorm(model.TrainableParameters().Select(p => p.Value), bound);
            optimizer.LearningRate = schedule.Rate(optimizer.StepCount, rate);
            var which = $"step {optimizer.StepCount + 1}";
            var within = new Tolerance(bounds.Losses.Abs, bounds.Losses.Abs);
            check.Close($"{kind} norm of {which}", norm, step.GetProperty("grad_norm").GetDouble(), within);
            check.Close($"{kind} rate of {which}", optimizer.LearningRate, step.GetProperty("lr").GetDouble(), new(1e-12, 0));
            optimizer.Step();
            optimizer.ZeroGrad();
        }
        using var end = new TensorScope();
        check.Equal($"{kind} steps", optimizer.StepCount, expected.GetProperty("steps").GetArrayLength());
        var last = model.Loss(model.Forward(Input(batches, 0)), Row(batches, "labels", 0));
        check.Close($"{kind} final loss", last.ToDouble(), expected.GetProperty("final_loss_on_first_batch").GetDouble(), bounds.Losses);
        foreach (var (name, parameter) in model.NamedParameters())
        {
            // In exact arithmetic the gradient of a key's bias is zero; Adam makes whole steps of its rounding noise in single precision.
            if (type == DType.Float32 && name.EndsWith("attention.self.key.bias", StringComparison.Ordinal)) continue;
            var weights = EncoderComparison.Read(final.Get(name)).ToArray<double>();
            check.Close($"{kind} {name}", parameter.Value.ToArray<double>(), weights, bounds.Weights);
        }
    }

    private static string? Config(string folder, string key) =>
        GoldenJson.Read(Path.Combine(folder, "config.json")).TryGetProperty(key, out var value) ? value.GetString() : null;

    private static string NotYet(string family) => $"the encoder family '{family}' is not implemented yet";

    private static OmniModel Open(string folder, DType type)
    {
        var model = OmniModel.FromPretrained(folder, trainable: true);
        model.To(Device.Cpu, type);
        return model;
    }

    private static ModelInput Input(Checkpoint batches, int number) =>
        new(Row(batches, "input_ids", number), Row(batches, "attention_mask", number));

    private static Tensor Row(Checkpoint batches, string name, int number) => EncoderComparison.Read(batches.Get(name)).Select(0, number);

    /// <summary>How far losses and final weights may be off.</summary>
    private sealed record Bounds(Tolerance Losses, Tolerance Weights);
}

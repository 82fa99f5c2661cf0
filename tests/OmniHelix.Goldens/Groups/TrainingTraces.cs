using System.Text.Json;
using OmniHelix.Models;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Families;
using OmniHelix.Torch;
using OmniHelix.Torch.Checkpoints;
using OmniHelix.Torch.Optim;
using OmniHelix.Training.Schedules;

namespace OmniHelix.Goldens.Groups;

/// <summary>Trains a small model step by step as the reference did: losses, norms, rates and final weights, in double and in single precision.</summary>
internal static class TrainingTraces
{
    private static readonly Tolerance DoubleWeights = new(1e-6, 0), DoubleLosses = new(1e-6, 0), SingleWeights = new(1e-4, 0), SingleLosses = new(1e-5, 0);

    /// <summary>Every trace of a folder with <c>config.json</c>, <c>model.safetensors</c> and <c>batches.safetensors</c>.</summary>
    public static IEnumerable<GoldenCase> Discover(string folder, Func<string, string> relative)
    {
        var family = Family(folder);
        var traces = Directory.EnumerateFiles(folder, "*.json").Where(f => Path.GetFileName(f) != "config.json").Order(StringComparer.Ordinal);
        return traces.Select(f =>
        {
            var name = Path.ChangeExtension(relative(f), null);
            return ModelFamilies.Know(family)
                ? new GoldenCase(name, f, check => Run(folder, f, check))
                : GoldenCase.NotUnderstood(name, f, NotYet(family));
        });
    }

    /// <summary>Logits, loss and gradient norm of the first batch under bfloat16 autocast; the case is named after the folder of its model.</summary>
    public static GoldenCase Autocast(JsonElement one, string name, string path, string model) => new(name, path, check =>
    {
        var folder = Path.Combine(Path.GetDirectoryName(path)!, model);
        if (!ModelFamilies.Know(Family(folder)))
        {
            check.Skip(NotYet(Family(folder)));
            return;
        }
        var tolerance = one.GetProperty("tolerance");
        using var trained = Open(folder, DType.Float32);
        using var batches = Checkpoint.Open(Path.Combine(folder, "batches.safetensors"));
        foreach (var (kind, autocast) in new[] { ("float32", false), ("autocast_bf16", true) })
        {
            using var scope = new TensorScope();
            trained.ZeroGrad();
            var expected = one.GetProperty(kind);
            Tensor logits, loss;
            using (autocast ? new Autocast() : null)
            {
                var output = trained.Forward(Input(batches, one.GetProperty("batch").GetInt32()));
                (logits, loss) = (output.Logits, trained.Loss(output, Row(batches, "labels", one.GetProperty("batch").GetInt32())));
            }
            loss.Backward();
            var norm = GradientClipping.ClipNorm(trained.NamedParameters().Select(p => p.Value), double.PositiveInfinity);
            Tolerance Within(string key) => autocast ? new(tolerance.GetProperty(key).GetDouble(), 0) : SingleLosses;
            check.Close($"{kind} logits", logits.ToArray<double>(), MetricsQuestions.Flatten(expected.GetProperty("logits")), Within("logits_absolute"));
            check.Close($"{kind} loss", loss.ToDouble(), expected.GetProperty("loss").GetDouble(), Within("loss_absolute"));
            check.Close($"{kind} grad_norm", norm, expected.GetProperty("grad_norm").GetDouble(), autocast ? new(0, tolerance.GetProperty("grad_norm_relative").GetDouble()) : SingleLosses);
        }
    });

    private static string Family(string folder) =>
        GoldenJson.Read(Path.Combine(folder, "config.json")).GetProperty("model_type").GetString()!;

    private static string NotYet(string family) => $"the encoder family '{family}' is not implemented yet";

    private static void Run(string folder, string path, GoldenCheck check)
    {
        var trace = GoldenJson.Read(path);
        using var final = Checkpoint.Open(Path.ChangeExtension(path, ".final.safetensors"));
        Train(folder, trace, DType.Float64, "float64", DoubleLosses, (name, got, expected) => check.Close(name, got, expected, DoubleWeights), final, check);
        Train(folder, trace, DType.Float32, "float32", SingleLosses, (name, got, expected) =>
        {
            // In exact arithmetic the gradient of a key's bias is zero; Adam makes whole steps of its rounding noise.
            if (!name.EndsWith("attention.self.key.bias", StringComparison.Ordinal)) check.Close(name, got, expected, SingleWeights);
        }, final, check);
    }

    private static void Train(string folder, JsonElement trace, DType type, string kind, Tolerance tolerance, Action<string, double[], double[]> compareWeights, Checkpoint final, GoldenCheck check)
    {
        var config = trace.GetProperty("config");
        var expected = trace.GetProperty(kind);
        using var model = Open(folder, type);
        using var batches = Checkpoint.Open(Path.Combine(folder, "batches.safetensors"));
        int micro = trace.GetProperty("micro_batches").GetInt32(), accumulation = config.GetProperty("accumulation").GetInt32();
        var rate = config.GetProperty("lr").GetDouble();
        var schedule = Schedule(config, (micro + accumulation - 1) / accumulation);
        using var optimizer = new AdamW(Groups(model, config, trace, check), rate);
        if (config.GetProperty("optimizer").GetString() != "adamw") throw new JsonException("expected the optimizer adamw");

        for (var m = 0; m < micro; m++)
        {
            using var scope = new TensorScope();
            var loss = model.Loss(model.Forward(Input(batches, m)), Row(batches, "labels", m));
            check.Close($"{kind} loss of micro batch {m}", loss.ToDouble(), expected.GetProperty("micro_losses")[m].GetDouble(), tolerance);
            (loss / accumulation).Backward();
            if ((m + 1) % accumulation != 0 && m + 1 != micro) continue;
            var step = expected.GetProperty("steps")[(int)optimizer.StepCount];
            var norm = GradientClipping.ClipNorm(model.NamedParameters().Select(p => p.Value), config.GetProperty("max_grad_norm").GetDouble());
            optimizer.LearningRate = schedule.Rate(optimizer.StepCount, rate);
            check.Close($"{kind} norm of step {optimizer.StepCount + 1}", norm, step.GetProperty("grad_norm").GetDouble(), new(tolerance.Abs, tolerance.Abs));
            check.Close($"{kind} rate of step {optimizer.StepCount + 1}", optimizer.LearningRate, step.GetProperty("lr").GetDouble(), new(1e-12, 0));
            optimizer.Step();
            optimizer.ZeroGrad();
        }
        using var end = new TensorScope();
        check.Equal($"{kind} steps", optimizer.StepCount, expected.GetProperty("steps").GetArrayLength());
        var last = model.Loss(model.Forward(Input(batches, 0)), Row(batches, "labels", 0));
        check.Close($"{kind} final loss", last.ToDouble(), expected.GetProperty("final_loss_on_first_batch").GetDouble(), tolerance);
        foreach (var (name, parameter) in model.NamedParameters())
            compareWeights($"{kind} {name}", parameter.Value.ToArray<double>(), EncoderComparison.Read(final.Get(name)).ToArray<double>());
    }

    private static IReadOnlyList<ParameterGroup> Groups(OmniModel model, JsonElement config, JsonElement trace, GoldenCheck check)
    {
        var decay = config.GetProperty("weight_decay").GetDouble();
        if (!config.TryGetProperty("decay_groups", out var two) || !two.GetBoolean()) return [new ParameterGroup([.. model.NamedParameters()], decay)];
        var groups = ParameterGroup.WithoutDecayForBiasAndNorm(model, decay);
        foreach (var (group, key) in groups.Zip(["decay_parameters", "no_decay_parameters"]))
            check.SameItems(key, group.Parameters.Select(p => p.Name).Order(StringComparer.Ordinal), trace.GetProperty(key).EnumerateArray().Select(n => n.GetString()!).Order(StringComparer.Ordinal));
        return groups;
    }

    private static WarmupSchedule Schedule(JsonElement config, long total)
    {
        var warmup = config.GetProperty("warmup").GetInt64();
        return config.GetProperty("schedule").GetString() switch
        {
            "linear" => new LinearSchedule(warmup, total),
            "cosine" => new CosineSchedule(warmup, total),
            "constant" => new ConstantSchedule(warmup),
            "polynomial" when config.GetProperty("schedule_kwargs") is var more => new PolynomialSchedule(warmup, total, more.GetProperty("power").GetDouble(), more.GetProperty("lr_end").GetDouble()),
            var other => throw new JsonException($"the schedule '{other}' is unknown"),
        };
    }

    private static OmniModel Open(string folder, DType type)
    {
        var model = OmniModel.FromPretrained(folder, trainable: true);
        model.To(Device.Cpu, type);
        return model;
    }

    private static ModelInput Input(Checkpoint batches, int number) => new(Row(batches, "input_ids", number), Row(batches, "attention_mask", number));

    private static Tensor Row(Checkpoint batches, string name, int number) => EncoderComparison.Read(batches.Get(name)).Select(0, number);
}

using System.Text.Json;
using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Goldens.Groups;

/// <summary>Losses in float64 with their gradients.</summary>
internal static class LossCases
{
    public static bool Recognises(JsonElement one) =>
        one.ValueKind == JsonValueKind.Object && one.TryGetProperty("group", out _) && one.TryGetProperty("inputs", out _)
            && one.TryGetProperty("loss", out _);

    public static GoldenCase Case(JsonElement one, string file, string path, double tolerance)
    {
        var kind = one.GetProperty("group").GetString()!;
        var name = $"{file}/{kind}-{one.GetProperty("name").GetString()}";
        var parameters = new Parameters(one.GetProperty("parameters"));
        if (Find(kind) is not { } loss) return GoldenCase.NotUnderstood(name, path, $"the loss '{kind}' is not known");
        if (parameters.Unknown(kind) is { Count: > 0 } unknown)
            return GoldenCase.NotUnderstood(name, path, $"parameters not known: {string.Join(", ", unknown)}");
        return new(name, path, check => Compare(check, one, loss, parameters, new Tolerance(tolerance, tolerance)));
    }

    private static void Compare(
        GoldenCheck check,
        JsonElement one,
        Func<Inputs, Parameters, Tensor> loss,
        Parameters parameters,
        Tolerance tolerance)
    {
        using var scope = new TensorScope();
        var inputs = new Inputs(one.GetProperty("inputs"));
        var input = inputs["input"];
        input.RequiresGrad = true;
        var got = loss(inputs, parameters);
        check.Close("loss", got.ToArray<double>(), MetricsQuestions.Flatten(one.GetProperty("loss")), tolerance);
        got.Sum().Backward();
        if (one.TryGetProperty("gradient", out var gradient))
            check.Close("gradient", input.Grad!.ToArray<double>(), MetricsQuestions.Flatten(gradient), tolerance);
    }

    private static Func<Inputs, Parameters, Tensor>? Find(string kind) => kind switch
    {
        "cross_entropy" => (i, p) => Loss.CrossEntropy(
            i["input"],
            i.Target(),
            p.Tensor("weight"),
            (long)p.Number("ignore_index", -100),
            p.Number("label_smoothing", 0),
            p.Reduction),
        "nll" => (i, p) => Loss.NegativeLogLikelihood(
            i["input"].LogSoftmax(-1),
            i.Target(),
            p.Tensor("weight"),
            (long)p.Number("ignore_index", -100),
            p.Reduction),
        "bce_with_logits" =>
            (i, p) => Loss.BinaryCrossEntropy(i["input"], i["target"], p.Tensor("weight"), p.Tensor("pos_weight"), p.Reduction),
        "mse" => (i, p) => Loss.MeanSquaredError(i["input"], i["target"], p.Reduction),
        "l1" => (i, p) => Loss.MeanAbsoluteError(i["input"], i["target"], p.Reduction),
        "huber" => (i, p) => Loss.Huber(i["input"], i["target"], p.Number("delta", 1), p.Reduction),
        "smooth_l1" => (i, p) => Loss.SmoothL1(i["input"], i["target"], p.Number("beta", 1), p.Reduction),
        "poisson_nll" => (i, p) => Loss.PoissonNegativeLogLikelihood(
            i["input"],
            i["target"],
            p.Flag("log_input", true),
            p.Flag("full", false),
            p.Number("eps", 1e-8),
            p.Reduction),
        "gaussian_nll" => (i, p) => Loss.GaussianNegativeLogLikelihood(
            i["input"],
            i["target"],
            i["variance"],
            p.Flag("full", false),
            p.Number("eps", 1e-6),
            p.Reduction),
        "kl_div" => (i, p) => Loss.KullbackLeibler(i["input"], i["target"], p.Reduction),
        "cosine_embedding" => (i, p) => Loss.CosineEmbedding(i["input"], i["other"], i["target"], p.Number("margin", 0), p.Reduction),
        _ => null,
    };

    private sealed class Inputs(JsonElement all)
    {
        private readonly Dictionary<string, Tensor> tensors = all.EnumerateObject().ToDictionary(p => p.Name, p => Read(p.Value));

        public Tensor this[string name] => tensors[name];

        /// <summary>Classes when the target has one axis less than the input, else probabilities.</summary>
        public Tensor Target() => this["target"].Rank < this["input"].Rank ? this["target"].To(DType.Int64) : this["target"];
    }

    private sealed class Parameters(JsonElement all)
    {
        private static readonly string[] Common = ["reduction"];

        public Reduction Reduction => !all.TryGetProperty("reduction", out var value) ? Reduction.Mean : value.GetString() switch
        {
            "none" => Reduction.None,
            "sum" => Reduction.Sum,
            _ => Reduction.Mean,
        };

        public double Number(string name, double otherwise) =>
            all.TryGetProperty(name, out var value) ? GoldenJson.Number(value) : otherwise;

        public bool Flag(string name, bool otherwise) => all.TryGetProperty(name, out var value) ? value.GetBoolean() : otherwise;

        public Tensor? Tensor(string name) =>
            all.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? Read(value) : null;

        public List<string> Unknown(string kind)
        {
            string[] known = kind switch
            {
                "cross_entropy" => ["weight", "ignore_index", "label_smoothing"],
                "nll" => ["weight", "ignore_index"],
                "bce_with_logits" => ["weight", "pos_weight"],
                "huber" => ["delta"],
                "smooth_l1" => ["beta"],
                "poisson_nll" => ["log_input", "full", "eps"],
                "gaussian_nll" => ["full", "eps"],
                "cosine_embedding" => ["margin"],
                _ => [],
            };
            // The element-wise mean of the Kullback–Leibler divergence is no divergence and is not offered.
            return [.. all.EnumerateObject().Where(p => !known.Concat(Common).Contains(p.Name)
                || (kind == "kl_div" && p.Value.ToString() == "mean")).Select(p => p.Name)];
        }
    }

    private static Tensor Read(JsonElement nested)
    {
        var shape = new List<long>();
        for (var level = nested; level.ValueKind == JsonValueKind.Array; level = level[0]) shape.Add(level.GetArrayLength());
        return Torch.Tensor.From<double>(MetricsQuestions.Flatten(nested), shape.ToArray());
    }
}

using System.Globalization;
using OmniHelix.Models;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Encoders;
using OmniHelix.Models.Families;
using OmniHelix.Torch;

namespace OmniHelix.Bench;

/// <summary>
/// Forward pass, and forward and backward pass, of each architecture in float32: 4 layers, hidden 512, 8 heads, feed-forward 2048, 2 × 512
/// tokens, on one thread, in processor time; as a share of the rate of 1024³ matrix products, measured before and after each, the faster
/// of the two. Whoever else uses the machine counts little.
/// </summary>
internal static class FamilyBenchmark
{
    private const int Rows = 2, Length = 512, Vocabulary = 4096, Products = 1024;

    // Networks that are trained from scratch have sizes of their own.
    private static readonly IReadOnlyList<ModelFamily> Encoders = [.. ModelFamilies.All.Where(family => family.Usual is null)];

    /// <summary>Runs the named families, as their pages are called, or <c>all</c>.</summary>
    public static int Run(IReadOnlyList<string> names)
    {
        var unknown = names.Where(name => name != "all" && !Encoders.Any(family => IsCalled(family, name))).ToList();
        if (names.Count == 0 || unknown.Count > 0)
        {
            var known = string.Join(", ", Encoders.Select(family => family.Title));
            Console.Error.WriteLine($"--family takes all, or names of {known}");
            return 2;
        }
        TorchEngine.Threads = 1;
        Console.WriteLine("| family | forward ms | share | forward and backward ms | share |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var family in Encoders)
            if (names.Any(name => name == "all" || IsCalled(family, name))) Measure(family);
        return 0;
    }

    private static bool IsCalled(ModelFamily family, string name) => family.Title.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static void Measure(ModelFamily family)
    {
        using var scope = new TensorScope();
        using var model = Model(family);
        var ids = Ops.Rand([Rows, Length]).Mul(Vocabulary - 10).Add(6).To(DType.Int64);
        var input = new ModelInput(ids);
        var flops = model.FlopsPerToken(Length) * Rows * Length;
        var forward = Share(flops, () =>
        {
            model.Eval();
            using var inner = new TensorScope();
            using var off = GradMode.Off();
            _ = model.Forward(input).Logits;
        });
        var both = Share(3 * flops, () =>
        {
            model.Train();
            using var inner = new TensorScope();
            model.ZeroGrad();
            model.Loss(model.Forward(input), ids).Backward();
        });
        Console.WriteLine($"| {family.Title} | {forward} | {both} |");
    }

    private static string Share(double flops, Action action)
    {
        var before = ProductRate();
        var time = CpuTime.Least(() => CpuTime.Process, action);
        var limit = Math.Max(before, ProductRate());
        return string.Create(CultureInfo.InvariantCulture, $"{time * 1e3:0} | {flops / time / limit:0.00}");
    }

    private static double ProductRate()
    {
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        var a = Ops.Rand([Products, Products]);
        var time = CpuTime.Least(() => CpuTime.Process, () =>
        {
            using var inner = new TensorScope();
            _ = a.Matmul(a);
        });
        return 2.0 * Products * Products * Products / time;
    }

    private static OmniModel Model(ModelFamily family)
    {
        var folder = Directory.CreateTempSubdirectory("omni-bench-");
        try
        {
            var path = Path.Combine(folder.FullName, "config.json");
            File.WriteAllText(path, Json(family));
            return OmniModel.Create(path, TaskType.MaskedLanguageModel, new OmniModelOptions(), seed: 1);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Approximations of attention by landmarks are for one length.
    private static string Json(ModelFamily family)
    {
        var hasLandmarks = family == Nystromformer.Family || family == ScNystromformer.Family;
        return $$"""
            {"model_type":"{{family.Names[0].ModelType}}","vocab_size":{{Vocabulary}},"hidden_size":512,"num_hidden_layers":4,
             "num_attention_heads":8,"intermediate_size":2048,"hidden_dim":2048,
             "max_position_embeddings":{{(hasLandmarks ? Length : 1026)}},"segment_means_seq_len":{{Length}},"attention_window":256,
             "pad_token_id":1,"mask_token_id":4{{Shown(family)}}}
            """;
    }

    private static string Shown(ModelFamily family)
    {
        if (family.Keys.Layouts.Contains(MultiField.BeforeLabels))
            return $$""","fields":[{"field_name":"genes","tokenization_strategy":"tokenize","vocab_size":{{Vocabulary}}}]""";
        if (family == MosaicBert.Family) return ",\"alibi_starting_size\":512";
        return family == GenaLm.Family ? ",\"pre_layer_norm\":true" : "";
    }
}

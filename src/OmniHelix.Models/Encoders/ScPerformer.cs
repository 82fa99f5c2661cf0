using System.Text.Json.Nodes;
using OmniHelix.Documents;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Configuration;
using OmniHelix.Models.Layers;
using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Encoders;

/// <summary>How random features are made positive.</summary>
internal enum PerformerKernel
{
    /// <summary><c>max(0, ·) + ε</c>.</summary>
    Relu,

    /// <summary><c>elu(·) + 1 + ε</c>.</summary>
    Elu,

    /// <summary>An estimate of softmax by exponentials.</summary>
    Exp,

    /// <summary>The same by exponentials of both signs.</summary>
    Cosh,
}

/// <summary>
/// Sizes and switches of SCPerformer (biomed-multi-omic): SCBert whose attention is a product of random features (Choromanski et al. 2021).
/// The names and defaults are those of <c>config.json</c>, but for <c>feature_seed</c>: published files leave the features to chance.
/// </summary>
internal sealed record ScPerformerConfig : ScBertConfig
{
    private static readonly PerformerKernel[] Kernels = Enum.GetValues<PerformerKernel>();

    /// <summary><c>scperformer</c>.</summary>
    public override string ModelType { get; init; } = "scperformer";

    /// <summary>How features are made positive.</summary>
    public PerformerKernel Kernel { get; init; } = PerformerKernel.Exp;

    /// <summary>Features of a head; null for <c>d · ln d</c>.</summary>
    public int? FeatureCount { get; init; }

    /// <summary>Added to features, so that none is 0.</summary>
    public double KernelEpsilon { get; init; } = 1e-4;

    /// <summary>
    /// Whether features of <see cref="PerformerKernel.Relu"/> and <see cref="PerformerKernel.Elu"/> are scaled by d^−¼.
    /// </summary>
    public bool ScalesFeatures { get; init; } = true;

    /// <summary>Whether the rows of the feature matrix have length √d; else lengths of normal vectors.</summary>
    public bool RegularLengths { get; init; } = true;

    /// <summary>Start of the random numbers that features are drawn with, so that every run has the same.</summary>
    public int FeatureSeed { get; init; }

    internal override ModelFamily Family => ScPerformer.Family;

    internal override EncoderDesign Design()
    {
        var design = base.Design();
        return design with
        {
            Blocks = [.. design.Blocks.Select((block, i) => block with { Attention = () => new PerformerAttention(this, i) })],
        };
    }

    // Tables of tokens are N(0, initializer_range²) here.
    internal override void Initialise(Module part)
    {
        Initialization.Transformer(part, InitializerRange);
        MultiField.Initialise(part);
        foreach (var (_, module) in part.NamedModules())
            if (module is LanguageModelHead { Bias: { } bias }) Initialization.Constant(bias, 0);
    }

    internal override JsonObject ToJson()
    {
        var json = base.ToJson();
        json["kernel_type"] = NameOf(Kernel);
        json["num_random_features"] = FeatureCount;
        json["kernel_epsilon"] = KernelEpsilon;
        json["normalize_output"] = ScalesFeatures;
        json["regularize_feature_norms"] = RegularLengths;
        json["feature_generation_algorithm"] = "qr";
        json["feature_seed"] = FeatureSeed;
        return json;
    }

    internal static new ScPerformerConfig Read(MapNode json, PublishedName name, IStoredTensors? tensors)
    {
        json.Refuse("causal", "attention to the past only");
        json.Refuse("use_recurrent_decoding", "decoding");
        if (json.Text("feature_generation_algorithm") is { } algorithm and not "qr")
            throw json.Missing("feature_generation_algorithm", $"'{algorithm}'");
        var inputs = MultiField.Read(json, tensors);
        var kernel = json.Text("kernel_type") ?? "exp";
        var config = ReadKeys(json, new ScPerformerConfig
        {
            VocabularySize = inputs.VocabularySize,
            Inputs = inputs,
            ModelType = name.ModelType,
            Kernel = Array.Exists(Kernels, one => NameOf(one) == kernel)
                ? Array.Find(Kernels, one => NameOf(one) == kernel)
                : throw json.Missing("kernel_type", $"'{kernel}'"),
            FeatureCount = json.Integer("num_random_features"),
            KernelEpsilon = json.Number("kernel_epsilon") ?? 1e-4,
            ScalesFeatures = json.Flag("normalize_output") ?? true,
            RegularLengths = json.Flag("regularize_feature_norms") ?? true,
            FeatureSeed = json.Integer("feature_seed") ?? 0,
        });
        return config;
    }

    internal override void Check(string place)
    {
        base.Check(place);
        Require(FeatureCount is null or > 0, place, $"num_random_features {FeatureCount} must be positive");
        Require(KernelEpsilon > 0, place, $"kernel_epsilon {KernelEpsilon} must be positive");
    }

    private static string NameOf(PerformerKernel kernel) => kernel.ToString().ToLowerInvariant();
}

/// <summary>
/// <c>φ(q)(φ(k)ᵀv) / (φ(q) · Σφ(k))</c> with positive features φ of products with fixed random vectors, and a linear layer behind
/// it (Choromanski et al. 2021). It has no probabilities to show.
/// </summary>
internal sealed class PerformerAttention : SelfAttention
{
    private readonly ScPerformerConfig config;
    private readonly Linear output;
    private readonly Lazy<Tensor> drawn;

    /// <param name="config">Sizes and switches.</param>
    /// <param name="layer">Each block has features of its own.</param>
    public PerformerAttention(ScPerformerConfig config, int layer)
    {
        this.config = config;
        output = Register("out", new Linear(config.HiddenSize, config.HiddenSize));
        var count = config.FeatureCount ?? (int)(config.HeadSize * Math.Log(config.HeadSize));
        drawn = new(() => RandomFeatures.Draw((Math.Max(1, count), config.HeadSize), config.RegularLengths, (config.FeatureSeed, layer)));
    }

    /// <summary>Features in place of the drawn ones, <c>[features, size]</c>; null for these.</summary>
    public Tensor? Features { get; set; }

    /// <inheritdoc/>
    public override Tensor Forward(AttentionInput input, AttentionContext context, Action<Tensor>? observer)
    {
        using var scope = new TensorScope();
        var features = (Features ?? drawn.Value).To(input.Queries.Device, input.Queries.DType);             // [m, d]
        var queries = Positive(input.Queries, features, _ => null);              // [B, H, L, m]
        var keys = Positive(input.Keys, features, exponents => Largest(exponents, context));
        var values = input.Values;
        if (context.Mask is { } mask)
        {
            var real = mask.To(values.DType).Unsqueeze(1).Unsqueeze(3);          // [B, 1, L, 1]
            values = values * real;
            // The published code leaves padding in the sum that divides.
            if (context.IsStrict) keys = keys * real;
        }
        var mixed = queries.Matmul(keys.Transpose(2, 3).Matmul(values));         // [B, H, L, d]
        var weights = queries.Matmul(keys.Sum([2]).Unsqueeze(3));                // [B, H, L, 1]
        var merged = (mixed / weights).Transpose(1, 2).Reshape([values.Size(0), values.Size(2), config.HiddenSize]);
        var rows = output.Forward(merged).View([values.Size(0), values.Size(2), config.HeadCount, config.HeadSize]);
        return scope.Keep(rows.Transpose(1, 2).Contiguous());
    }

    /// <inheritdoc/>
    public override double FlopsPerToken(int length)
    {
        double h = config.HiddenSize;
        var m = config.FeatureCount ?? (int)(config.HeadSize * Math.Log(config.HeadSize));
        return 2 * h * h + 8 * m * h;                                            // out; features of q and k, their products with v
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && drawn.IsValueCreated) drawn.Value.Dispose();
        base.Dispose(disposing);
    }

    // Of a sequence, or in the published code of the whole batch and its padding.
    private static Tensor Largest(Tensor exponents, AttentionContext context)
    {
        if (!context.IsStrict) return exponents.Max();
        if (context.Mask is { } mask)
            exponents = exponents.MaskedFill(mask.Eq(0).Unsqueeze(1).Unsqueeze(3), AttentionContext.Lowest(exponents.DType));
        return exponents.Amax([1, 2, 3], true);
    }

    // What is taken off the exponents cancels in the quotient; the largest of a single query is its own.
    private Tensor Positive(Tensor x, Tensor features, Func<Tensor, Tensor?> largest)
    {
        var scale = Math.Pow(config.HeadSize, -0.25);
        var u = x.Matmul(features.Transpose(0, 1));                              // [B, H, L, m]
        if (config.Kernel is PerformerKernel.Relu or PerformerKernel.Elu)
        {
            if (config.ScalesFeatures) u = u * scale;
            return (config.Kernel == PerformerKernel.Relu ? u.Relu() : Elu(u) + 1) + config.KernelEpsilon;
        }
        var lengths = x.Square().Sum([-1], true) * -0.5;                         // [B, H, L, 1]
        var offset = lengths - (largest(lengths) ?? lengths);
        u = u * scale;
        var count = features.Size(0);
        if (config.Kernel == PerformerKernel.Exp) return ((offset + u).Exp() + config.KernelEpsilon) * Math.Pow(count, -0.5);
        return (Ops.Cat([(offset + u).Exp(), (offset - u).Exp()], -1) + config.KernelEpsilon) * Math.Pow(2 * count, -0.5);
    }

    private static Tensor Elu(Tensor x) => x.Relu() + x.Clamp(null, 0).Exp() - 1;
}

/// <summary>Random vectors for <see cref="PerformerAttention"/>, orthogonal in blocks as many as a head has channels.</summary>
internal static class RandomFeatures
{
    /// <summary>Vectors <c>[features, channels]</c>.</summary>
    /// <param name="size">Features and channels.</param>
    /// <param name="regular">All have length √channels; else those of normal vectors.</param>
    /// <param name="seed">Start of the random numbers, and number of the block.</param>
    public static Tensor Draw((int Features, int Channels) size, bool regular, (int Seed, int Layer) seed)
    {
        var (features, channels) = size;
        var random = new Xoshiro256(seed.Seed, seed.Layer);
        var rows = new float[features * channels];
        for (var first = 0; first < features; first += channels)
        {
            var block = Orthonormal(channels, random);
            for (var i = 0; i < Math.Min(channels, features - first); i++)
            {
                var length = regular ? Math.Sqrt(channels) : Length(channels, random);
                for (var c = 0; c < channels; c++) rows[(first + i) * channels + c] = (float)(block[i][c] * length);
            }
        }
        var tensor = Tensor.From<float>(rows, [features, channels]);
        tensor.LeaveScope();
        return tensor;
    }

    // Gram and Schmidt, twice for accuracy.
    private static double[][] Orthonormal(int size, Xoshiro256 random)
    {
        var rows = new double[size][];
        for (var i = 0; i < size; i++)
        {
            var row = Enumerable.Range(0, size).Select(_ => random.NextNormal()).ToArray();
            for (var pass = 0; pass < 2; pass++)
                for (var j = 0; j < i; j++)
                {
                    var shared = Dot(row, rows[j]);
                    for (var c = 0; c < size; c++) row[c] -= shared * rows[j][c];
                }
            var length = Math.Sqrt(Dot(row, row));
            rows[i] = [.. row.Select(value => value / length)];
        }
        return rows;
    }

    private static double Length(int size, Xoshiro256 random) =>
        Math.Sqrt(Enumerable.Range(0, size).Sum(_ => Math.Pow(random.NextNormal(), 2)));

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
}

/// <summary>How models of the SCPerformer family are published.</summary>
internal static class ScPerformer
{
    /// <summary>The line of the table.</summary>
    public static ModelFamily Family { get; } =
        ScBert.FamilyOf(new("scperformer", "SCPerformer", "scperformer"), ScPerformerConfig.Read) with
        {
            Marks = [.. ScBert.Family.Marks, "attention.self.out.weight"],
        };
}

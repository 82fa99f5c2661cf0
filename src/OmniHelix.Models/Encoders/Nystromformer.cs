using System.Text.Json.Nodes;
using OmniHelix.Documents;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Heads;
using OmniHelix.Models.Layers;
using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Encoders;

/// <summary>How the matrix among landmarks is inverted, from a first guess in a few steps.</summary>
internal enum InverseMethod
{
    /// <summary>The iteration of the paper, of order 3 (Razavi et al. 2014).</summary>
    Original,

    /// <summary><c>Z (2 − KZ)</c>.</summary>
    Newton,

    /// <summary><c>Z (3 − KZ (3 − KZ))</c>.</summary>
    Chebyshev,
}

/// <summary>
/// Sizes and switches of Nyströmformer (Xiong et al. 2021): BERT whose attention goes through landmarks, the means of equal segments of
/// the sequence. The names and defaults are those of <c>config.json</c>.
/// </summary>
internal record NystromformerConfig : EncoderConfig
{
    // Rows of the table before the first position.
    private const int FirstPosition = 2;

    /// <summary>The defaults of a file that leaves keys out.</summary>
    public NystromformerConfig()
    {
        PaddingId = 1;
        MaxPositions = 510;
        LayerNormEpsilon = 1e-5;
    }

    /// <summary><c>nystromformer</c>.</summary>
    public override string ModelType { get; init; } = "nystromformer";

    /// <summary>Segments that tokens may belong to.</summary>
    public int TokenTypeCount { get; init; } = 2;

    /// <summary>Activation of the feed-forward network and of all heads, as <c>config.json</c> names it.</summary>
    public string HiddenActivation { get; init; } = "gelu_new";

    /// <summary>Tokens of every sequence, padding included, when there are landmarks.</summary>
    public int SegmentLength { get; init; } = 64;

    /// <summary>Landmarks; as many as <see cref="SegmentLength"/> means attention to all keys.</summary>
    public int LandmarkCount { get; init; } = 64;

    /// <summary>Tokens of the convolution of values that is added; null for none.</summary>
    public int? ConvolutionWidth { get; init; } = 65;

    /// <summary>
    /// The inverse of each matrix starts from its own largest column, so that sequences do not feel their batch; false for the largest of
    /// all, as the published numbers have it.
    /// </summary>
    public bool StartsEachInverseAlone { get; init; }

    /// <summary>How the matrix among landmarks is inverted.</summary>
    public InverseMethod InverseMethod { get; init; }

    /// <summary>Steps of that.</summary>
    public int InverseSteps { get; init; } = 6;

    /// <summary>True when attention goes through landmarks.</summary>
    public bool HasLandmarks => LandmarkCount != SegmentLength;

    internal override IReadOnlyList<ShapeClaim> Claims => ConvolutionWidth is { } width
        ? [.. base.Claims, new("conv_kernel_size", width, "encoder.layer.0.attention.self.conv.weight", 2)]
        : base.Claims;

    /// <inheritdoc/>
    public override int MaxTokens => HasLandmarks ? Math.Min(SegmentLength, MaxPositions) : MaxPositions;

    internal override ModelFamily Family => Nystromformer.Family;

    internal override EncoderDesign Design()
    {
        var activation = Activation.Find(HiddenActivation)!;
        return new()
        {
            Embeddings = new()
            {
                VocabularySize = VocabularySize,
                HiddenSize = HiddenSize,
                PaddingId = PaddingId,
                PositionCount = MaxPositions + FirstPosition,
                PositionOffset = FirstPosition,
                TokenTypeCount = TokenTypeCount,
                Norm = NormKind.LayerNorm,
                NormEpsilon = LayerNormEpsilon,
                Dropout = HiddenDropout,
            },
            Blocks = Blocks(Block() with
            {
                NormPosition = NormPosition.Post,
                Activation = activation,
                // Whatever attention_probs_dropout_prob says.
                AttentionDropout = 0,
                Attention = () => new NystromAttention(this),
            }),
            HasPooler = false,
            LanguageModel = LanguageModelHeadOptions.OfBert(HiddenSize, VocabularySize, LayerNormEpsilon, activation),
        };
    }

    /// <inheritdoc/>
    public override NystromformerBackbone CreateBackbone(BackboneParts parts = BackboneParts.None) => new(this, parts);

    internal override void Initialise(Module part)
    {
        base.Initialise(part);
        foreach (var (_, module) in part.NamedModules())
            if (module is NystromAttention { Convolution: { } kernel }) Initialization.Normal(kernel, InitializerRange);
    }

    internal override ClassifierOptions Classifier(ClassifierOptions layers) =>
        layers with { Activation = Activation.Find(HiddenActivation)! };

    internal override JsonObject ToJson()
    {
        var json = base.ToJson();
        json["type_vocab_size"] = TokenTypeCount;
        json["hidden_act"] = HiddenActivation;
        json["segment_means_seq_len"] = SegmentLength;
        json["num_landmarks"] = LandmarkCount;
        json["conv_kernel_size"] = ConvolutionWidth;
        json["inv_coeff_init_option"] = StartsEachInverseAlone;
        return json;
    }

    internal static NystromformerConfig Read(MapNode json, PublishedName name, IStoredTensors? tensors)
    {
        var config = ReadKeys(json, new() { VocabularySize = 0, ModelType = name.ModelType });
        config.Check(json.Place.File);
        return config;
    }

    private protected static NystromformerConfig ReadKeys(MapNode json, NystromformerConfig defaults) =>
        (NystromformerConfig)ReadCommon(json, defaults) with
        {
            TokenTypeCount = json.Integer("type_vocab_size") ?? 2,
            HiddenActivation = ReadActivation(json, "hidden_act", "gelu_new"),
            SegmentLength = json.Integer("segment_means_seq_len") ?? 64,
            LandmarkCount = json.Integer("num_landmarks") ?? 64,
            ConvolutionWidth = json.Has("conv_kernel_size")
                ? json.Integer("conv_kernel_size")
                : json.Keys.Contains("conv_kernel_size") ? null : 65,
            StartsEachInverseAlone = json.Flag("inv_coeff_init_option") ?? false,
        };

    internal override void Check(string place)
    {
        base.Check(place);
        Require(TokenTypeCount > 0, place, $"type_vocab_size {TokenTypeCount} must be positive");
        Require(LandmarkCount > 0 && SegmentLength % LandmarkCount == 0, place,
            $"segment_means_seq_len {SegmentLength} is not divisible by num_landmarks {LandmarkCount}");
        Require(ConvolutionWidth is null || ConvolutionWidth % 2 == 1, place, $"conv_kernel_size {ConvolutionWidth} must be odd");
        Require(!HasLandmarks || SegmentLength <= MaxPositions, place,
            $"segment_means_seq_len {SegmentLength} is more than max_position_embeddings {MaxPositions}");
    }
}

/// <summary>
/// Encoder of Nyströmformer. With landmarks every batch is padded to the one length that segments are cut of, and the result cut again.
/// </summary>
internal sealed class NystromformerBackbone : EncoderBackbone
{
    private readonly NystromformerConfig config;

    internal NystromformerBackbone(NystromformerConfig config, BackboneParts parts) : base(config, parts) => this.config = config;

    private protected override BackboneOutput Encode(ModelInput input, Outputs outputs, AttentionObserver? observer)
    {
        var length = input.InputIds.Size(-1);
        if (!config.HasLandmarks || length == config.SegmentLength) return base.Encode(input, outputs, observer);
        if (length > config.SegmentLength) throw TooLong(length);
        using var scope = new TensorScope();
        var more = config.SegmentLength - length;
        var mask = input.AttentionMask ?? Ops.Ones([input.InputIds.Size(0), length], DType.Int64, input.InputIds.Device);
        var padded = input with
        {
            InputIds = Ops.Cat([input.InputIds, Padding(input.InputIds, more)], -1),
            AttentionMask = Padded(mask),
            TokenTypeIds = input.TokenTypeIds is { } types ? Padded(types) : null,
        };
        var output = base.Encode(padded, outputs, observer);
        var states = output.HiddenStates?.Select(Cut).ToList();
        return new BackboneOutput(
            states is null ? Cut(output.LastHiddenState) : states[^1], states, output.Attentions?.Select(Cut2).ToList());

        Tensor Padded(Tensor ids) => Ops.Cat([ids, Ops.Zeros([ids.Size(0), more], ids.DType, ids.Device)], 1);

        Tensor Cut(Tensor states) => scope.Keep(states.Narrow(1, 0, length).Contiguous());

        Tensor Cut2(Tensor probabilities) => scope.Keep(probabilities.Narrow(2, 0, length).Contiguous());
    }

    // Landmarks are means of padding, too.
    private protected override AttentionContext Context(ModelInput input, Tensor? mask, Tensor x, Outputs outputs) =>
        new(mask, x.DType, !config.HasLandmarks && Packs(input, mask)) { IsStrict = input.SkipsPadding };

    private Tensor Padding(Tensor ids, long more)
    {
        var token = config.PaddingId ?? 0;
        if (ids.Shape.Length == 2) return Ops.Full([ids.Size(0), more], token, ids.DType, ids.Device);
        var values = Fields.Select(field => (float)field.PaddingValue(token)).ToArray();
        return Tensor.From<float>(values, [1, values.Length, 1]).To(ids.Device, ids.DType).Expand([ids.Size(0), values.Length, more]);
    }
}

/// <summary>
/// <c>softmax(q k̃ᵀ) · (softmax(q̃ k̃ᵀ))⁺ · softmax(q̃ kᵀ) v</c>, with the means q̃ and k̃ of equal segments and a
/// pseudo-inverse by six steps of an iteration, and a depthwise convolution of the values added (Xiong et al. 2021). What is shown of it is
/// the product of the first two, <c>[batch, heads, length, landmarks]</c>.
/// </summary>
internal sealed class NystromAttention : SelfAttention
{
    private readonly NystromformerConfig config;

    public NystromAttention(NystromformerConfig config)
    {
        this.config = config;
        if (config.ConvolutionWidth is { } width)
            Convolution = Register("conv.weight", new Parameter([config.HeadCount, 1, width, 1]));
    }

    /// <summary>Of values along the sequence, <c>[heads, 1, width, 1]</c>; null for none.</summary>
    public Parameter? Convolution { get; }

    /// <inheritdoc/>
    public override Tensor Forward(AttentionInput input, AttentionContext context, Action<Tensor>? observer)
    {
        using var scope = new TensorScope();
        var scale = Math.Pow(config.HeadSize, -0.25);
        Tensor q = input.Queries * scale, k = input.Keys * scale, v = input.Values;
        var o = config.HasLandmarks ? ThroughLandmarks(q, k, v, context, observer) : Full(q, k, v, context, observer);
        if (Convolution is null) return scope.Keep(o);
        // With landmarks all batches have one length, so that padding is the same for all.
        if (context.IsStrict && !config.HasLandmarks && context.Mask is { } mask) v = v * mask.To(v.DType).Unsqueeze(1).Unsqueeze(3);
        return scope.Keep(o + Convolved(v));
    }

    /// <inheritdoc/>
    public override double FlopsPerToken(int length)
    {
        double h = config.HiddenSize, m = config.LandmarkCount, convolved = config.ConvolutionWidth ?? 0;
        // q k̃ᵀ, q̃ kᵀ, its product with v, and the product with what the landmarks hold; the inverse is of all tokens together.
        return config.HasLandmarks ? 8 * m * h + 2 * convolved * h + config.InverseSteps * 8 * m * m * m * config.HeadCount / length
            : 4 * length * h + 2 * convolved * h;
    }

    private static Tensor Full(Tensor q, Tensor k, Tensor v, AttentionContext context, Action<Tensor>? observer)
    {
        var p = Masked(q.Matmul(k.Transpose(2, 3)), context).Softmax(-1);
        observer?.Invoke(p);
        return p.Matmul(v);
    }

    private Tensor ThroughLandmarks(Tensor q, Tensor k, Tensor v, AttentionContext context, Action<Tensor>? observer)
    {
        Tensor queries = Means(q), keys = Means(k);                              // [B, H, m, d]
        var toLandmarks = q.Matmul(keys.Transpose(2, 3)).Softmax(-1);            // [B, H, L, m]
        var among = queries.Matmul(keys.Transpose(2, 3)).Softmax(-1);            // [B, H, m, m]
        var fromTokens = Masked(queries.Matmul(k.Transpose(2, 3)), context).Softmax(-1);                     // [B, H, m, L]
        var p = toLandmarks.Matmul(Inverse(among, context));                              // [B, H, L, m]
        observer?.Invoke(p);
        return p.Matmul(fromTokens.Matmul(v));
    }

    private Tensor Means(Tensor x)
    {
        var shape = x.Shape;
        return x.View([shape[0], shape[1], config.LandmarkCount, shape[2] / config.LandmarkCount, shape[3]]).Mean([3]);
    }

    private static Tensor Masked(Tensor scores, AttentionContext context) => context.KeyBias is { } bias ? scores + bias : scores;

    private Tensor Inverse(Tensor k, AttentionContext context)
    {
        var transposed = k.Transpose(2, 3);
        Tensor z;
        if (config.InverseMethod == InverseMethod.Original) z = transposed / Largest(k.Sum([2]), context);
        else
        {
            // No less than the largest eigenvalue.
            var squared = transposed.Matmul(k).Abs();
            z = transposed * 2 / Largest(squared.Sum([3]), context).Minimum(Largest(squared.Sum([2]), context));
        }
        var one = Ops.Eye(k.Size(3), k.DType, device: k.Device);
        for (var step = 0; step < config.InverseSteps; step++)
        {
            var kz = k.Matmul(z);
            z = config.InverseMethod switch
            {
                InverseMethod.Newton => z.Matmul(one * 2 - kz),
                InverseMethod.Chebyshev => z.Matmul(one * 3 - kz.Matmul(one * 3 - kz)),
                _ => z.Matmul(one * 13 - kz.Matmul(one * 15 - kz.Matmul(one * 7 - kz))) * 0.25,
            };
        }
        return z;
    }

    // Of sums [batch, heads, landmarks]: those of a matrix, of a sequence, or in the published code of the whole batch.
    private Tensor Largest(Tensor sums, AttentionContext context) => config.StartsEachInverseAlone
        ? sums.Amax([2], true).Unsqueeze(3)
        : context.IsStrict ? sums.Amax([1, 2], true).Unsqueeze(3) : sums.Max();

    // Along the sequence, of each head its own, over padding as well.
    private Tensor Convolved(Tensor v)
    {
        var shape = v.Shape;
        long batch = shape[0], heads = shape[1], length = shape[2], size = shape[3];
        var width = config.ConvolutionWidth!.Value;
        var rows = v.Permute([0, 3, 1, 2]).Reshape([batch * size, heads, length]);
        var kernel = Convolution!.Value.View([heads, 1, width]);
        var convolved = Ops.Conv1d(rows, kernel, null, [1], [width / 2], [1], heads);                        // [B·d, H, L]
        return convolved.View([batch, size, heads, length]).Permute([0, 2, 3, 1]);
    }
}

/// <summary>How models of the Nyströmformer family are published.</summary>
internal static class Nystromformer
{
    /// <summary>The line of the table.</summary>
    public static ModelFamily Family { get; } = new()
    {
        Title = "Nyströmformer",
        Names = [new("nystromformer", "Nystromformer", "nystromformer")],
        Marks = ["attention.self.query.weight", "attention.output.LayerNorm.weight", "attention.self.conv.weight"],
        Read = NystromformerConfig.Read,
        Keys = new KeyMap
        {
            Prefixes = ["nystromformer."],
            BackboneParts = ["embeddings.", "encoder."],
            Blocks = "encoder.layer.",
            Aliases = [("cls.predictions.decoder.bias", "cls.predictions.bias")],
        },
        Heads = new HeadKeys
        {
            HasLanguageModel = tensors => tensors.Has("cls.predictions.transform.dense.weight"),
            SequenceClassifier = "classifier.out_proj",
            Sequences = ([Pooling.Cls], HeadLayout.Dense),
            Prefixes = ["cls.", "classifier."],
        },
        AdapterTargets = ["key", "value", "dense"],
    };
}

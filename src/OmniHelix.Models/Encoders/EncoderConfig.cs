using System.Text.Json.Nodes;
using OmniHelix.Documents;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Configuration;
using OmniHelix.Models.Layers;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Encoders;

/// <summary>
/// What the configurations of encoders in the layout of BERT have in common. The names and defaults of <c>config.json</c> are those of
/// transformers.
/// </summary>
public abstract record EncoderConfig : BackboneConfig
{
    /// <summary>Attention heads of a block; divides <see cref="BackboneConfig.HiddenSize"/>.</summary>
    public int HeadCount { get; init; } = 12;

    /// <summary>Width inside the feed-forward network.</summary>
    public int IntermediateSize { get; init; } = 3072;

    /// <summary>Rows of the position table; for other kinds of positions the longest input the model was made for.</summary>
    public int MaxPositions { get; init; } = 512;

    /// <summary>Added to the variance in every layer norm.</summary>
    public double LayerNormEpsilon { get; init; } = 1e-12;

    /// <summary>Dropout after attention and after the feed-forward network.</summary>
    public double HiddenDropout { get; init; } = 0.1;

    /// <summary>Dropout on attention probabilities.</summary>
    public double AttentionDropout { get; init; } = 0.1;

    /// <summary>Dropout before a classifier; null for <see cref="HiddenDropout"/>.</summary>
    public double? ClassifierDropout { get; init; }

    /// <summary>Id of the padding token.</summary>
    public int? PaddingId { get; init; }

    /// <summary>The decoder of the language-model head is the word embedding.</summary>
    public bool TiedEmbeddings { get; init; } = true;

    /// <summary>Channels of a head.</summary>
    public int HeadSize => HiddenSize / HeadCount;

    internal override int? AttentionHeads => HeadCount;

    internal override double HeadDropout => ClassifierDropout ?? HiddenDropout;

    /// <summary>Most tokens of one sequence, special tokens included.</summary>
    public virtual int MaxTokens => MaxPositions;

    internal override IReadOnlyList<ShapeClaim> Claims => ClaimsOf(Design());

    internal override void Initialise(Module part)
    {
        base.Initialise(part);
        foreach (var (_, module) in part.NamedModules())
        {
            (module as TokenEmbeddings)?.FillFixedPositions();
            if (module is EncoderBlock { Swish: { } slope }) Initialization.Constant(slope, 1);
        }
    }

    /// <summary>How the encoder is put together. Its rotary tables belong to whoever asks.</summary>
    internal abstract EncoderDesign Design();

    /// <inheritdoc/>
    public override EncoderBackbone CreateBackbone(BackboneParts parts = BackboneParts.None) => new(this, parts);

    /// <summary>The common keys; a subclass adds its own.</summary>
    internal override JsonObject ToJson() => new()
    {
        ["model_type"] = ModelType,
        ["vocab_size"] = VocabularySize,
        ["hidden_size"] = HiddenSize,
        ["num_hidden_layers"] = LayerCount,
        ["num_attention_heads"] = HeadCount,
        ["intermediate_size"] = IntermediateSize,
        ["max_position_embeddings"] = MaxPositions,
        ["layer_norm_eps"] = LayerNormEpsilon,
        ["hidden_dropout_prob"] = HiddenDropout,
        ["attention_probs_dropout_prob"] = AttentionDropout,
        ["classifier_dropout"] = ClassifierDropout,
        ["initializer_range"] = InitializerRange,
        ["pad_token_id"] = PaddingId,
        ["tie_word_embeddings"] = TiedEmbeddings,
    };

    /// <summary>
    /// <paramref name="defaults"/> with the common keys of a file; a vocabulary that is known already is not looked for.
    /// </summary>
    /// <exception cref="OmniException">OH3202: a value of the wrong kind. OH3204: a decoder.</exception>
    private protected static EncoderConfig ReadCommon(MapNode json, EncoderConfig defaults)
    {
        json.Refuse("is_decoder", "a decoder");
        json.Refuse("add_cross_attention", "cross attention");
        return defaults with
        {
            VocabularySize = defaults.VocabularySize > 0
                ? defaults.VocabularySize
                : json.Integer("vocab_size") ?? throw json.Wrong("vocab_size", "the number of tokens"),
            HiddenSize = json.Integer("hidden_size") ?? defaults.HiddenSize,
            LayerCount = json.Integer("num_hidden_layers") ?? defaults.LayerCount,
            HeadCount = json.Integer("num_attention_heads") ?? defaults.HeadCount,
            IntermediateSize = json.Integer("intermediate_size") ?? defaults.IntermediateSize,
            MaxPositions = json.Integer("max_position_embeddings") ?? defaults.MaxPositions,
            LayerNormEpsilon = json.Number("layer_norm_eps") ?? defaults.LayerNormEpsilon,
            HiddenDropout = json.Number("hidden_dropout_prob") ?? json.Number("hidden_dropout") ?? defaults.HiddenDropout,
            AttentionDropout = json.Number("attention_probs_dropout_prob") ?? json.Number("attention_dropout") ?? defaults.AttentionDropout,
            ClassifierDropout = json.Number("classifier_dropout"),
            InitializerRange = json.Number("initializer_range") ?? defaults.InitializerRange,
            PaddingId = json.Integer("pad_token_id") ?? defaults.PaddingId,
            TiedEmbeddings = json.Flag("tie_word_embeddings") ?? true,
        };
    }

    /// <summary>Refuses numbers that do not fit together.</summary>
    /// <param name="place">Where they stand.</param>
    /// <exception cref="OmniException">OH3203.</exception>
    internal virtual void Check(string place)
    {
        Require(new[] { VocabularySize, HiddenSize, LayerCount, HeadCount, IntermediateSize, MaxPositions }.Min() > 0, place,
            $"vocab_size and the numbers of layers, heads, positions, hidden and intermediate channels must be positive");
        Require(HiddenSize % HeadCount == 0, place, $"hidden_size {HiddenSize} is not divisible by num_attention_heads {HeadCount}");
        Require(PaddingId is null || (PaddingId >= 0 && PaddingId < VocabularySize), place,
            $"pad_token_id {PaddingId} is outside the vocabulary of {VocabularySize}");
        Require(LayerNormEpsilon > 0, place, $"layer_norm_eps {LayerNormEpsilon} must be positive");
        Require(InitializerRange >= 0, place, $"initializer_range {InitializerRange} is negative");
        foreach (var rate in new[] { HiddenDropout, AttentionDropout, ClassifierDropout ?? 0 })
            Require(rate is >= 0 and < 1, place, $"a dropout of {rate} is outside [0, 1)");
    }

    /// <summary>A block with the sizes and dropouts that nearly all have.</summary>
    private protected EncoderBlockOptions Block(EncoderBlockNames? names = null) => new()
    {
        HiddenSize = HiddenSize,
        HeadCount = HeadCount,
        IntermediateSize = IntermediateSize,
        NormEpsilon = LayerNormEpsilon,
        Names = names ?? new(),
        AttentionDropout = AttentionDropout,
        AttentionOutputDropout = HiddenDropout,
        OutputDropout = HiddenDropout,
    };

    /// <summary>As many blocks of one kind as there are layers.</summary>
    private protected IReadOnlyList<EncoderBlockOptions> Blocks(EncoderBlockOptions block) =>
        [.. Enumerable.Repeat(block, LayerCount)];

    /// <summary>The activation of a name in <c>config.json</c>.</summary>
    /// <exception cref="OmniException">OH3204.</exception>
    private protected static string ReadActivation(MapNode json, string key, string otherwise)
    {
        var name = json.Text(key) ?? otherwise;
        return Activation.Find(name) is null ? throw json.Missing(key, $"'{name}'") : name;
    }

    private List<ShapeClaim> ClaimsOf(EncoderDesign design)
    {
        foreach (var rotary in design.Blocks.Select(block => block.Rotary).Distinct()) rotary?.Dispose();
        var embeddings = design.Embeddings;
        var first = design.Blocks[0];
        var width = first.Gated && first.Names.Gate is null ? 2 * IntermediateSize : first.IntermediateSize;
        List<ShapeClaim> claims =
        [
            new("vocab_size", VocabularySize, $"{embeddings.Words}.weight", 0),
            new("hidden_size", embeddings.TableSize ?? HiddenSize, $"{embeddings.Words}.weight", 1),
            new("intermediate_size", width, $"{design.BlocksName}.0.{first.Names.Intermediate}.weight", 0),
        ];
        if (embeddings.PositionCount > 0)
            claims.Add(new("max_position_embeddings", embeddings.PositionCount, $"{embeddings.PositionTable}.weight", 0));
        if (embeddings.TokenTypeCount > 0)
            claims.Add(new("type_vocab_size", embeddings.TokenTypeCount, $"{embeddings.TokenTypes}.weight", 0));
        if (first.RelativeKeys is (var longest, _))
        {
            var table = $"{design.BlocksName}.0.{first.Names.RelativeKeys}.weight";
            claims.Add(new("twice max_position_embeddings, less 1,", 2L * longest - 1, table, 0));
        }
        return claims;
    }

    /// <summary>Throws OH3203 unless a condition holds.</summary>
    private protected static void Require(bool holds, string place, FormattableString otherwise)
    {
        if (holds) return;
        var what = FormattableString.Invariant(otherwise);
        throw new OmniException("OH3203", what, place, "Take config.json from the same source as the weights.");
    }
}

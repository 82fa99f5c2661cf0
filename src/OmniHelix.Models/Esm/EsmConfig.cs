using System.Text.Json.Nodes;

namespace OmniHelix.Models.Esm;

/// <summary>How an encoder of the ESM family knows positions.</summary>
public enum EsmPositions
{
    /// <summary>A learned vector per position, counted from <c>pad + 1</c> over the tokens that are not padding.</summary>
    Absolute,

    /// <summary>Rotary position embedding of queries and keys (Su et al. 2021), half-split form.</summary>
    Rotary,
}

/// <summary>
/// Sizes and switches of an encoder of the ESM family: ESM-1b, ESM-2 (Lin et al. 2023), Nucleotide Transformer v1 (Dalla-Torre et al. 2023),
/// OmniGenome, PlantRNA-FM. The names and defaults are those of <c>config.json</c>.
/// </summary>
public sealed record EsmConfig
{
    /// <summary><c>esm</c>, <c>omnigenome</c> or <c>mprna</c>.</summary>
    public string ModelType { get; init; } = "esm";

    /// <summary>Rows of the word embedding.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Width of the residual stream.</summary>
    public int HiddenSize { get; init; } = 768;

    /// <summary>Number of blocks.</summary>
    public int LayerCount { get; init; } = 12;

    /// <summary>Attention heads of a block; divides <see cref="HiddenSize"/>.</summary>
    public int HeadCount { get; init; } = 12;

    /// <summary>Width inside the feed-forward network.</summary>
    public int IntermediateSize { get; init; } = 3072;

    /// <summary>Rows of the position table; for rotary models the longest input the model was made for.</summary>
    public int MaxPositions { get; init; } = 1026;

    /// <summary>Kind of position information.</summary>
    public EsmPositions Positions { get; init; } = EsmPositions.Absolute;

    /// <summary>Base θ of the rotary frequencies.</summary>
    public double RotaryBase { get; init; } = 10000;

    /// <summary>Added to the variance in every layer norm.</summary>
    public double LayerNormEpsilon { get; init; } = 1e-12;

    /// <summary>Layer norm on the embeddings.</summary>
    public bool EmbeddingLayerNorm { get; init; }

    /// <summary>Masked word vectors are zeroed and the rest rescaled, at inference too (see <see cref="EsmBackbone"/>).</summary>
    public bool TokenDropout { get; init; }

    /// <summary>
    /// True: the share of masked tokens is taken over the attended tokens, so that padding does not change a sequence. False: over the padded length, as
    /// transformers 4.57 computes it.
    /// </summary>
    public bool TokenDropoutSeesPadding { get; init; } = true;

    /// <summary>Dropout after the attention output and the feed-forward network.</summary>
    public double HiddenDropout { get; init; } = 0.1;

    /// <summary>Dropout on attention probabilities.</summary>
    public double AttentionDropout { get; init; } = 0.1;

    /// <summary>Dropout before a classifier; null for <see cref="HiddenDropout"/>.</summary>
    public double? ClassifierDropout { get; init; }

    /// <summary>Standard deviation of fresh weights.</summary>
    public double InitializerRange { get; init; } = 0.02;

    /// <summary>Id of <c>&lt;pad&gt;</c>.</summary>
    public int? PaddingId { get; init; }

    /// <summary>Id of <c>&lt;mask&gt;</c>.</summary>
    public int? MaskId { get; init; }

    /// <summary>The decoder of the language-model head is the word embedding.</summary>
    public bool TiedEmbeddings { get; init; } = true;

    /// <summary>Channels of a head.</summary>
    public int HeadSize => HiddenSize / HeadCount;

    /// <summary>Key prefix of the encoder in published files, such as <c>esm</c>.</summary>
    public string Prefix => ModelType == "esm" ? "esm" : "OmniGenome";

    /// <summary>Most tokens of one sequence, special tokens included.</summary>
    public int MaxTokens => Positions == EsmPositions.Absolute ? MaxPositions - PaddingId!.Value - 1 : MaxPositions;

    /// <summary>The layout of yangheng/OmniGenome-52M: 16 layers, hidden 480, 24 heads, intermediate 2400.</summary>
    public static EsmConfig OmniGenome52M { get; } = OmniGenome(16, 480, 24, 2400);

    /// <summary>The layout of yangheng/OmniGenome-186M: 32 layers, hidden 720, 30 heads, intermediate 2560.</summary>
    public static EsmConfig OmniGenome186M { get; } = OmniGenome(32, 720, 30, 2560);

    /// <summary>An OmniGenome layout (rotary, token dropout, the 24-token vocabulary) of any size.</summary>
    /// <exception cref="OmniException">OH3203: sizes that do not fit together.</exception>
    public static EsmConfig OmniGenome(int layers, int hidden, int heads, int intermediate) => new EsmConfig
    {
        ModelType = "omnigenome",
        VocabularySize = 24,
        HiddenSize = hidden,
        LayerCount = layers,
        HeadCount = heads,
        IntermediateSize = intermediate,
        Positions = EsmPositions.Rotary,
        LayerNormEpsilon = 1e-5,
        TokenDropout = true,
        HiddenDropout = 0,
        AttentionDropout = 0,
        PaddingId = 1,
        MaskId = 23,
    }.Checked("the configuration");

    /// <summary>Reads <c>config.json</c>.</summary>
    /// <param name="path">The file, or the folder that holds it.</param>
    /// <exception cref="OmniException">OH3201 unreadable, OH3202 a value of the wrong kind, OH3203 a contradiction, OH3204 a family or option that is not implemented.</exception>
    public static EsmConfig Read(string path)
    {
        var json = ConfigJson.Open(path);
        return EsmConfigFile.Parse(json);
    }

    /// <summary>The keys of <c>config.json</c>, names and defaults as transformers writes them.</summary>
    internal JsonObject ToJson() => EsmConfigFile.Write(this);

    /// <summary>This configuration, when its numbers fit together.</summary>
    internal EsmConfig Checked(string place)
    {
        Require(VocabularySize > 0 && HiddenSize > 0 && LayerCount > 0 && HeadCount > 0 && IntermediateSize > 0 && MaxPositions > 0,
            "vocab_size, hidden_size, num_hidden_layers, num_attention_heads, intermediate_size and max_position_embeddings must be positive");
        Require(HiddenSize % HeadCount == 0, $"hidden_size {HiddenSize} is not divisible by num_attention_heads {HeadCount}");
        Require(Positions != EsmPositions.Rotary || HeadSize % 2 == 0, $"rotary positions need an even head size, but hidden_size {HiddenSize} / num_attention_heads {HeadCount} = {HeadSize}");
        Require(Positions != EsmPositions.Absolute || PaddingId is not null, "absolute positions are counted from pad_token_id, which is not given");
        Require(Positions != EsmPositions.Absolute || MaxTokens > 0, $"max_position_embeddings {MaxPositions} leaves no position after pad_token_id {PaddingId}");
        Require(!TokenDropout || MaskId is not null, "token_dropout is on, but mask_token_id is not given");
        Require(PaddingId is null || (PaddingId >= 0 && PaddingId < VocabularySize), $"pad_token_id {PaddingId} is outside the vocabulary of {VocabularySize}");
        Require(MaskId is null || (MaskId >= 0 && MaskId < VocabularySize), $"mask_token_id {MaskId} is outside the vocabulary of {VocabularySize}");
        Require(LayerNormEpsilon > 0, $"layer_norm_eps {LayerNormEpsilon} must be positive");
        Require(RotaryBase > 0, $"rope_theta {RotaryBase} must be positive");
        Require(InitializerRange >= 0, $"initializer_range {InitializerRange} is negative");
        foreach (var rate in new[] { HiddenDropout, AttentionDropout, ClassifierDropout ?? 0 }) Require(rate is >= 0 and < 1, $"a dropout of {rate} is outside [0, 1)");
        return this;

        void Require(bool holds, string otherwise)
        {
            if (!holds) throw new OmniException("OH3203", otherwise, place, "Take config.json from the same source as the weights.");
        }
    }
}

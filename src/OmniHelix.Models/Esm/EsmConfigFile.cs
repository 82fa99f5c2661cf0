using System.Text.Json.Nodes;

namespace OmniHelix.Models.Esm;

/// <summary><c>config.json</c> of the ESM family.</summary>
internal static class EsmConfigFile
{
    private static readonly string[] Types = ["esm", "omnigenome", "mprna"];

    /// <summary>True when the file names this family.</summary>
    public static bool Names(ConfigJson json) => TypeOf(json) is { } type && Types.Contains(type);

    public static EsmConfig Parse(ConfigJson json)
    {
        var type = TypeOf(json);
        if (type is null || !Types.Contains(type))
            throw new OmniException("OH3204", $"model_type {(type is null ? "is missing" : $"'{type}' is not implemented")}; implemented: {string.Join(", ", Types)}", json.Path,
                type is null ? "Take the complete config.json of the model." : NearestName.Ask(type, Types));
        Refuse(json, "is_decoder", "a decoder");
        Refuse(json, "add_cross_attention", "cross attention");
        Refuse(json, "is_folding_model", "a protein folding model");
        if (json.Has("rope_scaling")) throw Missing(json, "rope_scaling", "scaled rotary positions");
        if (json.Flag("add_bias_fnn") == false) throw Missing(json, "add_bias_fnn", "the gated feed-forward network of Nucleotide Transformer v2");

        var defaults = new EsmConfig { VocabularySize = 1 };
        return new EsmConfig
        {
            ModelType = type,
            VocabularySize = json.Integer("vocab_size") ?? throw json.Wrong("vocab_size", "the number of tokens"),
            HiddenSize = json.Integer("hidden_size") ?? defaults.HiddenSize,
            LayerCount = json.Integer("num_hidden_layers") ?? defaults.LayerCount,
            HeadCount = json.Integer("num_attention_heads") ?? defaults.HeadCount,
            IntermediateSize = json.Integer("intermediate_size") ?? defaults.IntermediateSize,
            MaxPositions = json.Integer("max_position_embeddings") ?? defaults.MaxPositions,
            Positions = Positions(json),
            RotaryBase = json.Number("rope_theta") ?? Rope(json) ?? defaults.RotaryBase,
            LayerNormEpsilon = json.Number("layer_norm_eps") ?? defaults.LayerNormEpsilon,
            EmbeddingLayerNorm = json.Flag("emb_layer_norm_before") ?? false,
            TokenDropout = json.Flag("token_dropout") ?? false,
            HiddenDropout = json.Number("hidden_dropout_prob") ?? defaults.HiddenDropout,
            AttentionDropout = json.Number("attention_probs_dropout_prob") ?? defaults.AttentionDropout,
            ClassifierDropout = json.Number("classifier_dropout"),
            InitializerRange = json.Number("initializer_range") ?? defaults.InitializerRange,
            PaddingId = json.Integer("pad_token_id"),
            MaskId = json.Integer("mask_token_id"),
            TiedEmbeddings = json.Flag("tie_word_embeddings") ?? true,
        }.Checked(json.Path);
    }

    public static JsonObject Write(EsmConfig config) => new()
    {
        ["model_type"] = config.ModelType,
        ["vocab_size"] = config.VocabularySize,
        ["hidden_size"] = config.HiddenSize,
        ["num_hidden_layers"] = config.LayerCount,
        ["num_attention_heads"] = config.HeadCount,
        ["intermediate_size"] = config.IntermediateSize,
        ["max_position_embeddings"] = config.MaxPositions,
        ["position_embedding_type"] = config.Positions == EsmPositions.Rotary ? "rotary" : "absolute",
        ["rope_theta"] = config.RotaryBase,
        ["layer_norm_eps"] = config.LayerNormEpsilon,
        ["emb_layer_norm_before"] = config.EmbeddingLayerNorm,
        ["token_dropout"] = config.TokenDropout,
        ["hidden_dropout_prob"] = config.HiddenDropout,
        ["attention_probs_dropout_prob"] = config.AttentionDropout,
        ["classifier_dropout"] = config.ClassifierDropout,
        ["initializer_range"] = config.InitializerRange,
        ["pad_token_id"] = config.PaddingId,
        ["mask_token_id"] = config.MaskId,
        ["tie_word_embeddings"] = config.TiedEmbeddings,
        ["is_folding_model"] = false,
    };

    // Some publishers leave model_type out; the class names still tell the family.
    private static string? TypeOf(ConfigJson json) => json.Text("model_type")
        ?? json.Texts("architectures")?.Select(name => name.StartsWith("Esm", StringComparison.Ordinal) ? "esm"
            : name.StartsWith("OmniGenome", StringComparison.Ordinal) ? "omnigenome" : null).FirstOrDefault(found => found is not null);

    private static EsmPositions Positions(ConfigJson json) => json.Text("position_embedding_type") switch
    {
        null or "absolute" => EsmPositions.Absolute,
        "rotary" => EsmPositions.Rotary,
        var other => throw Missing(json, "position_embedding_type", $"'{other}'"),
    };

    private static double? Rope(ConfigJson json)
    {
        if (json.Section("rope_parameters") is not { } rope) return null;
        if (rope.Text("rope_type") is not (null or "default")) throw Missing(rope, "rope_type", "scaled rotary positions");
        return rope.Number("rope_theta");
    }

    private static void Refuse(ConfigJson json, string key, string what)
    {
        if (json.Flag(key) == true) throw Missing(json, key, what);
    }

    private static OmniException Missing(ConfigJson json, string key, string what) =>
        new("OH3204", $"\"{key}\": {what} is not implemented for this family", json.Path, "Choose a checkpoint without it.");
}

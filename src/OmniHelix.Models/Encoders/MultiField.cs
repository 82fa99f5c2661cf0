using System.Text.Json.Nodes;
using OmniHelix.Documents;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Configuration;
using OmniHelix.Models.Heads;
using OmniHelix.Models.Layers;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Encoders;

/// <summary>
/// What the encoders of biomed-multi-omic have in common: each position holds several things at once (<c>fields</c> of <c>config.json</c>),
/// whose vectors are added, and heads predict fields again.
/// </summary>
internal sealed record MultiField
{
    private const string Predictions = "cls.predictions.predictions";
    private const string Scores = "_token_scores";

    // What describes a model that is no size of the encoder, kept as it was written.
    private static readonly string[] Described = ["fields", "label_columns"];

    /// <summary>What a position holds, in the order of the input.</summary>
    public required IReadOnlyList<FieldOptions> Fields { get; init; }

    /// <summary><c>absolute</c> or <c>sinusoidal</c>; null for none.</summary>
    public string? Positions { get; init; }

    /// <summary>The keys of <c>config.json</c> that describe fields and labels.</summary>
    public required JsonObject Description { get; init; }

    /// <summary>Rows of the table of the first field of tokens.</summary>
    public int VocabularySize => Words.VocabularySize;

    /// <summary>Files that were made before labels and fields were predicted together.</summary>
    public static KeyLayout BeforeLabels { get; } = new()
    {
        Mark = "cls.predictions.transform.dense.weight",
        TellsFamily = false,
        Renames =
        [
            ("cls.predictions.transform.", $"{Predictions}.transform."),
            ("cls.predictions.decoder.", $"{Predictions}.decoder."),
        ],
    };

    /// <summary>How heads are called, and how those of sequences pool: the first, unless the file says otherwise.</summary>
    public static HeadKeys HeadsOf(params Pooling[] poolings) => new()
    {
        HasLanguageModel = tensors => tensors.Names.Any(
            name => name.StartsWith($"{Predictions}.decoder.", StringComparison.Ordinal)
                && name.EndsWith($"{Scores}.weight", StringComparison.Ordinal)),
        SequenceClassifier = "classifier",
        Sequences = (poolings, HeadLayout.Linear),
        PoolingKey = poolings.Length > 1 ? "classifier_pooling" : null,
        Prefixes = ["cls.", "classifier."],
    };

    private FieldOptions Words => Fields.First(one => one.Kind == FieldKind.Tokens);

    /// <summary>What a position of the input holds, by name; empty for models of sequences.</summary>
    public static IReadOnlyList<string> InputNames(MapNode json) =>
        [.. Inputs(json).Select(field => field.Text("field_name") ?? "a field without a name")];

    /// <summary>The fields of a file.</summary>
    /// <exception cref="OmniException">OH3202 a wrong value, OH3204 a kind of field that is not implemented.</exception>
    public static MultiField Read(MapNode json, IStoredTensors? tensors, string prefix = "embeddings.")
    {
        var fields = Inputs(json).Select(field => Field(field, tensors, prefix))
            .ToList();
        if (!fields.Exists(field => field.Kind == FieldKind.Tokens)) throw json.Wrong("fields", "input fields, one of tokens among them");
        var description = new JsonObject();
        foreach (var key in Described)
            if (json.Find(key) is { } node) description[key] = node.ToJson();
        var positions = json.Text("position_embedding_type");
        if (positions is not (null or "absolute" or "sinusoidal")) throw json.Missing("position_embedding_type", $"'{positions}'");
        return new() { Fields = fields, Positions = positions, Description = description };
    }

    /// <summary>Start values of what is neither a layer nor a table.</summary>
    public static void Initialise(Module part)
    {
        foreach (var (_, module) in part.NamedModules()) (module as WaveField)?.Fill();
    }

    /// <summary>Writes the keys that <see cref="Read"/> reads.</summary>
    public void WriteTo(JsonObject json)
    {
        json.Remove("vocab_size");
        json["position_embedding_type"] = Positions;
        foreach (var (key, value) in Description) json[key] = value?.DeepClone();
    }

    /// <summary>Vectors of all fields, and their norm.</summary>
    public TokenEmbeddingOptions Embeddings(EncoderConfig config, string prefix = "embeddings.") => new()
    {
        VocabularySize = config.VocabularySize,
        HiddenSize = config.HiddenSize,
        Fields = Fields,
        PaddingId = config.PaddingId,
        PositionCount = Positions is null ? 0 : config.MaxPositions,
        FixedPositions = Positions == "sinusoidal",
        Norm = NormKind.LayerNorm,
        NormEpsilon = config.LayerNormEpsilon,
        Dropout = config.HiddenDropout,
        Words = $"{prefix}{Words.Name}_embeddings",
        PositionTable = $"{prefix}position_embeddings",
        NormName = $"{prefix}LayerNorm",
    };

    /// <summary>The head that scores the tokens of the first field that has some.</summary>
    public LanguageModelHeadOptions Head(EncoderConfig config, Activation activation) => new()
    {
        HiddenSize = config.HiddenSize,
        VocabularySize = config.VocabularySize,
        NormEpsilon = config.LayerNormEpsilon,
        Activation = activation,
        Name = Predictions,
        Dense = "transform.dense",
        Norm = "transform.LayerNorm",
        Decoder = $"decoder.field_decoders.{Words.Name}{Scores}",
        Bias = $"decoder.field_decoders.{Words.Name}{Scores}.bias",
    };

    /// <summary>Equal when the files say the same.</summary>
    public bool Equals(MultiField? other) =>
        other is not null && Positions == other.Positions && JsonNode.DeepEquals(Description, other.Description);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Positions, Fields.Count);

    private static IEnumerable<MapNode> Inputs(MapNode json) => json.Maps("fields").Where(field => field.Flag("is_input") ?? true);

    private static FieldOptions Field(MapNode json, IStoredTensors? tensors, string prefix)
    {
        var name = json.Text("field_name") ?? throw json.Wrong("field_name", "a name");
        var strategy = json.Text("tokenization_strategy") ?? "tokenize";
        var kind = Kind(json, strategy);
        var encoder = json.Map("encoder_kwargs");
        var field = new FieldOptions
        {
            Name = name,
            Kind = kind,
            Prefix = prefix,
            SpecialTokens = json.Integer("num_special_tokens", least: 0) ?? 0,
            ZeroIsSpecial = encoder?.Flag("zero_as_special_token") ?? true,
            WaveCount = encoder?.Integer("n_sin_basis", least: 1) ?? 48,
            WaveScale = encoder?.Number("basis_scale") ?? 1.5,
            Shift = encoder?.Number("shift") ?? 0,
            LearnsWaves = encoder?.Flag("trainable") ?? true,
            Centers = encoder?.Numbers("sigmoid_centers") ?? [],
            Slopes = encoder?.Numbers("sigmoid_orientations") ?? [],
        };
        if (field.Centers.Count != field.Slopes.Count)
            throw encoder!.Wrong("sigmoid_orientations", $"as many numbers as sigmoid_centers, {field.Centers.Count}");
        if (kind != FieldKind.Tokens) return field;
        var table = json.Map("pretrained_embedding") is null ? null : tensors?.ShapeOf($"{prefix}{name}_embeddings.weight");
        return field with
        {
            VocabularySize = json.Integer("vocab_size", least: 1) ?? throw json.Wrong("vocab_size", "the number of tokens"),
            TableSize = table is [_, var size] ? (int)size : null,
        };
    }

    private static FieldKind Kind(MapNode json, string strategy)
    {
        if (strategy == "tokenize") return FieldKind.Tokens;
        if (strategy != "continuous_value_encoder") throw json.Missing("tokenization_strategy", $"'{strategy}'");
        var encoder = json.Map("encoder_kwargs");
        return encoder?.Text("kind") switch
        {
            null or "mlp_with_special_token_embedding" => FieldKind.NumberOrSpecial,
            "mlp" => FieldKind.Number,
            "scale_adapt" => FieldKind.Waves,
            var other => throw encoder!.Missing("kind", $"'{other}'"),
        };
    }
}

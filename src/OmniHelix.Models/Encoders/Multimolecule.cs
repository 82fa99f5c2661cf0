using System.Text.Json.Nodes;
using OmniHelix.Documents;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Configuration;
using OmniHelix.Models.Heads;
using OmniHelix.Models.Layers;

namespace OmniHelix.Models.Encoders;

/// <summary>
/// What the configurations in the layout of multimolecule have in common, which republishes RNA and DNA encoders: ids 0 to 5 for
/// <c>&lt;pad&gt;</c>, <c>&lt;cls&gt;</c>, <c>&lt;eos&gt;</c>, <c>&lt;unk&gt;</c>, <c>&lt;mask&gt;</c> and <c>&lt;null&gt;</c>, and
/// heads with sections of their own. The names and defaults are those of its <c>config.json</c>.
/// </summary>
internal abstract record MultimoleculeConfig : EncoderConfig
{
    private const int Padding = 0, Mask = 4;
    private const double UsualHeadEpsilon = 1e-12;

    /// <summary>Base θ of rotary positions.</summary>
    private protected const double RotaryBase = 10000;

    private protected MultimoleculeConfig() => PaddingId = Padding;

    /// <summary>Activation of the feed-forward network, as <c>config.json</c> names it.</summary>
    public string HiddenActivation { get; init; } = "gelu";

    /// <summary>Id of <c>&lt;mask&gt;</c>.</summary>
    public int MaskId { get; init; } = Mask;

    /// <summary>Tokens are codons; only the tokenizer asks.</summary>
    public bool Codons { get; init; }

    /// <summary>Activation of the language-model head, as <c>config.json</c> names it.</summary>
    public string HeadActivation { get; init; } = "gelu";

    /// <summary>Added to the variance in the norm of the language-model head.</summary>
    public double HeadNormEpsilon { get; init; } = UsualHeadEpsilon;

    /// <summary>Whether the scores of the language-model head have a bias.</summary>
    public bool HeadBias { get; init; } = true;

    /// <summary>Scores that a head of pairs of the file has for each.</summary>
    public int PairScores { get; init; } = 1;

    internal override double HeadDropout => ClassifierDropout ?? 0;

    // Heads of other kinds have more layers, or take something else.
    internal override BackboneParts PartsBeside(IStoredTensors tensors)
    {
        if (Width(Multimolecule.Contacts) == HiddenSize) return BackboneParts.ContactsOfStates;
        return Width(Multimolecule.Structures) == LayerCount * HeadCount ? BackboneParts.ContactsOfAttention : BackboneParts.None;

        long? Width(PairHeadNames head) => tensors.ShapeOf($"{head.Layer}.decoder.weight") is [_, var width] ? width : null;
    }

    private protected Activation BlockActivation => Activation.Find(HiddenActivation)!;

    private protected LanguageModelHeadOptions LanguageModel => new()
    {
        HiddenSize = HiddenSize,
        VocabularySize = VocabularySize,
        NormEpsilon = HeadNormEpsilon,
        Activation = Activation.Find(HeadActivation)!,
        HasBias = HeadBias,
        Dense = "transform.dense",
        Norm = "transform.layer_norm",
    };

    private protected PairHeads Pairs => new(PairScores, Multimolecule.Contacts, Multimolecule.Structures);

    /// <summary>Embeddings without positions, norm and segments.</summary>
    private protected TokenEmbeddingOptions Words => new()
    {
        VocabularySize = VocabularySize,
        HiddenSize = HiddenSize,
        PaddingId = PaddingId,
        NormEpsilon = LayerNormEpsilon,
        NormName = "embeddings.layer_norm",
        Dropout = HiddenDropout,
    };

    /// <summary><paramref name="defaults"/> with the keys of a file that all of the layout have.</summary>
    /// <exception cref="OmniException">OH3202: a value of the wrong kind. OH3204: what is not implemented.</exception>
    private protected static T ReadLayout<T>(MapNode json, IStoredTensors? tensors, T defaults) where T : MultimoleculeConfig
    {
        RequirePlainHeads(json, tensors);
        var read = (T)ReadCommon(json, defaults);
        var head = json.Map("lm_head");
        if (head?.Text("transform") is { } transform and not "nonlinear") throw head.Missing("transform", $"'{transform}'");
        if (head?.Text("act") is { } last) throw head.Missing("act", $"'{last}'");
        return (T)(read with
        {
            HiddenActivation = ReadActivation(json, "hidden_act", defaults.HiddenActivation),
            MaskId = json.Integer("mask_token_id") ?? defaults.MaskId,
            Codons = json.Flag("codon") ?? defaults.Codons,
            ClassifierDropout = json.Map("head")?.Number("dropout"),
            HeadActivation = head is null ? defaults.HeadActivation : ReadActivation(head, "transform_act", defaults.HeadActivation),
            HeadNormEpsilon = head?.Number("layer_norm_eps") ?? defaults.HeadNormEpsilon,
            HeadBias = head?.Flag("bias") ?? true,
            PairScores = tensors is null ? 1 : PairScoresOf(tensors),
        });
    }

    private static int PairScoresOf(IStoredTensors tensors)
    {
        foreach (var head in (PairHeadNames[])[Multimolecule.Contacts, Multimolecule.Structures])
            if (tensors.ShapeOf($"{head.Layer}.decoder.weight") is [var scores, _]) return (int)scores;
        return 1;
    }

    // The heads of sequences, tokens and pairs are one linear layer.
    private static void RequirePlainHeads(MapNode json, IStoredTensors? tensors)
    {
        if (tensors is null || json.Map("head") is not { } head) return;
        if (!Multimolecule.LinearHeads.Any(layer => tensors.Has($"{layer}.decoder.weight"))) return;
        foreach (var key in (string[])["transform", "act"])
            if (head.Text(key) is { } value) throw head.Missing(key, $"'{value}'");
    }

    /// <summary>Throws OH3203 unless heads can be rotated.</summary>
    private protected void RequireRotary(string place) => Require(HeadSize % 2 == 0, place,
        $"rotary positions need an even head size, but hidden_size {HiddenSize} / num_attention_heads {HeadCount} = {HeadSize}");

    /// <summary>Refuses other positions than rotary ones, and another base of them.</summary>
    /// <exception cref="OmniException">OH3204.</exception>
    private protected static void RequireRotaryPositions(MapNode json)
    {
        RequirePositions(json, "rotary");
        if (RotarySettings.Theta(json) is { } other && other != RotaryBase)
            throw json.Missing("rope_theta", FormattableString.Invariant($"another base of rotary positions than {RotaryBase}"));
    }

    /// <summary>The one kind of positions that an architecture has.</summary>
    /// <exception cref="OmniException">OH3204: another one.</exception>
    private protected static void RequirePositions(MapNode json, string kind)
    {
        if (json.Text("position_embedding_type") is { } other && other != kind) throw json.Missing("position_embedding_type", $"'{other}'");
    }

    internal override JsonObject ToJson()
    {
        var json = base.ToJson();
        foreach (var key in (string[])["hidden_dropout_prob", "attention_probs_dropout_prob", "classifier_dropout"]) json.Remove(key);
        json["hidden_dropout"] = HiddenDropout;
        json["attention_dropout"] = AttentionDropout;
        json["hidden_act"] = HiddenActivation;
        json["mask_token_id"] = MaskId;
        json["codon"] = Codons;
        var head = new JsonObject();
        if (ClassifierDropout is { } dropout) head["dropout"] = dropout;
        if (PairScores > 1) head["num_labels"] = PairScores;
        if (head.Count > 0) json["head"] = head;
        json["lm_head"] = new JsonObject
        {
            ["transform"] = "nonlinear",
            ["transform_act"] = HeadActivation,
            ["layer_norm_eps"] = HeadNormEpsilon,
            ["bias"] = HeadBias,
        };
        return json;
    }

    internal override void Check(string place)
    {
        base.Check(place);
        Require(MaskId >= 0 && MaskId < VocabularySize, place, $"mask_token_id {MaskId} is outside the vocabulary of {VocabularySize}");
        Require(HeadNormEpsilon > 0, place, $"lm_head.layer_norm_eps {HeadNormEpsilon} must be positive");
    }
}

/// <summary>How models in the layout of multimolecule are published.</summary>
internal static class Multimolecule
{
    /// <summary>What stands before the names of the backbone's tensors.</summary>
    public const string Prefix = "model";

    /// <summary>The tensors of a block with norms after attention and the feed-forward network.</summary>
    public static EncoderBlockNames PostNorm { get; } = new()
    {
        AttentionNorm = "attention.output.layer_norm",
        FeedForwardNorm = "output.layer_norm",
    };

    /// <summary>The tensors of a block with norms before attention and the feed-forward network.</summary>
    public static EncoderBlockNames PreNorm { get; } = new()
    {
        AttentionNorm = "attention.layer_norm",
        FeedForwardNorm = "layer_norm",
    };

    /// <summary>The head of contacts, which looks at states.</summary>
    public static PairHeadNames Contacts { get; } = new("contact_head", "ForContactPrediction");

    /// <summary>The head of secondary structures, which looks at attention maps.</summary>
    public static PairHeadNames Structures { get; } = new("ss_head", "ForSecondaryStructurePrediction");

    /// <summary>Heads that are one linear layer.</summary>
    public static IReadOnlyList<string> LinearHeads { get; } = ["sequence_head", "token_head", Contacts.Layer, Structures.Layer];

    /// <summary>The heads that the library adds to every model.</summary>
    public static HeadKeys Heads { get; } = new()
    {
        HasLanguageModel = tensors => tensors.Has("lm_head.transform.dense.weight"),
        TokenClassifier = "token_head.decoder",
        SequenceClassifier = "sequence_head.decoder",
        LinearOfSequences = "sequence_head.decoder",
        Sequences = ([Pooling.Pooler], HeadLayout.Linear),
        Tasks = new()
        {
            Classes =
            [
                ("ForMaskedLM", [TaskType.MaskedLanguageModel]),
                ("ForTokenPrediction", [TaskType.TokenClassification, TaskType.TokenRegression]),
                ("ForSequencePrediction", LibraryTasks.OfSequences),
            ],
            Problems =
            [
                ("regression", TaskTarget.Number),
                ("multiclass", TaskTarget.Class),
                ("binary", TaskTarget.Class),
                ("multilabel", TaskTarget.Classes),
                // Older releases call them as transformers does.
                ("single_label_classification", TaskTarget.Class),
                ("multi_label_classification", TaskTarget.Classes),
            ],
            Section = "head",
            TokensHaveProblems = true,
            Binary = "binary",
        },
        Prefixes =
        [
            "lm_head.",
            "sequence_head.",
            "token_head.",
            "contact_head.",
            "ss_head.",
            "structure_head.",
            "mfe_head.",
            "sr_head.",
            "pretrain.",
            "pretrain_head.",
            // Of the authors of UTR-LM.
            "structure_linear.",
            "supervised_linear.",
        ],
    };

    /// <summary>The layout of fair-esm, for the models that have its blocks.</summary>
    /// <param name="finalNorm">The norm behind the last block.</param>
    public static KeyLayout FairEsmLayout(string finalNorm) =>
        FairEsm.Layout(PreNorm, "embeddings.layer_norm", finalNorm, "lm_head.transform.");

    /// <summary>How tensors are called in files.</summary>
    /// <param name="olderPrefixes">Prefixes of the backbone's tensors in files of older releases, with the dot.</param>
    /// <param name="layouts">Layouts of the authors.</param>
    public static KeyMap Keys(IReadOnlyList<string> olderPrefixes, params KeyLayout[] layouts) => new()
    {
        Prefixes = olderPrefixes,
        BackboneParts = ["embeddings.", "encoder.", "pooler.dense."],
        Blocks = "encoder.layer.",
        Unneeded = ["pooler."],
        Aliases = [.. OfPretraining, ("lm_head.decoder.bias", "lm_head.bias")],
        Layouts = layouts,
    };

    // Older releases keep what a model is pre-trained with apart, often beside a copy that is called as it is today.
    private static IEnumerable<(string Alias, string Name)> OfPretraining =>
        from head in (string[])["pretrain", "pretrain_head"]
        from part in (string[])[
            "transform.dense.weight", "transform.dense.bias", "transform.layer_norm.weight", "transform.layer_norm.bias",
            "decoder.weight", "decoder.bias", "bias"]
        select ($"{head}.predictions.{part}", $"lm_head.{part}");
}

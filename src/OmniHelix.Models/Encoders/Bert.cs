using System.Text.Json.Nodes;
using OmniHelix.Documents;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Configuration;
using OmniHelix.Models.Heads;
using OmniHelix.Models.Layers;
using OmniHelix.Sequences;

namespace OmniHelix.Models.Encoders;

/// <summary>How an encoder of the BERT family knows positions.</summary>
public enum BertPositions
{
    /// <summary>A learned vector per position, added to the word's.</summary>
    Absolute,

    /// <summary>A learned vector per distance, which queries meet (Shaw et al. 2018).</summary>
    RelativeKey,

    /// <summary>A learned vector per distance, which queries and keys meet (Huang et al. 2020).</summary>
    RelativeKeyQuery,
}

/// <summary>
/// Sizes and switches of BERT (Devlin et al. 2019), which DNABERT (Ji et al. 2021) has unchanged. The names and defaults are those of
/// <c>config.json</c>.
/// </summary>
public sealed record BertConfig : EncoderConfig
{
    private static readonly (string Name, BertPositions Positions)[] PositionNames =
    [
        ("absolute", BertPositions.Absolute),
        ("relative_key", BertPositions.RelativeKey),
        ("relative_key_query", BertPositions.RelativeKeyQuery),
    ];

    /// <summary>The defaults of a file that leaves keys out.</summary>
    public BertConfig() => PaddingId = 0;

    /// <summary><c>bert</c>.</summary>
    public override string ModelType { get; init; } = "bert";

    /// <summary>Kind of position information.</summary>
    public BertPositions Positions { get; init; } = BertPositions.Absolute;

    /// <summary>Segments that tokens may belong to.</summary>
    public int TokenTypeCount { get; init; } = 2;

    /// <summary>Activation of the feed-forward network and of the language-model head, as <c>config.json</c> names it.</summary>
    public string HiddenActivation { get; init; } = "gelu";

    internal override ModelFamily Family => Bert.Family;

    internal override EncoderDesign Design()
    {
        var absolute = Positions == BertPositions.Absolute;
        var activation = Activation.Find(HiddenActivation)!;
        return new()
        {
            Embeddings = new()
            {
                VocabularySize = VocabularySize,
                HiddenSize = HiddenSize,
                PaddingId = PaddingId,
                // The table that files of relative models hold is never used and not made.
                PositionCount = absolute ? MaxPositions : 0,
                TokenTypeCount = TokenTypeCount,
                Norm = NormKind.LayerNorm,
                NormEpsilon = LayerNormEpsilon,
                Dropout = HiddenDropout,
            },
            Blocks = Blocks(Block() with
            {
                NormPosition = NormPosition.Post,
                Activation = activation,
                RelativeKeys = absolute ? null : (MaxPositions, Positions == BertPositions.RelativeKeyQuery),
            }),
            LanguageModel = LanguageModelHeadOptions.OfBert(HiddenSize, VocabularySize, LayerNormEpsilon, activation),
        };
    }

    internal override JsonObject ToJson()
    {
        var json = base.ToJson();
        json["position_embedding_type"] = PositionNames.First(known => known.Positions == Positions).Name;
        json["type_vocab_size"] = TokenTypeCount;
        json["hidden_act"] = HiddenActivation;
        return json;
    }

    internal static BertConfig Read(MapNode json, PublishedName name, IStoredTensors? tensors)
    {
        var type = json.Text("position_embedding_type") ?? "absolute";
        var positions = Array.FindIndex(PositionNames, known => known.Name == type);
        if (positions < 0) throw json.Missing("position_embedding_type", $"'{type}'");
        var config = (BertConfig)ReadCommon(json, new BertConfig { VocabularySize = 0, ModelType = name.ModelType }) with
        {
            Positions = PositionNames[positions].Positions,
            TokenTypeCount = json.Integer("type_vocab_size") ?? 2,
            HiddenActivation = ReadActivation(json, "hidden_act", "gelu"),
        };
        config.Check(json.Place.File);
        return config;
    }

    internal override void Check(string place)
    {
        base.Check(place);
        Require(TokenTypeCount > 0, place, $"type_vocab_size {TokenTypeCount} must be positive");
    }
}

/// <summary>How models of the BERT family are published.</summary>
internal static class Bert
{
    /// <summary>The line of the table.</summary>
    public static ModelFamily Family { get; } = new()
    {
        Title = "BERT",
        Names = [new("bert", "Bert", "bert")],
        Marks = ["attention.self.query.weight", "attention.output.LayerNorm.weight"],
        Read = BertConfig.Read,
        Keys = new KeyMap
        {
            Prefixes = ["bert."],
            BackboneParts = ["embeddings.", "encoder.", "pooler.dense."],
            Blocks = "encoder.layer.",
            Unneeded = ["embeddings.position_embeddings.weight", "pooler."],
            Aliases = [("cls.predictions.decoder.bias", "cls.predictions.bias")],
        },
        Heads = new HeadKeys
        {
            HasLanguageModel = tensors => tensors.Has("cls.predictions.transform.dense.weight"),
            SequenceClassifier = "classifier",
            Sequences = ([Pooling.Pooler], HeadLayout.Linear),
            Prefixes = ["cls.", "classifier."],
        },
        Published =
        [
            .. new PublishedFacts
            {
                Molecule = Molecule.Dna,
                Letters = "A C G T, capital letters; U is read as T",
                Tokens = "k-mers, each beginning one base after the one before",
                MostTokens = 512,
                TrainedOn = "the human reference genome (GRCh38.p13)",
                Reference = "Ji et al. 2021, Bioinformatics 37:2112, doi:10.1093/bioinformatics/btab083",
            }.Of(
                ("zhihan1996/DNA_bert_3", 12, 768, 12, 69),
                ("zhihan1996/DNA_bert_4", 12, 768, 12, 261),
                ("zhihan1996/DNA_bert_5", 12, 768, 12, 1029),
                ("zhihan1996/DNA_bert_6", 12, 768, 12, 4101)),
            .. new PublishedFacts
            {
                Molecule = Molecule.Dna,
                Letters = "A C G T N, with blanks between them; U is read as T",
                Tokens = "nucleotides",
                MostTokens = 1024,
                TrainedOn = "2 million pre-mRNA sequences of 72 vertebrates",
                Licence = "BSD-3-Clause, that of the repository",
                Reference = "Chen et al. 2024, Briefings in Bioinformatics 25:bbae163, doi:10.1093/bib/bbae163",
            }.Of(
                ("chenkenbio/SpliceBERT", 6, 512, 16, 10)),
        ],
        AdapterTargets = ["key", "value", "dense"],
    };
}

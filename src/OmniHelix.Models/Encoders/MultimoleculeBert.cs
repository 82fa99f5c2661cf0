using System.Text.Json.Nodes;
using OmniHelix.Documents;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Layers;
using OmniHelix.Sequences;

namespace OmniHelix.Models.Encoders;

/// <summary>
/// Sizes and switches of BERT in the layout of multimolecule: SpliceBERT (Chen et al. 2024), RNAErnie (Wang et al. 2024), RNABERT (Akiyama
/// and Sakakibara 2022), 3UTRBERT (Yang et al. 2024) and DNABERT (Ji et al. 2021), which differ in their sizes alone.
/// </summary>
internal sealed record MultimoleculeBertConfig : MultimoleculeConfig
{
    // What the library takes for keys that a file leaves out.
    private static readonly IReadOnlyList<MultimoleculeBertConfig> Published =
    [
        new()
        {
            VocabularySize = 0,
            ModelType = "splicebert",
            LayerCount = 6,
            HiddenSize = 512,
            HeadCount = 16,
            IntermediateSize = 2048,
            MaxPositions = 1026,
        },
        new()
        {
            VocabularySize = 0,
            ModelType = "rnabert",
            LayerCount = 6,
            HiddenSize = 120,
            HeadCount = 12,
            IntermediateSize = 40,
            MaxPositions = 440,
        },
        new()
        {
            VocabularySize = 0,
            ModelType = "rnaernie",
            MaxPositions = 513,
            HiddenActivation = "relu",
            HeadActivation = "relu",
        },
        new() { VocabularySize = 0, ModelType = "utrbert" },
        new() { VocabularySize = 0, ModelType = "dnabert" },
    ];

    /// <summary><c>splicebert</c>, <c>rnaernie</c>, <c>rnabert</c>, <c>utrbert</c> or <c>dnabert</c>.</summary>
    public override string ModelType { get; init; } = "splicebert";

    /// <summary>Segments that tokens may belong to.</summary>
    public int TokenTypeCount { get; init; } = 2;

    internal override ModelFamily Family => MultimoleculeBert.Family;

    internal override EncoderDesign Design() => new()
    {
        Embeddings = Words with { PositionCount = MaxPositions, TokenTypeCount = TokenTypeCount, Norm = NormKind.LayerNorm },
        Blocks = Blocks(Block(Multimolecule.PostNorm) with { NormPosition = NormPosition.Post, Activation = BlockActivation }),
        LanguageModel = LanguageModel,
        Pairs = Pairs,
    };

    internal override JsonObject ToJson()
    {
        var json = base.ToJson();
        json["position_embedding_type"] = "absolute";
        json["type_vocab_size"] = TokenTypeCount;
        return json;
    }

    internal static MultimoleculeBertConfig Read(MapNode json, PublishedName name, IStoredTensors? tensors)
    {
        RequirePositions(json, "absolute");
        var config = ReadLayout(json, tensors, Published.First(one => one.ModelType == name.ModelType)) with
        {
            TokenTypeCount = json.Integer("type_vocab_size") ?? 2,
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

/// <summary>How BERT is published in the layout of multimolecule.</summary>
internal static class MultimoleculeBert
{
    /// <summary>The line of the table.</summary>
    public static ModelFamily Family { get; } = new()
    {
        Title = "Multimolecule BERT",
        Names =
        [
            new("splicebert", "SpliceBert", Multimolecule.Prefix),
            new("rnaernie", "RnaErnie", Multimolecule.Prefix),
            new("rnabert", "RnaBert", Multimolecule.Prefix),
            new("utrbert", "UtrBert", Multimolecule.Prefix),
            new("dnabert", "DnaBert", Multimolecule.Prefix),
        ],
        Marks = ["attention.output.layer_norm.weight"],
        Read = MultimoleculeBertConfig.Read,
        Keys = Multimolecule.Keys(["splicebert.", "rnaernie.", "rnabert.", "utrbert.", "dnabert."]),
        Heads = Multimolecule.Heads,
        Published =
        [
            .. new PublishedFacts
            {
                Molecule = Molecule.Rna,
                Letters = "A C G U N and codes of several bases; T is read as U, lower case as capitals",
                Tokens = "nucleotides",
                MostTokens = 1026,
                TrainedOn = "2 million pre-mRNA sequences of 72 vertebrates",
                Licence = "AGPL-3.0",
                Reference = "Chen et al. 2024, Briefings in Bioinformatics 25:bbae163, doi:10.1093/bib/bbae163",
            }.Of(
                ("multimolecule/splicebert", 6, 512, 16, null)),
            .. new PublishedFacts
            {
                Molecule = Molecule.Rna,
                Letters = "A C G U N and codes of several bases; T is read as U, lower case as capitals",
                Tokens = "nucleotides",
                MostTokens = 513,
                TrainedOn = "23 million non-coding RNAs of RNAcentral",
                Licence = "AGPL-3.0",
                Reference = "Wang et al. 2024, Nature Machine Intelligence 6:548, doi:10.1038/s42256-024-00836-4",
            }.Of(
                ("multimolecule/rnaernie", 12, 768, 12, 28)),
            .. new PublishedFacts
            {
                Molecule = Molecule.Rna,
                Letters = "A C G U N and codes of several bases; T is read as U, lower case as capitals",
                Tokens = "nucleotides",
                MostTokens = 440,
                TrainedOn = "76,237 human non-coding RNAs of RNAcentral",
                Licence = "AGPL-3.0",
                Reference = "Akiyama and Sakakibara 2022, NAR Genomics and Bioinformatics 4:lqac012, doi:10.1093/nargab/lqac012",
            }.Of(
                ("multimolecule/rnabert", 6, 120, 12, null)),
            .. new PublishedFacts
            {
                Molecule = Molecule.Rna,
                Letters = "A C G U N and codes of several bases; T is read as U, lower case as capitals",
                Tokens = "k-mers, each beginning one base after the one before",
                MostTokens = 512,
                TrainedOn = "3' untranslated regions of the longest human transcripts (GENCODE 40)",
                Licence = "AGPL-3.0",
                Reference = "Yang et al. 2024, Advanced Science, PMID 39159140",
            }.Of(
                ("multimolecule/utrbert-3mer", 12, 768, 12, 131),
                ("multimolecule/utrbert-4mer", 12, 768, 12, 631),
                ("multimolecule/utrbert-5mer", 12, 768, 12, 3131),
                ("multimolecule/utrbert-6mer", 12, 768, 12, 15631)),
            .. new PublishedFacts
            {
                Molecule = Molecule.Dna,
                Letters = "A C G T N; U is read as T, lower case as capitals",
                Tokens = "k-mers, each beginning one base after the one before",
                MostTokens = 512,
                TrainedOn = "the human reference genome (GRCh38.p13)",
                Licence = "AGPL-3.0",
                Reference = "Ji et al. 2021, Bioinformatics 37:2112, doi:10.1093/bioinformatics/btab083",
            }.Of(
                ("multimolecule/dnabert-3mer", 12, 768, 12, 70),
                ("multimolecule/dnabert-4mer", 12, 768, 12, 262),
                ("multimolecule/dnabert-5mer", 12, 768, 12, 1030),
                ("multimolecule/dnabert-6mer", 12, 768, 12, 4102)),
        ],
        AdapterTargets = ["key", "value", "dense"],
    };
}

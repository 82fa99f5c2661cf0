using System.Text.Json.Nodes;
using OmniHelix.Documents;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Heads;
using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Baselines;

/// <summary>
/// Sizes of the convolutional network of sentences (Kim 2014): vectors of tokens, convolutions of several widths side by side, and the
/// largest value of each of their channels.
/// </summary>
internal sealed record CnnConfig : BaselineConfig
{
    /// <summary>Sizes of OmniGenBench's <c>OmniCNNBaseline</c>.</summary>
    public CnnConfig()
    {
        HiddenSize = 384;
        LayerCount = 1;
    }

    /// <summary><c>cnn</c>.</summary>
    public override string ModelType { get; init; } = "cnn";

    /// <summary>Size of a token's vector.</summary>
    public int EmbeddingSize { get; init; } = 128;

    /// <summary>Tokens that each convolution sees; they share the hidden size evenly.</summary>
    public IReadOnlyList<int> KernelSizes { get; init; } = [3, 5, 7];

    internal override ModelFamily Family => Cnn.Family;

    internal override IReadOnlyList<ShapeClaim> Claims =>
    [
        new("vocab_size", VocabularySize, "embedding.weight", 0),
        new("embedding_size", EmbeddingSize, "embedding.weight", 1),
    ];

    /// <inheritdoc/>
    public override Backbone CreateBackbone(BackboneParts parts = BackboneParts.None) => new CnnBackbone(this);

    internal override JsonObject ToJson()
    {
        var json = base.ToJson();
        json["embedding_size"] = EmbeddingSize;
        json["kernel_sizes"] = Json(KernelSizes);
        return json;
    }

    internal override void Check(string place)
    {
        base.Check(place);
        Require(EmbeddingSize > 0, place, $"embedding_size {EmbeddingSize} must be positive");
        Require(
            HiddenSize % KernelSizes.Count == 0, place,
            $"hidden_size {HiddenSize} is not shared evenly by {KernelSizes.Count} kernel_sizes");
    }

    internal static CnnConfig Read(MapNode json)
    {
        var usual = new CnnConfig { VocabularySize = 0 };
        var config = ReadCommon(json, usual) with
        {
            EmbeddingSize = json.Integer("embedding_size") ?? usual.EmbeddingSize,
            KernelSizes = Sizes(json, "kernel_sizes") ?? usual.KernelSizes,
        };
        config.Check(json.Place.File);
        return config;
    }
}

/// <summary>The network. B batch, L tokens.</summary>
internal sealed class CnnBackbone : BaselineBackbone<CnnConfig>
{
    private readonly Embedding embedding;
    private readonly ModuleList<Conv1d> convolutions;

    public CnnBackbone(CnnConfig config) : base(config)
    {
        embedding = Register("embedding", new Embedding(config.VocabularySize, config.EmbeddingSize));
        var filters = config.HiddenSize / config.KernelSizes.Count;
        convolutions = Register(
            "convs", new ModuleList<Conv1d>(config.KernelSizes.Select(size => new Conv1d(config.EmbeddingSize, filters, size))));
    }

    /// <inheritdoc/>
    public override double FlopsPerToken(int length) => convolutions.Sum(convolution => convolution.FlopsPerPosition);

    private protected override Tensor Vectors(Tensor ids, Positions positions)
    {
        var x = positions.Clear(embedding.Forward(ids).Transpose(1, 2));         // [B, e, L]
        var seen = Ops.Cat([.. convolutions.Select(convolution => convolution.Forward(x).Relu())], 1);
        return positions.Clear(seen).Transpose(1, 2);                            // [B, L, h]
    }
}

/// <summary>How it is stored.</summary>
internal static class Cnn
{
    /// <summary>The line of the table.</summary>
    public static ModelFamily Family { get; } = BaselineFamily.Of(
        "CNN", new("cnn", "Cnn", "cnn"), (Pooling.Max, HeadLayout.Linear), ["embedding.", "convs"], "convs.0.weight", CnnConfig.Read,
        tokenizer => new CnnConfig { VocabularySize = tokenizer.VocabularySize });
}

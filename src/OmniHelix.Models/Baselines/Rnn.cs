using System.Text.Json.Nodes;
using OmniHelix.Documents;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Heads;
using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Baselines;

/// <summary>Sizes of the recurrent network: vectors of tokens, and an LSTM in both directions.</summary>
internal sealed record RnnConfig : BaselineConfig
{
    /// <summary>Sizes of OmniGenBench's <c>OmniRNNBaseline</c>.</summary>
    public RnnConfig()
    {
        HiddenSize = 512;
        LayerCount = 1;
    }

    /// <summary><c>rnn</c>.</summary>
    public override string ModelType { get; init; } = "rnn";

    /// <summary>Size of a token's vector.</summary>
    public int EmbeddingSize { get; init; } = 128;

    internal override ModelFamily Family => Rnn.Family;

    internal override IReadOnlyList<ShapeClaim> Claims =>
    [
        new("vocab_size", VocabularySize, "embedding.weight", 0),
        new("embedding_size", EmbeddingSize, "embedding.weight", 1),
    ];

    /// <inheritdoc/>
    public override Backbone CreateBackbone(BackboneParts parts = BackboneParts.None) => new RnnBackbone(this);

    internal override JsonObject ToJson()
    {
        var json = base.ToJson();
        json["num_hidden_layers"] = LayerCount;
        json["embedding_size"] = EmbeddingSize;
        return json;
    }

    internal override void Check(string place)
    {
        base.Check(place);
        Require(EmbeddingSize > 0, place, $"embedding_size {EmbeddingSize} must be positive");
        Require(LayerCount > 0, place, $"num_hidden_layers {LayerCount} must be positive");
        Require(HiddenSize % 2 == 0, place, $"hidden_size {HiddenSize} is not shared evenly by two directions");
    }

    internal static RnnConfig Read(MapNode json)
    {
        var usual = new RnnConfig { VocabularySize = 0 };
        var config = ReadCommon(json, usual) with
        {
            LayerCount = json.Integer("num_hidden_layers") ?? usual.LayerCount,
            EmbeddingSize = json.Integer("embedding_size") ?? usual.EmbeddingSize,
        };
        config.Check(json.Place.File);
        return config;
    }
}

/// <summary>The network. B batch, L tokens.</summary>
internal sealed class RnnBackbone : BaselineBackbone<RnnConfig>
{
    private readonly Embedding embedding;
    private readonly Lstm lstm;

    public RnnBackbone(RnnConfig config) : base(config)
    {
        embedding = Register("embedding", new Embedding(config.VocabularySize, config.EmbeddingSize));
        lstm = Register("lstm", new Lstm(config.EmbeddingSize, config.HiddenSize / 2, config.LayerCount));
    }

    /// <inheritdoc/>
    public override double FlopsPerToken(int length) => lstm.FlopsPerPosition;

    private protected override Tensor Vectors(Tensor ids, Positions positions) =>
        lstm.Forward(embedding.Forward(ids), positions.Lengths(ids.Size(0), ids.Size(1)));                   // [B, L, h]
}

/// <summary>How it is stored.</summary>
internal static class Rnn
{
    /// <summary>The line of the table.</summary>
    public static ModelFamily Family { get; } = BaselineFamily.Of(
        "RNN", new("rnn", "Rnn", "rnn"), (Pooling.Mean, HeadLayout.Linear), ["embedding.", "lstm."], "lstm.weight_hh_l0", RnnConfig.Read,
        tokenizer => new RnnConfig { VocabularySize = tokenizer.VocabularySize });
}

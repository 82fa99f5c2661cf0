using OmniHelix.Documents;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Heads;
using OmniHelix.Tokenizers;
using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Baselines;

/// <summary>
/// Sizes of DeepSEA (Zhou and Troyanskaya 2015): convolutions of eight bases, between them the largest of four positions. Behind them
/// stands the mean over the sequence instead of all its positions, so that sequences may have any length.
/// </summary>
internal sealed record DeepSeaConfig : PoolingConfig
{
    /// <summary>Sizes that nothing else says.</summary>
    public DeepSeaConfig()
    {
        HiddenSize = 960;
        LayerCount = ConvCount + 1;
    }

    /// <summary>The published sizes, for given tokens.</summary>
    public static DeepSeaConfig Usual => new() { VocabularySize = 0, TokenBases = "", ConvChannels = [320, 480] };

    /// <summary><c>deepsea</c>.</summary>
    public override string ModelType { get; init; } = "deepsea";

    /// <inheritdoc/>
    public override int Resolution => DeepSeaBackbone.Window * DeepSeaBackbone.Window;

    internal override ModelFamily Family => DeepSea.Family;

    internal override IReadOnlyList<ShapeClaim> Claims => [new("hidden_size", HiddenSize, $"blocks.{ConvCount}.weight", 0)];

    private protected override int ConvCount => 2;

    /// <inheritdoc/>
    public override Backbone CreateBackbone(BackboneParts parts = BackboneParts.None) => new DeepSeaBackbone(this);

    internal static DeepSeaConfig Read(MapNode json)
    {
        var config = ReadPooling(json, Usual);
        config.Check(json.Place.File);
        return config;
    }

    /// <summary>The published sizes for the tokens of a tokenizer.</summary>
    internal static DeepSeaConfig Of(OmniTokenizer tokenizer) =>
        Usual with { VocabularySize = tokenizer.VocabularySize, TokenBases = BasesOf(tokenizer) };
}

/// <summary>The network. B batch, L bases.</summary>
internal sealed class DeepSeaBackbone : BaselineBackbone<DeepSeaConfig>
{
    /// <summary>Positions of which the largest value goes on.</summary>
    public const int Window = 4;

    private const int Width = 8;

    private readonly OneHotBases bases;
    private readonly ModuleList<Conv1d> blocks;

    public DeepSeaBackbone(DeepSeaConfig config) : base(config)
    {
        bases = Register("bases", new OneHotBases(config.TokenBases));
        int[] channels = [OneHotConfig.Channels.Length, .. config.ConvChannels, config.HiddenSize];
        blocks = Register("blocks", new ModuleList<Conv1d>(channels.Zip(channels[1..], (from, to) => new Conv1d(from, to, Width))));
    }

    /// <inheritdoc/>
    public override double FlopsPerToken(int length) =>
        blocks.Index().Sum(block => block.Item.FlopsPerPosition / Math.Pow(Window, block.Index));

    private protected override Tensor Vectors(Tensor ids, Positions positions)
    {
        var x = positions.Clear(bases.Forward(ids));                             // [B, 4, L]
        foreach (var (i, block) in blocks.Index())
        {
            x = positions.Clear(block.Forward(x).Relu());
            if (i < blocks.Count - 1) (x, positions) = positions.MaxPool(x, Window);
        }
        return x.Transpose(1, 2);                                                // [B, L / 16, h]
    }
}

/// <summary>How it is stored.</summary>
internal static class DeepSea
{
    /// <summary>The line of the table.</summary>
    public static ModelFamily Family { get; } = BaselineFamily.Of(
        "DeepSEA", new("deepsea", "DeepSea", "deepsea"), (Pooling.Mean, HeadLayout.Linear), ["bases.", "blocks."], "blocks.0.weight",
        DeepSeaConfig.Read, DeepSeaConfig.Of);
}

using OmniHelix.Documents;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Heads;
using OmniHelix.Tokenizers;
using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Baselines;

/// <summary>
/// Sizes of DeepSTARR (de Almeida et al. 2022): four convolutions, each with a batch norm and the larger of two positions, and two dense
/// layers behind the mean over the sequence, which here stands instead of all its positions, so that sequences may have any length.
/// </summary>
internal sealed record DeepStarrConfig : PoolingConfig
{
    /// <summary>Sizes that nothing else says.</summary>
    public DeepStarrConfig()
    {
        HiddenSize = 120;
        LayerCount = ConvCount + 1;
        Dropout = 0.4;
    }

    /// <summary>The published sizes, for given tokens.</summary>
    public static DeepStarrConfig Usual => new() { VocabularySize = 0, TokenBases = "", ConvChannels = [256, 60, 60] };

    /// <summary><c>deepstarr</c>.</summary>
    public override string ModelType { get; init; } = "deepstarr";

    /// <inheritdoc/>
    public override int Resolution => 1 << LayerCount;

    internal override ModelFamily Family => DeepStarr.Family;

    internal override IReadOnlyList<ShapeClaim> Claims => [new("hidden_size", HiddenSize, $"blocks.{ConvCount}.conv.weight", 0)];

    private protected override int ConvCount => 3;

    /// <inheritdoc/>
    public override Backbone CreateBackbone(BackboneParts parts = BackboneParts.None) => new DeepStarrBackbone(this);

    internal static DeepStarrConfig Read(MapNode json)
    {
        var config = ReadPooling(json, Usual);
        config.Check(json.Place.File);
        return config;
    }

    /// <summary>The published sizes for the tokens of a tokenizer.</summary>
    internal static DeepStarrConfig Of(OmniTokenizer tokenizer) =>
        Usual with { VocabularySize = tokenizer.VocabularySize, TokenBases = BasesOf(tokenizer) };
}

/// <summary>The network. B batch, L bases.</summary>
internal sealed class DeepStarrBackbone : BaselineBackbone<DeepStarrConfig>
{
    private const int Window = 2;

    private static readonly int[] Widths = [7, 3, 5, 3];

    private readonly OneHotBases bases;
    private readonly ModuleList<NormedConvolution> blocks;

    public DeepStarrBackbone(DeepStarrConfig config) : base(config)
    {
        bases = Register("bases", new OneHotBases(config.TokenBases));
        int[] channels = [OneHotConfig.Channels.Length, .. config.ConvChannels, config.HiddenSize];
        blocks = Register("blocks", new ModuleList<NormedConvolution>(
            Widths.Index().Select(width => new NormedConvolution(channels[width.Index], channels[width.Index + 1], width.Item))));
    }

    /// <inheritdoc/>
    public override double FlopsPerToken(int length) =>
        blocks.Index().Sum(block => block.Item.FlopsPerPosition / Math.Pow(Window, block.Index));

    private protected override Tensor Vectors(Tensor ids, Positions positions)
    {
        var x = positions.Clear(bases.Forward(ids));                             // [B, 4, L]
        foreach (var block in blocks) (x, positions) = positions.MaxPool(block.Forward(x, positions).Relu(), Window);
        return x.Transpose(1, 2);                                                // [B, L / 16, h]
    }
}

/// <summary>How it is stored.</summary>
internal static class DeepStarr
{
    /// <summary>The line of the table.</summary>
    public static ModelFamily Family { get; } = BaselineFamily.Of(
        "DeepSTARR", new("deepstarr", "DeepStarr", "deepstarr"), (Pooling.Mean, HeadLayout.Mlp), ["bases.", "blocks."],
        "blocks.0.conv.weight", DeepStarrConfig.Read, DeepStarrConfig.Of);
}

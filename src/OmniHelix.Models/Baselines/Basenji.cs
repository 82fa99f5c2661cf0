using System.Text.Json.Nodes;
using OmniHelix.Documents;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Heads;
using OmniHelix.Tokenizers;
using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Baselines;

/// <summary>
/// Sizes of Basenji (Kelley et al. 2018): three convolutions that pool the sequence to a vector for 128 bases, then convolutions of three
/// of these ever further apart, each added to what it saw. The widths are those of OmniGenBench's <c>OmniBasenjiBaseline</c>.
/// </summary>
internal sealed record BasenjiConfig : PoolingConfig
{
    /// <summary>Sizes that nothing else says.</summary>
    public BasenjiConfig()
    {
        HiddenSize = 64;
        LayerCount = 6;
    }

    /// <summary>The usual sizes, for given tokens.</summary>
    public static BasenjiConfig Usual => new() { VocabularySize = 0, TokenBases = "", ConvChannels = [64, 64, 72] };

    /// <summary><c>basenji</c>.</summary>
    public override string ModelType { get; init; } = "basenji";

    /// <summary>Channels inside a block.</summary>
    public int BlockChannels { get; init; } = 32;

    /// <inheritdoc/>
    public override int Resolution => BasenjiBackbone.Windows.Aggregate((product, window) => product * window);

    internal override ModelFamily Family => Basenji.Family;

    internal override IReadOnlyList<ShapeClaim> Claims =>
    [
        new("hidden_size", HiddenSize, "last.conv.weight", 0),
        new("block_channels", BlockChannels, "blocks.0.inner.conv.weight", 0),
    ];

    private protected override int ConvCount => BasenjiBackbone.Windows.Count;

    /// <inheritdoc/>
    public override Backbone CreateBackbone(BackboneParts parts = BackboneParts.None) => new BasenjiBackbone(this);

    internal override JsonObject ToJson()
    {
        var json = base.ToJson();
        json["num_hidden_layers"] = LayerCount;
        json["block_channels"] = BlockChannels;
        return json;
    }

    internal override void Check(string place)
    {
        base.Check(place);
        Require(BlockChannels > 0, place, $"block_channels {BlockChannels} must be positive");
        Require(
            LayerCount is > 0 and <= BasenjiBackbone.MostLayers, place,
            $"num_hidden_layers {LayerCount} is not 1 to {BasenjiBackbone.MostLayers}");
    }

    internal static BasenjiConfig Read(MapNode json)
    {
        var config = ReadPooling(json, Usual) with
        {
            LayerCount = json.Integer("num_hidden_layers") ?? Usual.LayerCount,
            BlockChannels = json.Integer("block_channels") ?? Usual.BlockChannels,
        };
        config.Check(json.Place.File);
        return config;
    }

    /// <summary>The usual sizes for the tokens of a tokenizer.</summary>
    internal static BasenjiConfig Of(OmniTokenizer tokenizer) =>
        Usual with { VocabularySize = tokenizer.VocabularySize, TokenBases = BasesOf(tokenizer) };
}

/// <summary>The network. B batch, L bases, c channels of the last pooling.</summary>
internal sealed class BasenjiBackbone : BaselineBackbone<BasenjiConfig>
{
    /// <summary>Blocks at most: the distance of the positions that one sees doubles with each.</summary>
    public const int MostLayers = 20;

    private const double StemDropout = 0.2;

    private readonly OneHotBases bases;
    private readonly ModuleList<NormedConvolution> stem;
    private readonly Dropout dropout;
    private readonly ModuleList<BasenjiBlock> blocks;
    private readonly NormedConvolution last;

    public BasenjiBackbone(BasenjiConfig config) : base(config)
    {
        bases = Register("bases", new OneHotBases(config.TokenBases));
        int[] channels = [OneHotConfig.Channels.Length, .. config.ConvChannels];
        stem = Register("stem", new ModuleList<NormedConvolution>(
            Widths.Index().Select(width => new NormedConvolution(channels[width.Index], channels[width.Index + 1], width.Item))));
        dropout = Register("dropout", new Dropout(StemDropout));
        blocks = Register("blocks", new ModuleList<BasenjiBlock>(
            Enumerable.Range(0, config.LayerCount).Select(block => new BasenjiBlock(channels[^1], config.BlockChannels, 1L << block))));
        last = Register("last", new NormedConvolution(channels[^1], config.HiddenSize, 1));
    }

    /// <summary>Positions of which the largest value goes on, of each convolution of the stem.</summary>
    public static IReadOnlyList<int> Windows { get; } = [8, 4, 4];

    private static IReadOnlyList<int> Widths { get; } = [15, 5, 5];

    /// <inheritdoc/>
    public override double FlopsPerToken(int length)
    {
        var flops = 0.0;
        var bases = 1.0;
        foreach (var (convolution, window) in stem.Zip(Windows))
        {
            flops += convolution.FlopsPerPosition / bases;
            bases *= window;
        }
        return flops + (blocks.Sum(block => block.FlopsPerPosition) + last.FlopsPerPosition) / bases;
    }

    private protected override Tensor Vectors(Tensor ids, Positions positions)
    {
        var x = positions.Clear(bases.Forward(ids));                             // [B, 4, L]
        foreach (var (convolution, window) in stem.Zip(Windows))
        {
            (x, positions) = positions.MaxPool(convolution.Forward(x.Gelu(), positions), window);
            x = dropout.Forward(x);
        }
        foreach (var block in blocks) x = x + block.Forward(x, positions);       // [B, c, L / 128]
        return last.Forward(x.Gelu(), positions).Gelu().Transpose(1, 2);         // [B, L / 128, h]
    }
}

/// <summary>What a block adds: a dilated convolution into few channels, and one of single positions back.</summary>
internal sealed class BasenjiBlock : Module
{
    private const int Width = 3;
    private const double Rate = 0.25;

    private readonly NormedConvolution inner, outer;
    private readonly Dropout dropout;

    /// <param name="channels">Channels of the stream.</param>
    /// <param name="inside">Channels inside.</param>
    /// <param name="dilation">Positions from one that is seen to the next.</param>
    public BasenjiBlock(int channels, int inside, long dilation)
    {
        inner = Register("inner", new NormedConvolution(channels, inside, Width, dilation));
        outer = Register("outer", new NormedConvolution(inside, channels, 1));
        dropout = Register("dropout", new Dropout(Rate));
    }

    /// <summary>Floating-point operations for a position.</summary>
    public double FlopsPerPosition => inner.FlopsPerPosition + outer.FlopsPerPosition;

    /// <summary><c>[batch, channels, length]</c> to the same shape.</summary>
    public Tensor Forward(Tensor x, Positions positions) =>
        dropout.Forward(outer.Forward(inner.Forward(x.Gelu(), positions).Gelu(), positions));
}

/// <summary>How it is stored.</summary>
internal static class Basenji
{
    /// <summary>The line of the table.</summary>
    public static ModelFamily Family { get; } = BaselineFamily.Of(
        "Basenji", new("basenji", "Basenji", "basenji"), (Pooling.Mean, HeadLayout.Linear), ["bases.", "stem.", "last.", "blocks."],
        "last.conv.weight", BasenjiConfig.Read, BasenjiConfig.Of);
}

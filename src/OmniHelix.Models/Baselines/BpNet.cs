using System.Text.Json.Nodes;
using OmniHelix.Documents;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Heads;
using OmniHelix.Tokenizers;
using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Baselines;

/// <summary>
/// Sizes of BPNet (Avsec et al. 2021): a wide convolution, then convolutions of three bases ever further apart, each added to what it saw.
/// </summary>
internal sealed record BpNetConfig : OneHotConfig
{
    /// <summary>The published sizes.</summary>
    public BpNetConfig()
    {
        HiddenSize = 64;
        LayerCount = 9;
    }

    /// <summary><c>bpnet</c>.</summary>
    public override string ModelType { get; init; } = "bpnet";

    /// <summary>Bases that the first convolution sees.</summary>
    public int KernelSize { get; init; } = 25;

    internal override ModelFamily Family => BpNet.Family;

    internal override IReadOnlyList<ShapeClaim> Claims =>
        [new("hidden_size", HiddenSize, "stem.weight", 0), new("kernel_size", KernelSize, "stem.weight", 2)];

    /// <inheritdoc/>
    public override Backbone CreateBackbone(BackboneParts parts = BackboneParts.None) => new BpNetBackbone(this);

    internal override JsonObject ToJson()
    {
        var json = base.ToJson();
        json["num_hidden_layers"] = LayerCount;
        json["kernel_size"] = KernelSize;
        return json;
    }

    internal override void Check(string place)
    {
        base.Check(place);
        Require(KernelSize > 0, place, $"kernel_size {KernelSize} must be positive");
        Require(
            LayerCount is > 0 and <= BpNetBackbone.MostLayers, place,
            $"num_hidden_layers {LayerCount} is not 1 to {BpNetBackbone.MostLayers}");
    }

    internal static BpNetConfig Read(MapNode json)
    {
        var usual = new BpNetConfig { VocabularySize = 0, TokenBases = "" };
        var config = ReadOneHot(json, usual) with
        {
            LayerCount = json.Integer("num_hidden_layers") ?? usual.LayerCount,
            KernelSize = json.Integer("kernel_size") ?? usual.KernelSize,
        };
        config.Check(json.Place.File);
        return config;
    }

    /// <summary>The published sizes for the tokens of a tokenizer.</summary>
    internal static BpNetConfig Of(OmniTokenizer tokenizer) =>
        new() { VocabularySize = tokenizer.VocabularySize, TokenBases = BasesOf(tokenizer) };
}

/// <summary>The network. B batch, L bases.</summary>
internal sealed class BpNetBackbone : BaselineBackbone<BpNetConfig>
{
    /// <summary>Blocks at most: the distance of the bases that one sees doubles with each.</summary>
    public const int MostLayers = 20;

    private const int Width = 3;

    private readonly OneHotBases bases;
    private readonly Conv1d stem;
    private readonly ModuleList<Conv1d> blocks;

    public BpNetBackbone(BpNetConfig config) : base(config)
    {
        var h = config.HiddenSize;
        bases = Register("bases", new OneHotBases(config.TokenBases));
        stem = Register("stem", new Conv1d(OneHotConfig.Channels.Length, h, config.KernelSize));
        blocks = Register("blocks", new ModuleList<Conv1d>(
            Enumerable.Range(1, config.LayerCount).Select(block => new Conv1d(h, h, Width, dilation: 1L << block))));
    }

    /// <inheritdoc/>
    public override double FlopsPerToken(int length) => stem.FlopsPerPosition + blocks.Sum(block => block.FlopsPerPosition);

    private protected override Tensor Vectors(Tensor ids, Positions positions)
    {
        var x = positions.Clear(bases.Forward(ids));                             // [B, 4, L]
        x = positions.Clear(stem.Forward(x).Relu());                             // [B, h, L]
        foreach (var block in blocks) x = positions.Clear(x + block.Forward(x).Relu());
        return x.Transpose(1, 2);
    }
}

/// <summary>How it is stored.</summary>
internal static class BpNet
{
    /// <summary>The line of the table.</summary>
    public static ModelFamily Family { get; } = BaselineFamily.Of(
        "BPNet", new("bpnet", "BpNet", "bpnet"), (Pooling.Mean, HeadLayout.Linear), ["bases.", "stem.", "blocks."], "stem.weight",
        BpNetConfig.Read, BpNetConfig.Of);
}

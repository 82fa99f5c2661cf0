using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Heads;

/// <summary>
/// A number for each pair of tokens: two projections of the hidden states, of which each pair has the sum and the product, a convolution
/// over the map of pairs, and pre-activation residual blocks (He et al. 2016) as in networks for contact maps. The result is the mean of
/// both orders of a pair. B sequences, L tokens, h hidden size, c channels.
/// </summary>
internal sealed class PairNetwork : Module
{
    /// <summary>In files.</summary>
    public const string Name = "pair_network";

    private const int StemSize = 3;

    private readonly Linear left;
    private readonly Linear right;
    private readonly Conv2d stem;
    private readonly LayerNorm norm;
    private readonly PairBlock[] blocks;
    private readonly Linear last;
    private readonly int hiddenSize, channels;

    public PairNetwork(int hiddenSize, int channels, int blockCount, double dropout)
    {
        this.hiddenSize = hiddenSize;
        this.channels = channels;
        left = Register("left", new Linear(hiddenSize, channels));
        right = Register("right", new Linear(hiddenSize, channels));
        stem = Register("stem", new Conv2d(2 * channels, channels, StemSize));
        norm = Register("norm", new LayerNorm(channels, PairBlock.Epsilon));
        blocks = [.. Enumerable.Range(0, blockCount).Select(i =>
            Register(FormattableString.Invariant($"blocks.{i}"), new PairBlock(channels, dropout)))];
        last = Register("last", new Linear(channels, 1));
    }

    /// <param name="states">Hidden states, <c>[B, L, h]</c>.</param>
    /// <param name="isBase">Which tokens take part, <c>[B, L]</c>; convolutions see zeros in the place of the others.</param>
    /// <returns><c>[B, L, L]</c>, the same for both orders of a pair; 0 where a token does not take part.</returns>
    public Tensor Forward(Tensor states, Tensor isBase)
    {
        using var scope = new TensorScope();
        var (a, b) = (left.Forward(states).Unsqueeze(2), right.Forward(states).Unsqueeze(1));
        var inside = isBase.To(a.DType);
        var pairs = inside.Unsqueeze(2) * inside.Unsqueeze(1);                   // [B, L, L]
        var map = pairs.Unsqueeze(-1);                                           // [B, L, L, 1]
        var x = PairBlock.Convolve(stem, Ops.Cat([a + b, a * b], -1) * map);     // [B, L, L, c]
        x = norm.Forward(x).Relu();
        foreach (var block in blocks) x = block.Forward(x, map);
        var z = Last(x);                                                         // [B, L, L]
        return scope.Keep((z + z.Transpose(1, 2)) / 2 * pairs);
    }

    // In a narrow type most pairs, of which few are contacts, would have the same number, and none would rank before another.
    private Tensor Last(Tensor x) => Autocast.IsActive && last.Map is Affine { Bias: { } bias } map
        ? (x * map.Weight.Value.Squeeze(0)).Sum([-1]) + bias
        : last.Forward(x).Squeeze(-1);

    /// <summary>Floating-point operations for a token of a sequence of <paramref name="length"/> tokens.</summary>
    public double FlopsPerToken(int length) => 2.0 * 2 * hiddenSize * channels
        + length * (stem.FlopsPerPosition + blocks.Sum(block => block.FlopsPerPosition) + 2.0 * channels);
}

/// <summary>Norm, ReLU and a convolution of 3 × 3 pairs, the same with 5 × 5, added to what came in.</summary>
internal sealed class PairBlock : Module
{
    public const double Epsilon = 1e-5;

    private readonly LayerNorm firstNorm, secondNorm;
    private readonly Conv2d first, second;
    private readonly Dropout dropout;

    public PairBlock(int channels, double dropout)
    {
        firstNorm = Register("norm1", new LayerNorm(channels, Epsilon));
        first = Register("conv1", new Conv2d(channels, channels, 3, bias: false));
        secondNorm = Register("norm2", new LayerNorm(channels, Epsilon));
        second = Register("conv2", new Conv2d(channels, channels, 5, bias: false));
        this.dropout = Register("dropout", new Dropout(dropout));
    }

    public double FlopsPerPosition => first.FlopsPerPosition + second.FlopsPerPosition;

    /// <summary><c>[B, L, L, c]</c> to the same shape; what <paramref name="map"/> has 0 for is not seen.</summary>
    public Tensor Forward(Tensor x, Tensor map)
    {
        using var scope = new TensorScope();
        var y = Convolve(first, dropout.Forward(firstNorm.Forward(x).Relu()) * map);
        y = Convolve(second, dropout.Forward(secondNorm.Forward(y).Relu()) * map);
        return scope.Keep(x + y);
    }

    /// <summary>Channels lie last, where norms want them and where processors convolve fastest.</summary>
    public static Tensor Convolve(Conv2d convolution, Tensor x) => convolution.Forward(x.Permute([0, 3, 1, 2])).Permute([0, 2, 3, 1]);
}

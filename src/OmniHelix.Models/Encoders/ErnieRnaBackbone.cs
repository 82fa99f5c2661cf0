using OmniHelix.Models.Backbones;
using OmniHelix.Models.Layers;
using OmniHelix.Torch;

namespace OmniHelix.Models.Encoders;

/// <summary>ERNIE-RNA: what it has beside BERT, positions without a table and biases of pairs.</summary>
internal sealed class ErnieRnaBackbone : EncoderBackbone
{
    // Positions of padding and of the first token are rows 1 and 2, as they were when the id of padding was 1.
    private const int PositionOffset = 1;

    private readonly ErnieRnaConfig config;
    private readonly PairBias pairs;

    /// <summary>Uninitialised weights.</summary>
    public ErnieRnaBackbone(ErnieRnaConfig config, BackboneParts parts) : base(config, parts)
    {
        this.config = config;
        pairs = Register("pairwise_bias_proj", new PairBias(config.HeadCount, config.PairwiseAlpha));
    }

    internal override void FreezeLower(int blocks)
    {
        base.FreezeLower(blocks);
        pairs.Freeze();
    }

    private protected override Tensor Embed(ModelInput input, Tensor? mask)
    {
        using var scope = new TensorScope();
        var rows = TokenEmbeddings.SkipPadding(input.InputIds, config.PaddingId!.Value, PositionOffset);     // [B, L]
        var type = WordEmbedding.Value.DType;
        return scope.Keep(Embeddings.Forward(input.InputIds, null, mask, Sinusoids.Halves(rows, config.HiddenSize).To(type)));
    }

    private protected override AttentionContext Context(ModelInput input, Tensor? mask, Tensor x, Outputs outputs)
    {
        var context = base.Context(input, mask, x, outputs);
        context.Carry(pairs.Forward(input.InputIds, x.DType));
        return context;
    }
}

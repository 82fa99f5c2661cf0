using OmniHelix.Data.Tokens;
using OmniHelix.Models.Backbones;
using OmniHelix.Torch;

namespace OmniHelix.Inference;

/// <summary>A padded batch as a model takes it.</summary>
public static class TokenBatchInput
{
    /// <summary>
    /// Ids and mask, <c>[rows, length]</c>, on the device; no mask when no row is padded. Where rows are pairs, the second sequence is of
    /// the second segment, if the model has segments.
    /// </summary>
    /// <param name="batch">The batch.</param>
    /// <param name="device">Where the model computes.</param>
    /// <param name="segments">Segments that the model has; 0 for none.</param>
    public static ModelInput ToInput(this TokenBatch batch, Device device, int segments = 0)
    {
        long[] shape = [batch.Rows, batch.Length];
        var mask = batch.TokensNeeded < batch.TokensComputed ? Tensor.From<long>(batch.AttentionMask, shape).To(device, DType.Int64) : null;
        var types = segments > 1 && batch.TokenTypes is { } second ? Tensor.From<long>(second, shape).To(device, DType.Int64) : null;
        return new ModelInput(Tensor.From<long>(batch.InputIds, shape).To(device, DType.Int64), mask, types) { SkipsPadding = true };
    }
}

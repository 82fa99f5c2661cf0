using OmniHelix.Data.Tokens;
using OmniHelix.Models.Backbones;
using OmniHelix.Torch;

namespace OmniHelix.Inference;

/// <summary>A padded batch as a model takes it.</summary>
public static class TokenBatchInput
{
    /// <summary>Ids and mask, <c>[rows, length]</c>, on the device; no mask when no row is padded.</summary>
    public static ModelInput ToInput(this TokenBatch batch, Device device)
    {
        long[] shape = [batch.Rows, batch.Length];
        var mask = batch.TokensNeeded < batch.TokensComputed ? Tensor.From<long>(batch.AttentionMask, shape).To(device, DType.Int64) : null;
        return new ModelInput(Tensor.From<long>(batch.InputIds, shape).To(device, DType.Int64), mask);
    }
}

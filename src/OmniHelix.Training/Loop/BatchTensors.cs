using OmniHelix.Data.Tokens;
using OmniHelix.Models;
using OmniHelix.Torch;

namespace OmniHelix.Training;

/// <summary>Brings a batch to the device.</summary>
internal static class BatchTensors
{
    /// <summary>Ids and mask, <c>[rows, length]</c>; no mask when no row is padded.</summary>
    public static ModelInput Input(TokenBatch batch, Device device)
    {
        long[] shape = [batch.Rows, batch.Length];
        var mask = batch.TokensNeeded < batch.TokensComputed ? Move(Tensor.From<long>(batch.AttentionMask, shape), device) : null;
        return new ModelInput(Move(Tensor.From<long>(batch.InputIds, shape), device), mask);
    }

    /// <summary>Class ids (Int64), or targets (Float32) with NaN where there is none.</summary>
    public static Tensor Labels(LabelledBatch batch, Device device)
    {
        if (batch.Classes is { } classes) return Move(Tensor.From<long>(classes, batch.LabelShape), device);
        var targets = (float[])batch.Tokens.Targets!.Clone();
        for (var i = 0; i < targets.Length; i++)
            if (batch.Tokens.TargetMask![i] == 0) targets[i] = float.NaN;
        return Move(Tensor.From<float>(targets, batch.LabelShape), device);
    }

    private static Tensor Move(Tensor tensor, Device device) => device.Type == DeviceType.Cpu ? tensor : tensor.To(device, tensor.DType);
}

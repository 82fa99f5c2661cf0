using OmniHelix.Data.Tokens;
using OmniHelix.Torch;

namespace OmniHelix.Training.ModelTasks;

/// <summary>A padded batch and what is to be learned from it.</summary>
/// <param name="Tokens">Ids and mask, <c>[rows, length]</c>.</param>
/// <param name="Classes">Class ids, −100 where nothing is learned; null for real-valued targets.</param>
/// <param name="LabelShape">
/// <c>[rows, length]</c>, <c>[rows, length, length]</c>, <c>[rows]</c>, <c>[rows, width]</c> or <c>[rows, length, width]</c>.
/// </param>
public sealed record LabelledBatch(TokenBatch Tokens, long[]? Classes, long[] LabelShape)
{
    private const long Missing = -100;

    /// <summary>The labels of a supervised task.</summary>
    /// <param name="batch">Batch of a store that was built with labels.</param>
    /// <param name="width">Targets of a sequence or base; 0 for class ids.</param>
    /// <param name="unit">What labels belong to.</param>
    public static LabelledBatch Supervised(TokenBatch batch, int width, TaskUnit unit)
    {
        if (unit == TaskUnit.Pair) return new LabelledBatch(batch, batch.Classes, [batch.Rows, batch.Length, batch.Length]);
        long[] rows = unit == TaskUnit.Token ? [batch.Rows, batch.Length] : [batch.Rows];
        return new LabelledBatch(batch, batch.Classes, width > 0 ? [.. rows, width] : rows);
    }

    /// <summary>Labels that there are: what the loss is a mean over.</summary>
    /// <param name="classWeights">What a label of each class counts, where items have one class; null for 1.</param>
    public double CountLabels(IReadOnlyList<double>? classWeights)
    {
        if (Classes is null) return Tokens.TargetMask!.Sum();
        var count = 0.0;
        foreach (var one in Classes)
            if (one != Missing) count += classWeights is null ? 1 : classWeights[(int)one];
        return count;
    }

    /// <summary>Class ids (Int64), or targets (Float32) with NaN where there is none, on the device.</summary>
    public Tensor Labels(Device device)
    {
        if (Classes is { } classes) return Tensor.From<long>(classes, LabelShape).To(device, DType.Int64);
        var targets = (float[])Tokens.Targets!.Clone();
        for (var i = 0; i < targets.Length; i++)
            if (Tokens.TargetMask![i] == 0) targets[i] = float.NaN;
        return Tensor.From<float>(targets, LabelShape).To(device, DType.Float32);
    }
}

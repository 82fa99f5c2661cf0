namespace OmniHelix.Inference;

/// <summary>Finished rows of a chunk as progress of the whole input.</summary>
internal sealed class RowProgress(
    IProgress<InferenceProgress>? progress, long recordsBefore, RecordChunk chunk, double before, double? after) : IProgress<int>
{
    public void Report(int value)
    {
        var share = (double)value / chunk.Tokens!.Count;
        var records = recordsBefore + (long)(share * chunk.Examples.Count);
        progress?.Report(new InferenceProgress(records, after is null ? null : before + share * (after - before)));
    }
}

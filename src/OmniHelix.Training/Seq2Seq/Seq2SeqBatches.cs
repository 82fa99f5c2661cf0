using OmniHelix.Data.Tokens;
using OmniHelix.Training.ModelTasks;

namespace OmniHelix.Training.Seq2Seq;

/// <summary>Batches of sequences with what should be written about them; the next ones are made on another thread.</summary>
/// <param name="sources">Store of what is read, without labels.</param>
/// <param name="outputs">What should be written, one for each example of the store.</param>
/// <param name="options">Batch size or token budget, of the longer of both sides, shuffling and its seed.</param>
public sealed class Seq2SeqBatches(RaggedTokens sources, OutputTokens outputs, BatchOptions options) : IBatchSource<LabelledBatch>
{
    private const long Missing = -100;

    private readonly TokenBudgetSampler sampler = new(
        [.. Enumerable.Range(0, sources.Count).Select(row => Math.Max(sources.Lengths[row], outputs.Rows[sources.ExampleOf(row)].Length))],
        options);

    /// <inheritdoc/>
    public int Count(int epoch) => sampler.Epoch(epoch).Count;

    /// <inheritdoc/>
    public IEnumerable<LabelledBatch> Batches(int epoch, int first, CancellationToken cancellation) =>
        BatchPrefetcher.Run(sampler.Epoch(epoch).Skip(first), Make, cancellationToken: cancellation);

    private LabelledBatch Make(int[] rows)
    {
        var written = rows.Select(row => outputs.Rows[sources.ExampleOf(row)]).ToList();
        var length = written.Max(output => output.Length);
        var labels = new long[rows.Length * length];
        Array.Fill(labels, Missing);
        foreach (var (row, output) in written.Index())
            for (var t = 0; t < output.Length; t++) labels[row * length + t] = output[t];
        return new LabelledBatch(TokenBatch.Create(sources, rows), labels, [rows.Length, length]);
    }
}

using OmniHelix.Data.Labels;
using OmniHelix.Data.Tokens;

namespace OmniHelix.Training.ModelTasks;

/// <summary>Batches of a labelled store; the next ones are made on another thread.</summary>
/// <param name="tokens">Store built with labels.</param>
/// <param name="options">Batch size or token budget, shuffling and its seed.</param>
public sealed class SupervisedBatches(RaggedTokens tokens, BatchOptions options) : IBatchSource<LabelledBatch>
{
    private readonly LabelEncoder labels = tokens.Labels ?? throw new ArgumentException("The store has no labels.", nameof(tokens));
    private readonly TokenBudgetSampler sampler = new(
        tokens.Labels is { Task: var task } ? BatchCosts.Of(task, tokens.Lengths) : tokens.Lengths, options);

    /// <summary>The rows of each batch of an epoch (from 0).</summary>
    public IReadOnlyList<int[]> Rows(int epoch) => sampler.Epoch(epoch);

    /// <inheritdoc/>
    public int Count(int epoch) => sampler.Epoch(epoch).Count;

    /// <inheritdoc/>
    public IEnumerable<LabelledBatch> Batches(int epoch, int first, CancellationToken cancellation) =>
        BatchPrefetcher.Run(sampler.Epoch(epoch).Skip(first), Make, cancellationToken: cancellation);

    private LabelledBatch Make(int[] rows) =>
        LabelledBatch.Supervised(TokenBatch.Create(tokens, rows), labels.Width, labels.Task.Unit);
}

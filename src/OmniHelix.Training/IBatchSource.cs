namespace OmniHelix.Training;

/// <summary>
/// The batches of each epoch. Their order and content depend on the seed and the epoch alone, so that a resumed run sees what an
/// uninterrupted one saw.
/// </summary>
/// <typeparam name="TBatch">What a task learns from at once.</typeparam>
public interface IBatchSource<out TBatch>
{
    /// <summary>Micro batches in an epoch (from 0).</summary>
    int Count(int epoch);

    /// <summary>The micro batches of an epoch from number <paramref name="first"/> on.</summary>
    IEnumerable<TBatch> Batches(int epoch, int first, CancellationToken cancellation);
}

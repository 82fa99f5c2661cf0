namespace OmniHelix.Training;

/// <summary>
/// The batches of each epoch. Their order and content depend on the seed and the epoch alone, so that a resumed run sees what an uninterrupted one saw.
/// </summary>
public interface IBatchSource
{
    /// <summary>Micro batches in an epoch (from 0).</summary>
    int Count(int epoch);

    /// <summary>The micro batches of an epoch from number <paramref name="first"/> on.</summary>
    IEnumerable<LabelledBatch> Batches(int epoch, int first, CancellationToken cancellation);
}

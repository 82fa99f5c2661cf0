using System.Diagnostics;
using OmniHelix.Data.Records;
using OmniHelix.Inference;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Workflows.Predicting;

/// <summary>What a pass over records did.</summary>
/// <param name="Counts">Records and tokens.</param>
/// <param name="Failures">The first records that failed.</param>
/// <param name="Unknown">The first records with bases that the vocabulary does not know.</param>
/// <param name="Seconds">How long it took, without loading the model.</param>
public sealed record ApplicationOutcome(
    InferenceCounts Counts, IReadOnlyList<OmniException> Failures, IReadOnlyList<RecordWithUnknownBases> Unknown, double Seconds)
{
    /// <summary>The letters of the records, and those that the model cannot read or hardly knows.</summary>
    public required LetterUse Letters { get; init; }

    /// <summary>What was made of the records, in words, where there are not as many results as records; null otherwise.</summary>
    public string? Made { get; init; }

    /// <summary>What there is to say of sequences longer than those that the model was trained on; null for nothing.</summary>
    public string? LengthNote { get; init; }

    /// <summary>What there is to say of how tokens became one vector; null for nothing.</summary>
    public string? PoolingNote { get; init; }
}

/// <summary>A record with bases that the vocabulary does not know.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="Bases">How many they are.</param>
public sealed record RecordWithUnknownBases(string Id, string? Place, int Bases);

/// <summary>Watches a pass over records.</summary>
internal sealed class PassWatch
{
    private const int Kept = 5;
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly List<OmniException> failures = [];
    private readonly List<RecordWithUnknownBases> unknown = [];

    /// <summary>Notes a record that failed or has bases that the vocabulary does not know.</summary>
    public void Note(Example example, OmniException? error, int unknownBases)
    {
        if (error is not null && failures.Count < Kept) failures.Add(error);
        if (unknownBases > 0 && unknown.Count < Kept) unknown.Add(new(example.Id, example.Place, unknownBases));
    }

    /// <summary>What the pass did.</summary>
    /// <param name="counts">Records, tokens and letters.</param>
    /// <param name="model">The model.</param>
    public ApplicationOutcome End(InferenceCounts counts, PretrainedModel model) =>
        new(counts, failures, unknown, clock.Elapsed.TotalSeconds)
        {
            Letters = LetterUse.Of(counts, model.Tokenizer),
            LengthNote = TrainedLengthNote.Of(model.Model, counts.Longest),
        };
}

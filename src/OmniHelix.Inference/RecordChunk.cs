using OmniHelix.Data.Records;
using OmniHelix.Data.Tokens;

namespace OmniHelix.Inference;

/// <summary>Records that are computed together.</summary>
internal sealed class RecordChunk
{
    private readonly OmniException?[] errors;
    private readonly RecordTokens?[] records;
    private readonly int[] unknownBases;

    /// <param name="examples">In the order of the input.</param>
    /// <param name="errors">Why a record cannot be computed; null for the others.</param>
    /// <param name="tokens">Rows of the others; null when there are none.</param>
    /// <param name="records">The rows of each record without error.</param>
    public RecordChunk(IReadOnlyList<Example> examples, OmniException?[] errors, RaggedTokens? tokens, RecordTokens?[] records)
    {
        Examples = examples;
        this.errors = errors;
        Tokens = tokens;
        this.records = records;
        unknownBases = [.. records.Select(r => r?.CountUnknownBases() ?? 0)];
    }

    /// <summary>In the order of the input.</summary>
    public IReadOnlyList<Example> Examples { get; }

    /// <summary>Rows of all records without error; null when there are none.</summary>
    public RaggedTokens? Tokens { get; }

    /// <summary>Why a record cannot be computed; null when it can.</summary>
    public OmniException? Error(int record) => errors[record];

    /// <summary>Bases of each record that the vocabulary does not know.</summary>
    public IReadOnlyList<int> UnknownBases => unknownBases;

    /// <summary>The rows of a record without error.</summary>
    public RecordTokens Record(int record) => records[record]!;
}

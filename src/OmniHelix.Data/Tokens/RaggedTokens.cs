using OmniHelix.Data.Labels;
using OmniHelix.Data.Records;
using OmniHelix.Tokenizers;

namespace OmniHelix.Data.Tokens;

/// <summary>
/// Tokenised examples in flat arrays, without padding. A row is one example, or one window of one; a row's tokens begin and end with the
/// tokenizer's special tokens.
/// </summary>
public sealed class RaggedTokens
{
    private readonly TokenRows rows;
    private readonly int[] lengths;

    internal RaggedTokens(
        IReadOnlyList<Example> examples, TokenRows rows, OmniTokenizer tokenizer, LabelEncoder? labels, LengthCounts counts)
    {
        this.rows = rows;
        Examples = examples;
        (Pad, Labels, Counts) = (tokenizer.Special.Pad, labels, counts);
        lengths = [.. Enumerable.Range(0, Count).Select(r => rows.Offsets[r + 1] - rows.Offsets[r])];
    }

    /// <summary>The examples that were tokenised, those without a row included.</summary>
    public IReadOnlyList<Example> Examples { get; }

    /// <summary>Number of rows.</summary>
    public int Count => rows.Examples.Count;

    /// <summary>Tokens of all rows, special tokens included.</summary>
    public long TokenCount => rows.Ids.Count;

    /// <summary>Tokens of each row.</summary>
    public IReadOnlyList<int> Lengths => lengths;

    /// <summary>Id that fills batches.</summary>
    public int Pad { get; }

    /// <summary>How labels were encoded; null when there are none.</summary>
    public LabelEncoder? Labels { get; }

    /// <summary>What was truncated, cut into windows, dropped or unknown.</summary>
    public LengthCounts Counts { get; }

    /// <summary>Index of the example a row comes from.</summary>
    public int ExampleOf(int row) => rows.Examples[row];

    /// <summary>The examples that have rows, in order, with all rows of each: one, or its windows, which stand together.</summary>
    public IEnumerable<RecordTokens> Records()
    {
        for (var first = 0; first < Count;)
        {
            var end = first + 1;
            while (end < Count && ExampleOf(end) == ExampleOf(first)) end++;
            yield return new RecordTokens(this, first, end);
            first = end;
        }
    }

    /// <summary>Token ids of a row.</summary>
    public ReadOnlySpan<int> Ids(int row) => Slice(rows.Ids, row);

    /// <summary>Characters of the example each token covers; empty for special tokens.</summary>
    public ReadOnlySpan<TokenSpan> Spans(int row) => Slice(rows.Spans, row);

    /// <summary>
    /// The tokens whose results count for this row: all but the special ones, and of two overlapping windows each token once.
    /// </summary>
    public (int Start, int End) Owned(int row) => rows.Owned[row];

    /// <summary>
    /// One class per token for token classification (−100 where nothing is to be learned), one element for sequence classification, else
    /// empty.
    /// </summary>
    public ReadOnlySpan<int> Classes(int row) => Labels switch
    {
        { Task: { Target: TaskTarget.Class, Unit: TaskUnit.Token } } => Slice(rows.Classes, row),
        { Task.Target: TaskTarget.Class } => rows.Classes.AsSpan(row, 1),
        _ => [],
    };

    /// <summary>
    /// <c>[tokens, width]</c> for token regression, <c>[width]</c> for sequence regression and multi-label tasks, else empty; NaN where
    /// there is no target.
    /// </summary>
    public ReadOnlySpan<float> Targets(int row) => Labels switch
    {
        null or { Width: 0 } => [],
        { Task.Unit: TaskUnit.Token, Width: var w } => rows.Targets.AsSpan(rows.Offsets[row] * w, lengths[row] * w),
        { Width: var w } => rows.Targets.AsSpan(row * w, w),
    };

    /// <summary>Tokenises examples on several threads; the result does not depend on their number.</summary>
    /// <param name="examples">Sequences, with labels when <paramref name="labels"/> is given.</param>
    /// <param name="tokenizer">Tokenizer.</param>
    /// <param name="length">Longest row and what happens to longer sequences.</param>
    /// <param name="labels">How labels become numbers; null leaves them out.</param>
    /// <param name="threads">Threads at most; 0 for one per core.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="OmniException">OH1401 sequences over the maximum under <see cref="LengthPolicy.Error"/>; OH13xx bad
    /// labels.</exception>
    public static RaggedTokens Build(
        IReadOnlyList<Example> examples,
        OmniTokenizer tokenizer,
        LengthOptions length,
        LabelEncoder? labels = null,
        int threads = 0,
        CancellationToken cancellationToken = default) =>
        RaggedTokensBuilder.Build(examples, tokenizer, length, labels, threads, cancellationToken);

    private ReadOnlySpan<T> Slice<T>(FlatList<T> list, int row) => list.AsSpan(rows.Offsets[row], lengths[row]);
}

/// <summary>What tokenising did to the examples.</summary>
public sealed record LengthCounts
{
    /// <summary>Examples that lost their end.</summary>
    public int Truncated { get; init; }

    /// <summary>Tokens cut off.</summary>
    public long TruncatedTokens { get; init; }

    /// <summary>Examples cut into windows.</summary>
    public int Windowed { get; init; }

    /// <summary>Windows they became.</summary>
    public int Windows { get; init; }

    /// <summary>Examples left out because of their length.</summary>
    public int Dropped { get; init; }

    /// <summary>Tokens without the special ones.</summary>
    public long ContentTokens { get; init; }

    /// <summary>Of these, unknown to the vocabulary.</summary>
    public long UnknownTokens { get; init; }

    /// <summary>Label occurrences left out because their class is unknown.</summary>
    public long IgnoredLabels { get; init; }

    /// <summary>Share of unknown tokens.</summary>
    public double UnknownShare => ContentTokens == 0 ? 0 : (double)UnknownTokens / ContentTokens;
}

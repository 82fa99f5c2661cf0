using OmniHelix.Data.Labels;
using OmniHelix.Data.Records;
using OmniHelix.Tokenizers;
using OmniHelix.Tokenizers.Tokens;

namespace OmniHelix.Data.Tokens;

/// <summary>
/// Tokenised examples in flat arrays, without padding. A row is one example, or one window of one; a row's tokens begin and end with the
/// tokenizer's special tokens.
/// </summary>
public sealed class RaggedTokens
{
    private const int ChunkSize = 256;

    private readonly TokenRows rows;
    private readonly int[] lengths;
    private readonly int between;

    private RaggedTokens(
        IReadOnlyList<Example> examples, TokenRows rows, OmniTokenizer tokenizer, LabelEncoder? labels, LengthCounts counts)
    {
        this.rows = rows;
        Examples = examples;
        // What is filled up is masked, so any token will do.
        Pad = tokenizer.Special.Pad ?? 0;
        Unknown = tokenizer.Special.Unknown;
        between = tokenizer.Template.Between?.Count ?? 0;
        Labels = labels;
        Counts = counts;
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

    /// <summary>Id of text outside the vocabulary; null when every text is in it.</summary>
    public int? Unknown { get; }

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

    /// <summary>
    /// Characters of the example each token covers; empty for special tokens. Those of the second sequence of a pair count on from the end
    /// of the first, as in <see cref="Example.Letters"/>.
    /// </summary>
    public ReadOnlySpan<TokenSpan> Spans(int row) => Slice(rows.Spans, row);

    /// <summary>
    /// The tokens whose results count for this row: all but the special ones, and of two overlapping windows each token once.
    /// </summary>
    public (int Start, int End) Owned(int row) => rows.Owned[row];

    /// <summary>First token of the second sequence in a row that is a pair; 0 in a row of one sequence.</summary>
    public int Second(int row) => rows.Seconds[row];

    // Between the two sequences stand the special tokens of the template.
    internal int EndOfFirst(int row) => rows.Seconds[row] - between;

    /// <summary>
    /// One class per token for token classification (−100 where nothing is to be learned), <c>[tokens, tokens]</c> for pairs, with the
    /// second token of a pair as the column and −100 in the other order, one element for sequence classification, else empty.
    /// </summary>
    public ReadOnlySpan<int> Classes(int row) => Labels switch
    {
        { Task: { Target: TaskTarget.Class, Unit: TaskUnit.Pair } } =>
            Array.ConvertAll(OfPairs(row), value => float.IsNaN(value) ? LabelProjector.Ignored : (int)value),
        { Task: { Target: TaskTarget.Class, Unit: TaskUnit.Token } } => Slice(rows.Classes, row),
        { Task.Target: TaskTarget.Class } => rows.Classes.AsSpan(row, 1),
        _ => [],
    };

    /// <summary>
    /// <c>[tokens, width]</c> for token regression, <c>[tokens, tokens]</c> for pairs, as <see cref="Classes"/>, <c>[width]</c> for
    /// sequence regression and multi-label tasks, else empty; NaN where there is no target.
    /// </summary>
    public ReadOnlySpan<float> Targets(int row) => Labels switch
    {
        null or { Width: 0 } => [],
        { Task.Unit: TaskUnit.Pair } => OfPairs(row),
        { Task.Unit: TaskUnit.Token, Width: var w } => rows.Targets.AsSpan(rows.Offsets[row] * w, lengths[row] * w),
        { Width: var w } => rows.Targets.AsSpan(row * w, w),
    };

    /// <summary>The classes that labels have, ascending; none for other tasks.</summary>
    public IReadOnlyList<int> ClassIds()
    {
        if (Labels is not { Task.Target: TaskTarget.Class }) return [];
        var ids = new SortedSet<int>();
        for (var row = 0; row < Count; row++)
            foreach (var id in Classes(row))
                if (id != LabelProjector.Ignored) ids.Add(id);
        return [.. ids];
    }

    /// <summary>Tokenises examples on several threads; the result does not depend on their number.</summary>
    /// <param name="examples">Sequences, with labels when <paramref name="labels"/> is given.</param>
    /// <param name="tokenizer">Tokenizer.</param>
    /// <param name="length">Longest row and what happens to longer sequences.</param>
    /// <param name="labels">How labels become numbers; null leaves them out.</param>
    /// <param name="threads">Threads at most; 0 for one per core.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="OmniException">
    /// OH1401 sequences over the maximum under <see cref="LengthPolicy.Error"/>, or under <see cref="LengthPolicy.Window"/> pairs of
    /// sequences and sequences with labels of pairs of bases; OH13xx bad labels; OH1507 pairs for a tokenizer that joins none.
    /// </exception>
    /// <exception cref="UsageException">OH1404: lengths that leave no room for the sequence.</exception>
    public static RaggedTokens Build(
        IReadOnlyList<Example> examples,
        OmniTokenizer tokenizer,
        LengthOptions length,
        LabelEncoder? labels = null,
        int threads = 0,
        CancellationToken cancellationToken = default)
    {
        Require(length, tokenizer);
        if (tokenizer.Template.Between is null && examples.FirstOrDefault(e => e.Pair is not null) is { } pair)
            throw new OmniException(
                "OH1507", "the tokenizer has no token to put between two sequences", pair.Place, "Choose a model that reads pairs.");
        var ignored = labels?.Check(examples) ?? 0;
        var chunks = new TokenChunk[(examples.Count + ChunkSize - 1) / ChunkSize];
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = threads > 0 ? threads : Environment.ProcessorCount,
            CancellationToken = cancellationToken,
        };
        Run(() => Parallel.For(0, chunks.Length, parallel, c =>
        {
            var chunk = chunks[c] = new TokenChunk(tokenizer, length, labels);
            for (var e = c * ChunkSize; e < Math.Min(examples.Count, (c + 1) * ChunkSize); e++) chunk.Add(examples[e], e);
        }));
        var tooLong = chunks.SelectMany(c => c.TooLong).ToArray();
        if (tooLong.Length > 0) throw TooLong(examples, tooLong, length);
        var rows = new TokenRows();
        foreach (var chunk in chunks) rows.Append(chunk.Rows);
        return new RaggedTokens(examples, rows, tokenizer, labels, new LengthCounts
        {
            Truncated = chunks.Sum(c => c.Truncated),
            TruncatedTokens = chunks.Sum(c => c.TruncatedTokens),
            Windowed = chunks.Sum(c => c.Windowed),
            Windows = chunks.Sum(c => c.Windows),
            Dropped = chunks.Sum(c => c.Dropped),
            ContentTokens = chunks.Sum(c => c.ContentTokens),
            UnknownTokens = chunks.Sum(c => c.UnknownTokens),
            Letters = LetterCounter.Sum(chunks.Select(c => c.Letters)),
            ConvertedLetters = chunks.Sum(c => c.Letters.Changed),
            FoldedLetters = chunks.Sum(c => c.Letters.Folded),
            UnreadLetters = LetterCounter.Sum(chunks.Select(c => c.UnreadLetters)),
            UnknownLetters = chunks.Sum(c => c.UnknownLetters),
            LabelsOfUnknown = chunks.Sum(c => c.LabelsOfUnknown),
            IgnoredLabels = ignored,
        });
    }

    // Made of the label each time: matrices would fill the memory.
    private float[] OfPairs(int row)
    {
        var (start, end) = Owned(row);
        var (bases, length) = (end - start, lengths[row]);
        var ofBases = Labels!.Pairs(Examples[ExampleOf(row)], bases);
        var values = new float[checked(length * length)];
        Array.Fill(values, float.NaN);
        for (var i = 0; i < bases; i++) ofBases.AsSpan(i * bases, bases).CopyTo(values.AsSpan((start + i) * length + start));
        return values;
    }

    private static void Require(LengthOptions length, OmniTokenizer tokenizer)
    {
        var content = length.MaxLength - tokenizer.Template.Count;
        if (content < 1)
        {
            var around = $"{tokenizer.Template.Count} special tokens";
            throw new UsageException(
                "OH1404", $"a maximum of {Plural.Count(length.MaxLength, "token")} leaves no room for the sequence beside {around}");
        }
        if (length.Policy == LengthPolicy.Window && (length.WindowOverlap < 0 || length.WindowOverlap >= content))
        {
            var what = $"windows of {content} tokens cannot overlap by {length.WindowOverlap}";
            throw new UsageException("OH1404", what, null, "Choose an overlap from 0 to less than the window.");
        }
    }

    private static OmniException TooLong(IReadOnlyList<Example> examples, (int Example, int Tokens)[] tooLong, LengthOptions length)
    {
        var longest = tooLong.Max(t => t.Tokens);
        var what = $"{tooLong.Length} of {examples.Count} sequences have more than {Plural.Count(length.MaxLength, "token")} (the "
            + $"longest has {longest})";
        var list = string.Join(", ", tooLong.Take(5).Select(t => $"{examples[t.Example].Place} '{examples[t.Example].Id}' ({t.Tokens})"));
        var more = tooLong.Length > 5 ? ", …" : "";
        var advice = $"They are {list}{more}. Choose truncation, windows or dropping, or a model that takes longer sequences.";
        return new OmniException("OH1401", what, examples[tooLong[0].Example].File, advice);
    }

    private static void Run(Action work)
    {
        try
        {
            work();
        }
        catch (AggregateException e) when (e.Flatten().InnerExceptions.OfType<OmniException>().FirstOrDefault() is { } first)
        {
            throw new OmniException(first.Code, first.Message, first.Place, first.Advice, first);
        }
    }

    private ReadOnlySpan<T> Slice<T>(FlatList<T> list, int row) => list.AsSpan(rows.Offsets[row], lengths[row]);
}

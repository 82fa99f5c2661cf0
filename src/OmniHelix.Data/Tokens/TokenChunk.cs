using OmniHelix.Data.Labels;
using OmniHelix.Data.Records;
using OmniHelix.Tokenizers;
using OmniHelix.Tokenizers.Tokens;

namespace OmniHelix.Data.Tokens;

/// <summary>Tokenises one example after another on one thread: tokens, their labels, windows and special tokens become rows.</summary>
/// <param name="tokenizer">Tokenizer.</param>
/// <param name="length">Longest row and what happens to longer sequences.</param>
/// <param name="labels">How labels become numbers; null leaves them out.</param>
internal sealed class TokenChunk(OmniTokenizer tokenizer, LengthOptions length, LabelEncoder? labels)
{
    private readonly SpecialTokenTemplate template = tokenizer.Template;
    private readonly int room = length.MaxLength - tokenizer.Template.Count;
    private readonly int unknown = tokenizer.Special.Unknown ?? -1;
    // Those of pairs are made of the label when they are asked for.
    private readonly LabelEncoder? kept = labels?.Task.Unit == TaskUnit.Pair ? null : labels;
    private readonly TokenBuffer tokens = new();
    private readonly LetterCoverage coverage = new();
    private int[] classes = [];
    private float[] targets = [];

    public TokenRows Rows { get; } = new();
    public List<(int Example, int Tokens)> TooLong { get; } = [];
    public int Truncated { get; private set; }
    public long TruncatedTokens { get; private set; }
    public int Windowed { get; private set; }
    public int Windows { get; private set; }
    public int Dropped { get; private set; }
    public long ContentTokens { get; private set; }
    public long UnknownTokens { get; private set; }
    public long UnknownLetters { get; private set; }
    public long LabelsOfUnknown { get; private set; }
    public LetterCounter Letters { get; } = new(tokenizer.Converted);
    public LetterCounter UnreadLetters { get; } = new(letter => letter);

    /// <summary>Adds the rows of an example.</summary>
    /// <param name="example">Example.</param>
    /// <param name="index">Its number in the store.</param>
    public void Add(Example example, int index)
    {
        tokens.Clear();
        var count = Encode(example, example.Sequence);
        if (example.Pair is { } pair)
        {
            tokens.AddSpecial(template.Between!, 0);
            AddPair(example, index, count, Encode(example, pair));
            return;
        }
        var policy = labels?.Task.Unit == TaskUnit.Pair ? Whole : length.Policy;
        if (!Fits(index, count, template.Count, policy)) return;
        Project(example, count);
        CountLabelsOfUnknown(example, count);
        if (count <= room) AddRow(index, 0, count, 0, count);
        else if (length.Policy == LengthPolicy.Truncate)
        {
            Truncated++;
            TruncatedTokens += count - room;
            AddRow(index, 0, room, 0, room);
        }
        else AddWindows(index, count);
    }

    private void CountLetters(string sequence, int at, int count)
    {
        Letters.Add(sequence);
        Cover(sequence.Length, at, count);
        var unknown = coverage.CountUnknown(sequence);
        UnknownLetters += unknown;
        if (unknown == 0) return;
        for (var letter = 0; letter < sequence.Length; letter++)
            if (coverage.IsUnread(letter, sequence)) UnreadLetters.Add(sequence[letter]);
    }

    private void CountLabelsOfUnknown(Example example, int count)
    {
        if (labels is not { Task.Unit: TaskUnit.Token } || !tokens.Ids[..count].Contains(unknown)) return;
        var isLabelled = labels.LabelledBases(example);
        Cover(example.Sequence.Length, 0, count);
        for (var letter = 0; letter < isLabelled.Length; letter++)
            if (isLabelled[letter] && coverage.Covers[letter] is LetterCover.Unknown or LetterCover.Beside) LabelsOfUnknown++;
    }

    private void Cover(int letters, int at, int count)
    {
        coverage.Begin(letters);
        for (var token = at; token < at + count; token++) coverage.Add(tokens.Spans[token], tokens.Ids[token] == unknown);
    }

    private int Encode(Example example, string sequence)
    {
        var at = tokens.Count;
        try
        {
            tokenizer.EncodeContent(sequence, tokens);
        }
        catch (OmniException e) when (e.Place is null)
        {
            throw new OmniException(e.Code, $"record '{example.Id}': {e.Message}", example.Place, e.Advice, e);
        }
        var count = tokens.Count - at;
        ContentTokens += count;
        UnknownTokens += tokens.Ids[at..].Count(unknown);
        CountLetters(sequence, at, count);
        return count;
    }

    private bool Fits(int index, int content, int special, LengthPolicy policy)
    {
        if (content + special <= length.MaxLength) return true;
        if (policy == LengthPolicy.Error) TooLong.Add((index, content + special));
        if (policy == LengthPolicy.Drop) Dropped++;
        return policy is LengthPolicy.Truncate or LengthPolicy.Window;
    }

    // Windows of a pair would compare other parts of its sequences with each other, and those of pairs of bases leave pairs out.
    private LengthPolicy Whole => length.Policy == LengthPolicy.Window ? LengthPolicy.Error : length.Policy;

    private void AddPair(Example example, int index, int first, int second)
    {
        var between = template.Between!;
        var special = template.Count + between.Count;
        if (!Fits(index, first + second, special, Whole)) return;
        var (keptFirst, keptSecond) = tokenizer.KeptOfPair(first, second, length.MaxLength - special);
        if (keptFirst + keptSecond < first + second)
        {
            Truncated++;
            TruncatedTokens += first + second - keptFirst - keptSecond;
        }
        tokens.Remove(first + between.Count + keptSecond, tokens.Count);
        tokens.Remove(keptFirst, first);
        var start = keptFirst + between.Count;
        var spans = tokens.Spans;
        foreach (ref var span in spans[start..])
            span = new TokenSpan(example.Sequence.Length + span.Start, example.Sequence.Length + span.End);
        var cut = keptFirst > 0 ? spans[keptFirst - 1].End : 0;
        spans[keptFirst..start].Fill(new TokenSpan(cut, cut));
        Project(example, start + keptSecond);
        AddRow(index, 0, start + keptSecond, 0, start + keptSecond, template.Before.Count + start);
    }

    private void AddWindows(int index, int count)
    {
        Windowed++;
        var step = room - length.WindowOverlap;
        var owned = 0;
        for (var start = 0; owned < count; start += step)
        {
            // The last window reaches back, so that it is as long as the others.
            var from = Math.Min(start, count - room);
            var end = from + room;
            var next = Math.Min(start + step, count - room);
            // Two neighbours share the tokens [next, end): each owns the half that lies deeper inside it.
            var ownedEnd = end == count ? count : next + (end - next) / 2;
            AddRow(index, from, end, owned, ownedEnd);
            owned = ownedEnd;
            Windows++;
        }
    }

    private void AddRow(int index, int from, int to, int ownedFrom, int ownedTo, int second = 0)
    {
        var lead = template.Before.Count;
        AddSpecial(template.Before);
        Rows.Ids.Add(tokens.Ids[from..to]);
        Rows.Spans.Add(tokens.Spans[from..to]);
        AddSpecial(template.After);
        if (kept is { Task: { Target: TaskTarget.Class, Unit: TaskUnit.Token } })
        {
            var row = Rows.Classes.Reserve(to - from + template.Count);
            row.Fill(LabelProjector.Ignored);
            classes.AsSpan(ownedFrom, ownedTo - ownedFrom).CopyTo(row[(lead + ownedFrom - from)..]);
        }
        else if (kept is { Task.Target: TaskTarget.Class }) Rows.Classes.Add(classes[0]);
        else if (kept is { Task.Unit: TaskUnit.Token, Width: var w })
        {
            var row = Rows.Targets.Reserve((to - from + template.Count) * w);
            row.Fill(float.NaN);
            targets.AsSpan(ownedFrom * w, (ownedTo - ownedFrom) * w).CopyTo(row[((lead + ownedFrom - from) * w)..]);
        }
        else if (kept is not null) Rows.Targets.Add(targets.AsSpan(0, kept.Width));
        Rows.EndRow(index, lead + ownedFrom - from, lead + ownedTo - from, second);
    }

    private void AddSpecial(IReadOnlyList<int> special)
    {
        foreach (var id in special)
        {
            Rows.Ids.Add(id);
            Rows.Spans.Add(new TokenSpan(0, 0));
        }
    }

    private void Project(Example example, int count)
    {
        if (labels is null) return;
        if (labels.Task.Unit == TaskUnit.Pair)
        {
            TokenPerBase.Require(example, tokens.Spans[..count]);
            return;
        }
        var isPerToken = labels.Task.Unit == TaskUnit.Token;
        if (labels.Task.Target == TaskTarget.Class)
        {
            if (!isPerToken)
            {
                classes = [labels.ClassOf(example)];
                return;
            }
            classes = new int[count];
            LabelProjector.ToTokens(labels.ClassPerBase(example), tokens.Spans[..count], classes);
            return;
        }
        if (!isPerToken)
        {
            targets = labels.Targets(example);
            return;
        }
        targets = new float[count * labels.Width];
        LabelProjector.MeanToTokens(labels.Targets(example), labels.Width, tokens.Spans[..count], targets);
    }
}

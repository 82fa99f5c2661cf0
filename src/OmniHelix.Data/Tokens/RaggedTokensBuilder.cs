using OmniHelix.Data.Labels;
using OmniHelix.Data.Records;
using OmniHelix.Tokenizers;

namespace OmniHelix.Data.Tokens;

/// <summary>Tokenises examples in chunks, one thread a chunk, and puts the chunks together in order.</summary>
internal static class RaggedTokensBuilder
{
    private const int ChunkSize = 256;

    public static RaggedTokens Build(
        IReadOnlyList<Example> examples,
        OmniTokenizer tokenizer,
        LengthOptions length,
        LabelEncoder? labels,
        int threads,
        CancellationToken cancellationToken)
    {
        var content = length.MaxLength - tokenizer.Template.Count;
        if (content < 1)
        {
            var around = $"{tokenizer.Template.Count} special tokens";
            throw new UsageException("OH1404", $"a maximum of {length.MaxLength} tokens leaves no room for the sequence beside {around}");
        }
        if (length.Policy == LengthPolicy.Window && (length.WindowOverlap < 0 || length.WindowOverlap >= content))
        {
            var what = $"windows of {content} tokens cannot overlap by {length.WindowOverlap}";
            throw new UsageException("OH1404", what, null, "Choose an overlap from 0 to less than the window.");
        }
        var ignored = labels?.Check(examples) ?? 0;
        var chunks = new Chunk[(examples.Count + ChunkSize - 1) / ChunkSize];
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = threads > 0 ? threads : Environment.ProcessorCount,
            CancellationToken = cancellationToken,
        };
        Run(() => Parallel.For(0, chunks.Length, parallel, c =>
        {
            var chunk = chunks[c] = new Chunk(tokenizer, length, labels);
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
            IgnoredLabels = ignored,
        });
    }

    private static OmniException TooLong(IReadOnlyList<Example> examples, (int Example, int Tokens)[] tooLong, LengthOptions length)
    {
        var longest = tooLong.Max(t => t.Tokens);
        var what = $"{tooLong.Length} of {examples.Count} sequences have more than {length.MaxLength} tokens (the longest has {longest})";
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

    private sealed class Chunk(OmniTokenizer tokenizer, LengthOptions length, LabelEncoder? labels)
    {
        private readonly SpecialTokenTemplate template = tokenizer.Template;
        private readonly int room = length.MaxLength - tokenizer.Template.Count;
        private int[] ids = [];
        private TokenSpan[] spans = [];
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

        public void Add(Example example, int index)
        {
            var most = tokenizer.MaxContentTokens(example.Sequence.Length);
            if (ids.Length < most)
            {
                ids = new int[checked(most * 2)];
                spans = new TokenSpan[ids.Length];
            }
            var count = tokenizer.EncodeContent(example.Sequence, ids, spans);
            ContentTokens += count;
            UnknownTokens += ids.AsSpan(0, count).Count(tokenizer.Special.Unknown);
            if (count > room && length.Policy == LengthPolicy.Error)
            {
                TooLong.Add((index, count + template.Count));
                return;
            }
            if (count > room && length.Policy == LengthPolicy.Drop)
            {
                Dropped++;
                return;
            }
            Project(example, count);
            if (count <= room) AddRow(index, 0, count, 0, count);
            else if (length.Policy == LengthPolicy.Truncate)
            {
                Truncated++;
                TruncatedTokens += count - room;
                AddRow(index, 0, room, 0, room);
            }
            else AddWindows(index, count);
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

        private void AddRow(int index, int from, int to, int ownedFrom, int ownedTo)
        {
            var lead = template.Before.Count;
            AddSpecial(template.Before);
            Rows.Ids.Add(ids.AsSpan(from, to - from));
            Rows.Spans.Add(spans.AsSpan(from, to - from));
            AddSpecial(template.After);
            if (labels is { Task: { Target: TaskTarget.Class, Unit: TaskUnit.Token } })
            {
                var row = Rows.Classes.Reserve(to - from + template.Count);
                row.Fill(LabelProjector.Ignored);
                classes.AsSpan(ownedFrom, ownedTo - ownedFrom).CopyTo(row[(lead + ownedFrom - from)..]);
            }
            else if (labels is { Task.Target: TaskTarget.Class }) Rows.Classes.Add(classes[0]);
            else if (labels is { Task.Unit: TaskUnit.Token, Width: var w })
            {
                var row = Rows.Targets.Reserve((to - from + template.Count) * w);
                row.Fill(float.NaN);
                targets.AsSpan(ownedFrom * w, (ownedTo - ownedFrom) * w).CopyTo(row[((lead + ownedFrom - from) * w)..]);
            }
            else if (labels is not null) Rows.Targets.Add(targets.AsSpan(0, labels.Width));
            Rows.EndRow(index, lead + ownedFrom - from, lead + ownedTo - from);
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
            var isPerToken = labels.Task.Unit == TaskUnit.Token;
            if (labels.Task.Target == TaskTarget.Class)
            {
                if (!isPerToken)
                {
                    classes = [labels.ClassOf(example)];
                    return;
                }
                classes = new int[count];
                LabelProjector.ToTokens(labels.ClassPerBase(example), spans.AsSpan(0, count), classes);
                return;
            }
            if (!isPerToken)
            {
                targets = labels.Targets(example);
                return;
            }
            targets = new float[count * labels.Width];
            LabelProjector.MeanToTokens(labels.Targets(example), labels.Width, spans.AsSpan(0, count), targets);
        }
    }
}

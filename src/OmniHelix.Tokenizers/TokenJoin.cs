using OmniHelix.Tokenizers.Tokens;

namespace OmniHelix.Tokenizers;

/// <summary>
/// Makes one input of the tokens of one or two sequences: cuts what is too long, and puts the special tokens of the template around.
/// Windows that are cut off become encodings of their own; of a pair every combination of a window of the first with one of the second.
/// </summary>
internal sealed class TokenJoin
{
    private static readonly IReadOnlyList<TemplatePart> WithoutSpecial = [TemplatePart.First(), TemplatePart.Second(0)];

    private readonly OmniTokenizer tokenizer;
    private readonly SpecialTokenTemplate template;
    private readonly TokenizeOptions options;
    private readonly TokenSide side;
    private readonly int mostTokens;

    public TokenJoin(OmniTokenizer tokenizer, TokenizeOptions options)
    {
        this.tokenizer = tokenizer;
        template = tokenizer.Template;
        this.options = options;
        side = options.TruncationSide ?? tokenizer.TruncationSide;
        mostTokens = options.Truncation == TruncationStrategy.None ? int.MaxValue : options.MaxLength ?? tokenizer.MaxLength;
        var room = mostTokens - SpecialTokens(ofPair: false);
        if (room >= 0 && options.Stride > room) throw StandingStill(room);
    }

    public bool AddsSpecialTokens => options.AddSpecialTokens;

    public TokenizedSequence Join(TokenBuffer first, TokenBuffer? second)
    {
        var special = SpecialTokens(second is not null);
        // The reference cuts nothing where not even the special tokens fit.
        var room = mostTokens < special ? int.MaxValue : mostTokens - special;
        var (firstRoom, secondRoom) = Room(first.Count, second?.Count ?? 0, room, second is not null);
        var firstWindows = Windows(first, firstRoom);
        return Put(firstWindows, first, second is null ? [default] : Windows(second, secondRoom), second);
    }

    private int SpecialTokens(bool ofPair) =>
        options.AddSpecialTokens ? (ofPair ? template.CountOfPair : template.Count) ?? 0 : 0;

    // Tokens that the first and the second may keep; the rule is that of the reference library.
    private (int First, int Second) Room(int first, int second, int room, bool isPair)
    {
        var tooMany = (long)first + second - room;
        if (room == 0) return (0, 0);
        if (tooMany <= 0) return (first, second);
        switch (options.Truncation)
        {
            case TruncationStrategy.OnlyFirst:
                return first > tooMany ? (first - (int)tooMany, second) : throw TooShort("first", first, room);
            case TruncationStrategy.OnlySecond:
                return second > tooMany ? (first, second - (int)tooMany) : throw TooShort("second", second, room);
            default:
                return isPair ? tokenizer.KeptOfPair(first, second, room) : (room, 0);
        }
    }

    private List<Window> Windows(TokenBuffer tokens, int room)
    {
        if (room >= tokens.Count) return [new Window(0, tokens.Count)];
        if (room == 0) return [default, new Window(0, tokens.Count)];
        if (options.Stride >= room) throw StandingStill(room);
        var windows = new List<Window>();
        var step = room - options.Stride;
        for (var start = 0; ; start += step)
        {
            var end = Math.Min(start + room, tokens.Count);
            windows.Add(side == TokenSide.Right ? new Window(start, end) : new Window(tokens.Count - end, tokens.Count - start));
            if (end == tokens.Count) return windows;
        }
    }

    // The first window of both is the encoding; the others are its overflow.
    private TokenizedSequence Put(List<Window> firstWindows, TokenBuffer first, List<Window> secondWindows, TokenBuffer? second)
    {
        var overflow = new List<TokenizedSequence>();
        foreach (var window in firstWindows.Skip(1))
            foreach (var other in secondWindows) overflow.Add(Put(window, first, other, second, []));
        foreach (var other in secondWindows.Skip(1)) overflow.Add(Put(firstWindows[0], first, other, second, []));
        return Put(firstWindows[0], first, secondWindows[0], second, overflow);
    }

    private TokenizedSequence Put(
        Window window, TokenBuffer first, Window other, TokenBuffer? second, IReadOnlyList<TokenizedSequence> overflow)
    {
        var parts = second is null ? template.Single : template.Pair ?? WithoutSpecial;
        var count = parts.Sum(part => part.Ids is null ? Chosen(part).Count : options.AddSpecialTokens ? part.Ids.Count : 0);
        var joined = new TokenizedSequence
        {
            Ids = new int[count],
            Spans = new TokenSpan[count],
            TypeIds = new int[count],
            Sequences = new int[count],
            Overflow = overflow,
        };
        var at = 0;
        foreach (var part in parts)
        {
            if (part.Ids is not null && !options.AddSpecialTokens) continue;
            var length = part.Ids?.Count ?? Chosen(part).Count;
            if (part.Ids is { } special)
            {
                for (var i = 0; i < length; i++) joined.Ids[at + i] = special[i];
            }
            else
            {
                var tokens = part.IsSecond ? second! : first;
                tokens.Ids.Slice(Chosen(part).Start, length).CopyTo(joined.Ids.AsSpan(at));
                tokens.Spans.Slice(Chosen(part).Start, length).CopyTo(joined.Spans.AsSpan(at));
            }
            joined.TypeIds.AsSpan(at, length).Fill(part.TypeId);
            joined.Sequences.AsSpan(at, length).Fill(part.Ids is not null ? -1 : part.IsSecond ? 1 : 0);
            at += length;
        }
        return joined;

        Window Chosen(TemplatePart part) => part.IsSecond ? other : window;
    }

    private static OmniException TooShort(string which, int tokens, int room) =>
        new("OH1510", $"the {which} sequence has {tokens} tokens, too few to cut until {room} are left for both", null,
            "Cut the other one, or the longest first.");

    private UsageException StandingStill(int room) =>
        new("OH1512", $"windows of {room} tokens cannot overlap by {options.Stride}", null, "Choose a stride below the window's length.");

    private readonly record struct Window(int Start, int End)
    {
        public int Count => End - Start;
    }
}

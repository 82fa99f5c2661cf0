using OmniHelix.Tokenizers.Tokens;

namespace OmniHelix.Data.Tokens;

/// <summary>Rows of tokens one behind another.</summary>
internal sealed class TokenRows
{
    public TokenRows() => Offsets.Add(0);

    public FlatList<int> Ids { get; } = new();
    public FlatList<TokenSpan> Spans { get; } = new();
    public FlatList<int> Classes { get; } = new();
    public FlatList<float> Targets { get; } = new();
    public FlatList<int> Examples { get; } = new();
    public FlatList<(int Start, int End)> Owned { get; } = new();
    public FlatList<int> Offsets { get; } = new();

    // First token of the second sequence of a pair; 0 for a row of one sequence.
    public FlatList<int> Seconds { get; } = new();

    public void EndRow(int example, int ownedStart, int ownedEnd, int second = 0)
    {
        Examples.Add(example);
        Seconds.Add(second);
        Owned.Add((ownedStart, ownedEnd));
        Offsets.Add(Ids.Count);
    }

    public void Append(TokenRows more)
    {
        var start = Ids.Count;
        Ids.Add(more.Ids.AsSpan(0, more.Ids.Count));
        Spans.Add(more.Spans.AsSpan(0, more.Spans.Count));
        Classes.Add(more.Classes.AsSpan(0, more.Classes.Count));
        Targets.Add(more.Targets.AsSpan(0, more.Targets.Count));
        Examples.Add(more.Examples.AsSpan(0, more.Examples.Count));
        Owned.Add(more.Owned.AsSpan(0, more.Owned.Count));
        Seconds.Add(more.Seconds.AsSpan(0, more.Seconds.Count));
        for (var row = 0; row < more.Examples.Count; row++) Offsets.Add(start + more.Offsets[row + 1]);
    }
}

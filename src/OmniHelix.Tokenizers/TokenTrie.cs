namespace OmniHelix.Tokenizers;

/// <summary>
/// All tokens of a vocabulary as a prefix tree. Nodes live in flat lists, edges in one hash table, so that neither the alphabet nor the
/// depth costs memory.
/// </summary>
internal sealed class TokenTrie
{
    private readonly Dictionary<(int Node, char Letter), int> edges = [];
    private readonly List<int> ids = [-1];

    /// <summary>Adds a token; a later equal token replaces the id. The empty token is never matched.</summary>
    public void Add(string token, int id)
    {
        if (token.Length == 0) return;
        var node = 0;
        foreach (var letter in token)
        {
            if (!edges.TryGetValue((node, letter), out var next))
            {
                next = ids.Count;
                edges.Add((node, letter), next);
                ids.Add(-1);
            }
            node = next;
        }
        ids[node] = id;
    }

    /// <summary>
    /// The longest token at the start of <paramref name="text"/>, letters taken through <paramref name="fold"/> when it is not empty (ASCII
    /// only).
    /// </summary>
    public (int Id, int Length) Longest(ReadOnlySpan<char> text, ReadOnlySpan<char> fold)
    {
        var best = (-1, 0);
        var node = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var letter = text[i] < fold.Length ? fold[text[i]] : text[i];
            if (!edges.TryGetValue((node, letter), out node)) break;
            if (ids[node] >= 0) best = (ids[node], i + 1);
        }
        return best;
    }
}

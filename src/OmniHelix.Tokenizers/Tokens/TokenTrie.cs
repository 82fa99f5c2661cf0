using System.Runtime.InteropServices;

namespace OmniHelix.Tokenizers.Tokens;

/// <summary>
/// Tokens as a prefix tree. Small alphabets have a table of a few bytes for each node, so that a step is one look-up; where the table would
/// be large, edges are hashed.
/// </summary>
internal sealed class TokenTrie
{
    /// <summary>The node at which every token begins.</summary>
    public const int Root = 0;

    private const long LargestTable = 1 << 23;

    private readonly Dictionary<(int Node, char Letter), int> edges = [];
    private readonly int[] ids;
    private readonly ushort[] columns;
    private readonly int[]? table;
    private readonly int width;

    /// <param name="tokens">Tokens and their ids; of equal ones the last counts, the empty one is never matched.</param>
    public TokenTrie(IEnumerable<(string Token, int Id)> tokens)
    {
        var found = new List<int> { -1 };
        foreach (var (token, id) in tokens)
        {
            if (token.Length == 0) continue;
            var node = Root;
            foreach (var letter in token)
            {
                ref var next = ref CollectionsMarshal.GetValueRefOrAddDefault(edges, (node, letter), out var exists);
                if (!exists)
                {
                    next = found.Count;
                    found.Add(-1);
                }
                node = next;
            }
            found[node] = id;
        }
        ids = [.. found];
        char[] letters = [.. edges.Keys.Select(edge => edge.Letter).Distinct().Order()];
        columns = new ushort[letters.Length == 0 ? 0 : letters[^1] + 1];
        // Column 0 is for letters that no token has.
        width = letters.Length + 1;
        for (var i = 0; i < letters.Length; i++) columns[letters[i]] = (ushort)(i + 1);
        if ((long)width * ids.Length <= LargestTable) table = MakeTable();
    }

    /// <summary>The id of the token that ends at a node; -1 for none.</summary>
    public int IdAt(int node) => ids[node];

    /// <summary>The node that a letter leads to; -1 for none.</summary>
    public int Step(int node, char letter)
    {
        if (table is not null) return letter < columns.Length ? table[node * width + columns[letter]] : -1;
        return edges.TryGetValue((node, letter), out var next) ? next : -1;
    }

    /// <summary>
    /// The longest token at the start of <paramref name="text"/>, letters taken through <paramref name="fold"/> when it is not empty (ASCII
    /// only); an id of -1 for none.
    /// </summary>
    public (int Id, int Length) Longest(ReadOnlySpan<char> text, ReadOnlySpan<char> fold = default)
    {
        var best = (-1, 0);
        var node = Root;
        for (var i = 0; i < text.Length; i++)
        {
            var letter = text[i] < fold.Length ? fold[text[i]] : text[i];
            node = Step(node, letter);
            if (node < 0) break;
            if (ids[node] >= 0) best = (ids[node], i + 1);
        }
        return best;
    }

    private int[] MakeTable()
    {
        var filled = new int[width * ids.Length];
        filled.AsSpan().Fill(-1);
        foreach (var ((node, letter), next) in edges) filled[node * width + columns[letter]] = next;
        edges.Clear();
        edges.TrimExcess();
        return filled;
    }
}

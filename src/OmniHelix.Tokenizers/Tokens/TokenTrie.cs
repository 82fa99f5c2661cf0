using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OmniHelix.Tokenizers.Tokens;

/// <summary>
/// Tokens as a prefix tree. A node is a row of a table: the id of the token that ends there, and for each letter the row that it leads to,
/// so that a step is one look-up, and a row of a small alphabet lies in one cache line. Where the table would be large, edges are hashed.
/// </summary>
internal sealed class TokenTrie
{
    /// <summary>The node at which every token begins.</summary>
    public const int Root = 0;

    private const int None = -1;
    private const long LargestTable = 1 << 23;
    private const ushort IdColumn = 0, NoLetter = 1, FirstLetter = 2;

    private readonly Dictionary<(int Node, char Letter), int> edges = [];
    private readonly int[] ids = [];
    private readonly ushort[] columns = [];
    private readonly int[]? table;

    /// <param name="tokens">Tokens and their ids; of equal ones the last counts, the empty one is never matched.</param>
    public TokenTrie(IEnumerable<(string Token, int Id)> tokens)
    {
        var found = new List<int> { None };
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
                    found.Add(None);
                }
                node = next;
            }
            found[node] = id;
        }
        char[] letters = [.. edges.Keys.Select(edge => edge.Letter).Distinct().Order()];
        var width = letters.Length + FirstLetter;
        if ((long)width * found.Count > LargestTable)
        {
            ids = [.. found];
            return;
        }
        columns = new ushort[letters.Length == 0 ? 0 : letters[^1] + 1];
        columns.AsSpan().Fill(NoLetter);
        for (var i = 0; i < letters.Length; i++) columns[letters[i]] = (ushort)(i + FirstLetter);
        table = MakeTable(found, width);
    }

    /// <summary>The id of the token that ends at a node; -1 for none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int IdAt(int node) => table is not null ? table[node + IdColumn] : ids[node];

    /// <summary>The node that a letter leads to; -1 for none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Step(int node, char letter)
    {
        if (table is not null) return letter < columns.Length ? table[node + columns[letter]] : None;
        return edges.TryGetValue((node, letter), out var next) ? next : None;
    }

    /// <summary>
    /// The longest token at the start of <paramref name="text"/>, letters taken through <paramref name="fold"/> when it is not empty (ASCII
    /// only); an id of -1 for none.
    /// </summary>
    public (int Id, int Length) Longest(ReadOnlySpan<char> text, ReadOnlySpan<char> fold = default)
    {
        var best = (None, 0);
        var node = Root;
        for (var i = 0; i < text.Length; i++)
        {
            node = Step(node, text[i] < fold.Length ? fold[text[i]] : text[i]);
            if (node < 0) break;
            if (IdAt(node) is >= 0 and var id) best = (id, i + 1);
        }
        return best;
    }

    private int[] MakeTable(List<int> found, int width)
    {
        var rows = new int[width * found.Count];
        rows.AsSpan().Fill(None);
        for (var node = 0; node < found.Count; node++) rows[node * width + IdColumn] = found[node];
        foreach (var ((node, letter), next) in edges) rows[node * width + columns[letter]] = next * width;
        edges.Clear();
        edges.TrimExcess();
        return rows;
    }
}

using System.Runtime.CompilerServices;

namespace OmniHelix.Tokenizers.Tokens;

/// <summary>
/// Finds every token that ends at each place of a text, in one pass with one step a letter (Aho and Corasick 1975). A state is the longest
/// text before a place with which some token begins. With a small alphabet the states are rows of a table that says for each letter which
/// row follows and which token ends; what no token goes on has no row, but shares that of its longest suffix. Where the table would be
/// large, edges are hashed.
/// </summary>
internal sealed class TokenAutomaton
{
    /// <summary>No token.</summary>
    public const int None = -1;

    private const long LargestTable = 1 << 22;
    private const int Lanes = 4;

    // By id: the next shorter token that ends where this one does.
    private readonly int[] shorter;
    private readonly int longestToken;
    private readonly ushort[] columns = [];
    private readonly Edge[]? table;
    private readonly Dictionary<(int State, char Letter), int> edges = [];
    private readonly int[] longestOf = [];
    private readonly int[] suffixes = [];

    /// <param name="tokens">Tokens and their ids, each token once; the empty one is never found.</param>
    public TokenAutomaton(IEnumerable<(string Token, int Id)> tokens)
    {
        (string Token, int Id)[] sorted =
            [.. tokens.Where(token => token.Token.Length > 0).OrderBy(token => token.Token, StringComparer.Ordinal)];
        shorter = new int[sorted.Select(token => token.Id).DefaultIfEmpty(None).Max() + 1];
        char[] letters = [.. sorted.SelectMany(token => token.Token).Distinct().Order()];
        var nodes = Nodes(sorted);
        longestToken = nodes[^1].Length;
        // The first column is that of letters without tokens.
        var width = letters.Length + 1;
        if ((long)width * nodes.Count(node => node.HasRow) <= LargestTable)
        {
            columns = new ushort[letters.Length == 0 ? 0 : letters[^1] + 1];
            for (var i = 0; i < letters.Length; i++) columns[letters[i]] = (ushort)(i + 1);
            table = MakeTable(nodes, width);
            return;
        }
        longestOf = new int[nodes.Count];
        suffixes = new int[nodes.Count];
        HashEdges(nodes);
    }

    /// <summary>Finds the longest token that ends behind each letter of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="longest">Receives its id; <see cref="None"/> where no token ends.</param>
    public void Find(ReadOnlySpan<char> text, Span<int> longest)
    {
        if (table is null)
        {
            FindByEdges(text, longest);
            return;
        }
        // A look-up has to wait for the one before it, but not for those of other parts of the text.
        var part = text.Length / Lanes;
        if (part < longestToken * Lanes)
        {
            Find(text, longest, 0);
            return;
        }
        var first = 0;
        var second = StateBehind(text[..part]);
        var third = StateBehind(text[..(2 * part)]);
        var fourth = StateBehind(text[..(3 * part)]);
        for (var at = 0; at < part; at++)
        {
            longest[at] = Step(ref first, text[at]);
            longest[part + at] = Step(ref second, text[part + at]);
            longest[2 * part + at] = Step(ref third, text[2 * part + at]);
            longest[3 * part + at] = Step(ref fourth, text[3 * part + at]);
        }
        Find(text[(Lanes * part)..], longest[(Lanes * part)..], fourth);
    }

    /// <summary>The next shorter token that ends wherever a token does; <see cref="None"/> where there is none.</summary>
    public int Shorter(int id) => shorter[id];

    // Beginnings of tokens from the shorter to the longer ones, each with a range of the tokens that begin so.
    private static List<Node> Nodes((string Token, int Id)[] sorted)
    {
        var nodes = new List<Node> { new(0, sorted.Length, 0) };
        for (var at = 0; at < nodes.Count; at++)
        {
            var node = nodes[at];
            var next = node.First;
            if (next < node.End && sorted[next].Token.Length == node.Length) node.Token = sorted[next++].Id;
            node.FirstChild = nodes.Count;
            while (next < node.End)
            {
                var from = next;
                var letter = sorted[from].Token[node.Length];
                while (next < node.End && sorted[next].Token[node.Length] == letter) next++;
                nodes.Add(new Node(from, next, node.Length + 1) { Letter = letter });
            }
            node.EndOfChildren = nodes.Count;
        }
        return nodes;
    }

    private Edge[] MakeTable(List<Node> nodes, int width)
    {
        var rows = new Edge[width * nodes.Count(node => node.HasRow)];
        rows.AsSpan(0, width).Fill(new Edge(0, None));
        var made = 0;
        var suffix = new int[nodes.Count];
        var rowOf = new int[nodes.Count];
        // A row is made before those of longer beginnings, which look at it.
        for (var at = 0; at < nodes.Count; at++)
            if (nodes[at].HasRow) rowOf[at] = width * made++;
        for (var at = 0; at < nodes.Count; at++)
        {
            if (!nodes[at].HasRow) continue;
            var row = rows.AsSpan(rowOf[at], width);
            if (at > 0) rows.AsSpan(suffix[at], width).CopyTo(row);
            for (var child = nodes[at].FirstChild; child < nodes[at].EndOfChildren; child++)
            {
                ref var edge = ref row[columns[nodes[child].Letter]];
                suffix[child] = edge.State;
                edge = new Edge(nodes[child].HasRow ? rowOf[child] : edge.State, Ending(nodes[child].Token, edge.Token));
            }
        }
        return rows;
    }

    private void HashEdges(List<Node> nodes)
    {
        for (var at = 0; at < nodes.Count; at++)
        {
            longestOf[at] = Ending(nodes[at].Token, at == 0 ? None : longestOf[suffixes[at]]);
            for (var child = nodes[at].FirstChild; child < nodes[at].EndOfChildren; child++)
            {
                suffixes[child] = at == 0 ? 0 : StepByEdge(suffixes[at], nodes[child].Letter);
                edges.Add((at, nodes[child].Letter), child);
            }
        }
    }

    private int Ending(int token, int ofSuffix)
    {
        if (token == None) return ofSuffix;
        shorter[token] = ofSuffix;
        return token;
    }

    private void Find(ReadOnlySpan<char> text, Span<int> longest, int state)
    {
        for (var at = 0; at < text.Length; at++) longest[at] = Step(ref state, text[at]);
    }

    // What stands further before a place than any token is long does not matter.
    private int StateBehind(ReadOnlySpan<char> text)
    {
        var state = 0;
        foreach (var letter in text[^longestToken..]) Step(ref state, letter);
        return state;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Step(ref int state, char letter)
    {
        var edge = table![state + (letter < columns.Length ? columns[letter] : 0)];
        state = edge.State;
        return edge.Token;
    }

    private void FindByEdges(ReadOnlySpan<char> text, Span<int> longest)
    {
        var state = 0;
        for (var at = 0; at < text.Length; at++)
        {
            state = StepByEdge(state, text[at]);
            longest[at] = longestOf[state];
        }
    }

    private int StepByEdge(int state, char letter)
    {
        int next;
        for (; !edges.TryGetValue((state, letter), out next); state = suffixes[state])
            if (state == 0) return 0;
        return next;
    }

    private sealed class Node(int first, int end, int length)
    {
        public int First => first;
        public int End => end;
        public int Length => length;
        public char Letter { get; init; }
        public int Token { get; set; } = None;
        public int FirstChild { get; set; }
        public int EndOfChildren { get; set; }
        public bool HasRow => Length == 0 || EndOfChildren > FirstChild;
    }

    /// <summary>What a letter leads to.</summary>
    /// <param name="State">The row that follows.</param>
    /// <param name="Token">The longest token that ends; <see cref="None"/> for none.</param>
    private readonly record struct Edge(int State, int Token);
}

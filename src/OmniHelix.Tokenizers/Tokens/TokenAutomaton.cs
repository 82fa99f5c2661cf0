using System.Runtime.CompilerServices;

namespace OmniHelix.Tokenizers.Tokens;

/// <summary>
/// Finds every token that ends at each place of a text, in one pass with one step a letter (Aho and Corasick 1975). A state is the longest
/// text before a place with which some token begins. The states of small alphabets are rows of a table: the longest token that ends there,
/// and for each letter the row that it leads to. Where the table would be large, edges are hashed.
/// </summary>
internal sealed class TokenAutomaton
{
    /// <summary>The state before a text.</summary>
    public const int Start = 0;

    /// <summary>No token.</summary>
    public const int None = -1;

    private const long LargestTable = 1 << 23;
    private const ushort TokenColumn = 0, NoLetter = 1, FirstLetter = 2;

    // By id: the next shorter token that ends where this one does.
    private readonly int[] shorter;
    private readonly ushort[] columns = [];
    private readonly int[]? table;
    private readonly Dictionary<(int State, char Letter), int> edges = [];
    private readonly int[] longest = [];
    private readonly int[] suffixes = [];

    /// <param name="tokens">Tokens and their ids, each token once; the empty one is never found.</param>
    public TokenAutomaton(IEnumerable<(string Token, int Id)> tokens)
    {
        (string Token, int Id)[] sorted =
            [.. tokens.Where(token => token.Token.Length > 0).OrderBy(token => token.Token, StringComparer.Ordinal)];
        shorter = new int[sorted.Select(token => token.Id).DefaultIfEmpty(None).Max() + 1];
        char[] letters = [.. sorted.SelectMany(token => token.Token).Distinct().Order()];
        var nodes = Nodes(sorted);
        var width = letters.Length + FirstLetter;
        if ((long)width * nodes.Count <= LargestTable)
        {
            columns = new ushort[letters.Length == 0 ? 0 : letters[^1] + 1];
            columns.AsSpan().Fill(NoLetter);
            for (var i = 0; i < letters.Length; i++) columns[letters[i]] = (ushort)(i + FirstLetter);
            table = MakeTable(nodes, width);
            return;
        }
        longest = new int[nodes.Count];
        suffixes = new int[nodes.Count];
        HashEdges(nodes);
    }

    /// <summary>The state behind a letter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Step(int state, char letter) => table is null ? StepByEdge(state, letter)
        : table[state + (letter < columns.Length ? columns[letter] : NoLetter)];

    /// <summary>The longest token that ends at a state; <see cref="None"/> where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Longest(int state) => table is null ? longest[state] : table[state + TokenColumn];

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

    private int[] MakeTable(List<Node> nodes, int width)
    {
        var rows = new int[width * nodes.Count];
        var suffix = new int[nodes.Count];
        for (var at = 0; at < nodes.Count; at++)
        {
            var row = rows.AsSpan(at * width, width);
            // What does not go on here goes on behind the longest suffix that is a beginning too.
            if (at > 0) rows.AsSpan(suffix[at] * width, width).CopyTo(row);
            else row[TokenColumn] = None;
            row[TokenColumn] = Ending(nodes[at].Token, row[TokenColumn]);
            for (var child = nodes[at].FirstChild; child < nodes[at].EndOfChildren; child++)
            {
                ref var next = ref row[columns[nodes[child].Letter]];
                suffix[child] = at == 0 ? 0 : next / width;
                next = child * width;
            }
        }
        return rows;
    }

    private void HashEdges(List<Node> nodes)
    {
        for (var at = 0; at < nodes.Count; at++)
        {
            longest[at] = Ending(nodes[at].Token, at == 0 ? None : longest[suffixes[at]]);
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

    private int StepByEdge(int state, char letter)
    {
        int next;
        for (; !edges.TryGetValue((state, letter), out next); state = suffixes[state])
            if (state == Start) return Start;
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
    }
}

using System.Runtime.InteropServices;

namespace OmniHelix.Data.Synthetic;

/// <summary>
/// Shuffles a sequence and keeps the exact number of every k-let (Altschul and Erickson 1985): k-lets are the edges between (k − 1)-lets,
/// and every shuffle is an Eulerian walk. The last edges out of each vertex form a random tree towards the end of the walk (Wilson 1996),
/// which makes all shuffles equally likely (Kandel et al. 1996). The first and the last (k − 1)-let stay.
/// </summary>
/// <param name="k">1 keeps letters, 2 dinucleotides, 3 trinucleotides.</param>
public sealed class KletShuffle(int k)
{
    /// <summary>Length of what is counted.</summary>
    public int K { get; } = k >= 1
        ? k
        : throw new UsageException("OH1631", FormattableString.Invariant($"k-lets have at least one letter, not {k}"));

    /// <summary>A shuffle of a sequence; one of at most k letters has no other.</summary>
    public string Next(string sequence, Xoshiro256 random)
    {
        if (sequence.Length <= K) return K == 1 ? Letters(sequence, random) : sequence;
        return K == 1 ? Letters(sequence, random) : Walk(sequence, random);
    }

    private static string Letters(string sequence, Xoshiro256 random)
    {
        var letters = sequence.ToCharArray();
        random.Shuffle<char>(letters);
        return new string(letters);
    }

    private string Walk(string sequence, Xoshiro256 random)
    {
        var edges = Edges(sequence, out var start, out var end);
        LastEdges(edges, end, random);
        var used = new int[edges.Length];
        var shuffled = new char[sequence.Length];
        sequence.CopyTo(0, shuffled, 0, K - 1);
        for (var (at, vertex) = (K - 1, start); at < shuffled.Length; at++)
        {
            var (next, letter) = edges[vertex][used[vertex]++];
            shuffled[at] = letter;
            vertex = next;
        }
        return new string(shuffled);
    }

    // Vertices are numbered as they appear; an edge is the vertex it leads to and the letter it adds.
    private List<(int Next, char Letter)>[] Edges(string sequence, out int start, out int end)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var look = numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        var edges = new List<List<(int, char)>>();
        var vertex = start = Number(sequence.AsSpan(0, K - 1));
        for (var at = K - 1; at < sequence.Length; at++)
        {
            var next = Number(sequence.AsSpan(at - K + 2, K - 1));
            edges[vertex].Add((next, sequence[at]));
            vertex = next;
        }
        end = vertex;
        return [.. edges];

        int Number(ReadOnlySpan<char> word)
        {
            if (look.TryGetValue(word, out var number)) return number;
            numbers.Add(word.ToString(), number = edges.Count);
            edges.Add([]);
            return number;
        }
    }

    // Loop-erased random walks from every vertex to the tree leave each vertex the edge it took last.
    private static void LastEdges(List<(int Next, char Letter)>[] edges, int end, Xoshiro256 random)
    {
        var inTree = new bool[edges.Length];
        var chosen = new int[edges.Length];
        inTree[end] = true;
        for (var v = 0; v < edges.Length; v++)
        {
            for (var u = v; !inTree[u]; u = edges[u][chosen[u]].Next) chosen[u] = random.Next(edges[u].Count);
            for (var u = v; !inTree[u]; u = edges[u][chosen[u]].Next) inTree[u] = true;
        }
        for (var v = 0; v < edges.Length; v++)
        {
            var from = CollectionsMarshal.AsSpan(edges[v]);
            if (v != end) (from[chosen[v]], from[^1]) = (from[^1], from[chosen[v]]);
            random.Shuffle(v == end ? from : from[..^1]);
        }
    }
}

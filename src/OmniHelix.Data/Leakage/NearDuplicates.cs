using OmniHelix.Data.Records;

namespace OmniHelix.Data.Leakage;

/// <summary>A test sequence much of which occurs in one training sequence.</summary>
/// <param name="TestIndex">Index of the test sequence.</param>
/// <param name="TrainIndex">The training sequence that contains most of it.</param>
/// <param name="Containment">Share of the test sequence's distinct k-mers found there; 1 for equal sequences.</param>
public sealed record NearDuplicate(int TestIndex, int TrainIndex, double Containment);

/// <summary>
/// Finds test sequences that a model may have seen: k-mer containment in a single training sequence, exact, without alignment. The k-mers
/// of the training side go into one hash table, so the work grows with the letters of both sides and the number of shared k-mers. Case and
/// U/T do not matter. K-mers with other letters than A, C, G, T, U are passed over; sequences without any k-mer count only when they are
/// equal to a training sequence.
/// </summary>
/// <remarks>
/// The audit (<see cref="Leakage.LeakageAudit"/>) does not serve here: it samples words, bounds what it compares, looks at both strands and
/// takes its share of the shorter sequence, which is right for a survey that must stay linear. What a reported score leaves out must be a
/// plain definition that others can recompute: every word, every pair, one strand, shares of the test sequence.
/// </remarks>
public static class NearDuplicates
{
    private const int MostK = 31;

    /// <summary>
    /// Test sequences whose k-mer containment in some training sequence is at least <paramref name="containment"/>, in order.
    /// </summary>
    /// <param name="train">Training sequences.</param>
    /// <param name="test">Test sequences.</param>
    /// <param name="k">Length of the words, 4 to 31.</param>
    /// <param name="containment">Least share, above 0, at most 1.</param>
    public static IReadOnlyList<NearDuplicate> Find(
        IReadOnlyList<string> train, IReadOnlyList<string> test, int k = 11, double containment = 0.5)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 4);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, MostK);
        if (containment is not (> 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(containment), "must be above 0 and at most 1");
        var equal = new Dictionary<string, int>();
        var index = new Dictionary<ulong, List<int>>();
        for (var t = 0; t < train.Count; t++)
        {
            var key = SequenceKey.Of(train[t]);
            // Copies of one training sequence would only lengthen the lists.
            if (!equal.TryAdd(key, t)) continue;
            foreach (var word in Words(key, k)) (index.TryGetValue(word, out var list) ? list : index[word] = []).Add(t);
        }
        var shared = new int[train.Count];
        var touched = new List<int>();
        var found = new List<NearDuplicate>();
        for (var q = 0; q < test.Count; q++)
        {
            var key = SequenceKey.Of(test[q]);
            if (equal.TryGetValue(key, out var same))
            {
                found.Add(new NearDuplicate(q, same, 1));
                continue;
            }
            var words = Words(key, k);
            foreach (var word in words)
            {
                if (!index.TryGetValue(word, out var list)) continue;
                foreach (var t in list)
                    if (shared[t]++ == 0) touched.Add(t);
            }
            var best = -1;
            foreach (var t in touched)
                if (best < 0 || shared[t] > shared[best] || (shared[t] == shared[best] && t < best)) best = t;
            if (best >= 0 && shared[best] >= containment * words.Count)
                found.Add(new NearDuplicate(q, best, (double)shared[best] / words.Count));
            foreach (var t in touched) shared[t] = 0;
            touched.Clear();
        }
        return found;
    }

    private static HashSet<ulong> Words(string key, int k)
    {
        var words = new HashSet<ulong>();
        var mask = (1UL << (2 * k)) - 1;
        var (word, length) = (0UL, 0);
        foreach (var letter in key)
        {
            var code = letter switch { 'A' => 0UL, 'C' => 1UL, 'G' => 2UL, 'T' => 3UL, _ => 4UL };
            if (code == 4)
            {
                length = 0;
                continue;
            }
            word = (word << 2 | code) & mask;
            if (++length >= k) words.Add(word);
        }
        return words;
    }
}

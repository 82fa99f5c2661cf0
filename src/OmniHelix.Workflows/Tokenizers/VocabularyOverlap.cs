using System.Numerics;
using OmniHelix.Tokenizers;

namespace OmniHelix.Workflows.Tokenizers;

/// <summary>Tokens of several vocabularies: what each has, what they share. Two tokens are one when their texts are.</summary>
public sealed class VocabularyOverlap
{
    private readonly List<string> union = [];
    private readonly ulong[][] members;

    /// <summary>Compares vocabularies.</summary>
    /// <param name="tokenizers">At least one.</param>
    public VocabularyOverlap(IReadOnlyList<OmniTokenizer> tokenizers)
    {
        var numbers = new Dictionary<string, int>();
        var sets = tokenizers.Select(tokenizer => Numbers(tokenizer, numbers)).ToArray();
        members = [.. sets.Select(set => Bits(set, union.Count))];
        Sizes = [.. members.Select(Count)];
        Shared = Count(members.Aggregate((one, other) => [.. one.Zip(other, (a, b) => a & b)]));
    }

    /// <summary>Different tokens of each vocabulary.</summary>
    public IReadOnlyList<int> Sizes { get; }

    /// <summary>Tokens that any of them has.</summary>
    public int Union => union.Count;

    /// <summary>Tokens that all of them have.</summary>
    public int Shared { get; }

    /// <summary>Tokens that all have, as a share of those that any has (Jaccard index).</summary>
    public double Jaccard => Share(Shared, Union);

    /// <summary>Tokens that two vocabularies have.</summary>
    public int SharedBy(int one, int other)
    {
        var shared = 0;
        for (var word = 0; word < members[one].Length; word++) shared += BitOperations.PopCount(members[one][word] & members[other][word]);
        return shared;
    }

    /// <summary>The Jaccard index of two vocabularies.</summary>
    public double JaccardOf(int one, int other)
    {
        var shared = SharedBy(one, other);
        return Share(shared, Sizes[one] + Sizes[other] - shared);
    }

    /// <summary>Numbers of tokens that 1, 2 … of the vocabularies have: at index 0 those that a single one has.</summary>
    public IReadOnlyList<int> ByVocabularies()
    {
        var counts = new int[members.Length];
        for (var token = 0; token < Union; token++) counts[members.Count(set => Has(set, token)) - 1]++;
        return counts;
    }

    /// <summary>
    /// How many tokens exactly these vocabularies have and no other, for each choice of vocabularies that occurs, the largest first: an
    /// UpSet plot in numbers.
    /// </summary>
    public IReadOnlyList<(IReadOnlyList<bool> Has, int Tokens)> Exclusive() =>
    [
        .. Enumerable.Range(0, Union).CountBy(token => string.Concat(members.Select(set => Has(set, token) ? '1' : '0')))
            .OrderByDescending(choice => choice.Value).ThenByDescending(choice => choice.Key, StringComparer.Ordinal)
            .Select(choice => ((IReadOnlyList<bool>)[.. choice.Key.Select(has => has == '1')], choice.Value)),
    ];

    /// <summary>Tokens that all vocabularies have, in the order of the first.</summary>
    public IEnumerable<string> SharedTokens()
    {
        for (var token = 0; token < Union; token++)
            if (Array.TrueForAll(members, set => Has(set, token))) yield return union[token];
    }

    private List<int> Numbers(OmniTokenizer tokenizer, Dictionary<string, int> numbers)
    {
        var set = new List<int>(tokenizer.VocabularySize);
        for (var id = 0; id < tokenizer.VocabularySize; id++)
        {
            var token = tokenizer.TokenOf(id);
            if (numbers.TryAdd(token, union.Count)) union.Add(token);
            set.Add(numbers[token]);
        }
        return set;
    }

    private static ulong[] Bits(List<int> set, int size)
    {
        var bits = new ulong[(size + 63) / 64];
        foreach (var token in set) bits[token >> 6] |= 1UL << token;
        return bits;
    }

    private static bool Has(ulong[] set, int token) => (set[token >> 6] >> token & 1) != 0;

    private static int Count(ulong[] set) => set.Sum(BitOperations.PopCount);

    private static double Share(int part, int whole) => whole == 0 ? 0 : (double)part / whole;
}

using OmniHelix.Documents;

namespace OmniHelix.Tokenizers.Subwords;

/// <summary>The pairs of tokens that merge: when each was learned, and the token that it becomes.</summary>
internal sealed class MergeTable
{
    private const int SmallestTable = 16;
    private const ulong Spread = 0x9E3779B97F4A7C15;

    private readonly ulong[] keys;
    private readonly Merge[] merges;
    private readonly int shift;

    /// <param name="pairs">Pairs in the order in which they were learned, and their products; of equal ones the last counts.</param>
    public MergeTable(IReadOnlyList<(int Left, int Right, int Product)> pairs)
    {
        // At most half full, so that what is looked for is found, or missed, in a step or two.
        var size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(SmallestTable, 2L * pairs.Count));
        shift = 64 - System.Numerics.BitOperations.Log2((uint)size);
        keys = new ulong[size];
        merges = new Merge[size];
        for (var rank = 0; rank < pairs.Count; rank++)
        {
            var at = PlaceOf(pairs[rank].Left, pairs[rank].Right);
            keys[at] = KeyOf(pairs[rank].Left, pairs[rank].Right);
            merges[at] = new Merge(rank, pairs[rank].Product);
        }
    }

    /// <summary>The merge of two neighbours.</summary>
    public bool TryGet(int left, int right, out Merge merge)
    {
        var at = PlaceOf(left, right);
        merge = merges[at];
        return keys[at] != 0;
    }

    /// <summary>Reads the list under <c>merges</c>: texts of two tokens with a blank between, or lists of two.</summary>
    /// <exception cref="OmniException">OH1506: a merge of, or to, what is no token.</exception>
    public static MergeTable Read(MapNode node, SubwordVocabulary vocabulary, string? prefix)
    {
        if (node.Find("merges") is not ListNode list) throw node.Wrong("merges", "a list of pairs of tokens");
        var pairs = new List<(int, int, int)>(list.Items.Count);
        foreach (var item in list.Items)
        {
            var (left, right) = Pair(item) ?? throw Wrong(item, $"{item.Found}; expected a pair of tokens");
            pairs.Add((IdOf(item, left), IdOf(item, right), IdOf(item, Product(left, right, prefix))));
        }
        return new MergeTable(pairs);

        int IdOf(DocumentNode item, string token) =>
            vocabulary.IdOf(token) ?? throw Wrong(item, $"of '{token}', which is not in \"vocab\"");

        OmniException Wrong(DocumentNode item, string what) =>
            node.Kind.Error(
                node.Kind.Codes.Wrong, FormattableString.Invariant($"\"{node.FullName("merges")}[{pairs.Count}]\" is {what}"),
                item.Place.ToString(), "Take the tokenizer.json as the model's authors publish it.");
    }

    /// <summary>What two tokens become: the second without the prefix of tokens that go on a word.</summary>
    public static string Product(string left, string right, string? prefix) =>
        left + (prefix is not null && right.StartsWith(prefix, StringComparison.Ordinal) ? right[prefix.Length..] : right);

    private static (string Left, string Right)? Pair(DocumentNode item) => item switch
    {
        ListNode { Items: [ScalarNode { IsText: true } left, ScalarNode { IsText: true } right] } => (left.Text, right.Text),
        ScalarNode { IsText: true } text when text.Text.Split(' ') is [var left, var right] => (left, right),
        _ => null,
    };

    private static ulong KeyOf(int left, int right) => ((ulong)(uint)left << 32 | (uint)right) + 1;

    private int PlaceOf(int left, int right)
    {
        var key = KeyOf(left, right);
        var at = (int)(key * Spread >> shift);
        while (keys[at] != 0 && keys[at] != key) at = (at + 1) & (keys.Length - 1);
        return at;
    }
}

/// <summary>A merge of two tokens.</summary>
/// <param name="Rank">When it was learned; the lower one goes first.</param>
/// <param name="Product">The token that they become.</param>
internal readonly record struct Merge(int Rank, int Product);

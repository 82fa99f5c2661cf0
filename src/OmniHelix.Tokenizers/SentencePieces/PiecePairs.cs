namespace OmniHelix.Tokenizers.SentencePieces;

/// <summary>
/// What two neighbours become when they are merged: the piece with their joint text. Neighbours are pieces, or characters that are a part
/// of pieces and none themselves.
/// </summary>
internal sealed class PiecePairs
{
    /// <summary>What is no part of any piece.</summary>
    public const int None = -1;

    private const int Ascii = 128;
    private const ulong Spread = 0x9E3779B97F4A7C15;

    // Pieces by text, and behind their ids the characters that are none.
    private readonly Dictionary<string, int> symbols = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> spans;
    private readonly int[] ascii = new int[Ascii];
    private readonly Dictionary<ulong, int> products = [];

    public PiecePairs(PieceTable pieces)
    {
        spans = symbols.GetAlternateLookup<ReadOnlySpan<char>>();
        var texts = pieces.InText().ToArray();
        foreach (var (text, id) in texts) symbols.Add(text, id);
        foreach (var (text, _) in texts)
            foreach (var rune in text.EnumerateRunes()) symbols.TryAdd(rune.ToString(), pieces.Count + symbols.Count);
        for (var c = 0; c < Ascii; c++) ascii[c] = symbols.GetValueOrDefault(((char)c).ToString(), None);
        foreach (var (text, id) in texts)
            for (var at = 1; at < text.Length; at++)
                if (Symbol(text.AsSpan(0, at)) is >= 0 and var left && Symbol(text.AsSpan(at)) is >= 0 and var right)
                    products[Key(left, right)] = id;
    }

    /// <summary>The symbol of a character, or <see cref="None"/>.</summary>
    public int Symbol(ReadOnlySpan<char> character)
    {
        if (character is [< (char)Ascii and var letter]) return ascii[letter];
        return spans.TryGetValue(character, out var symbol) ? symbol : None;
    }

    /// <summary>The piece that two symbols become.</summary>
    public bool TryGet(int left, int right, out int product) => products.TryGetValue(Key(left, right), out product);

    private static ulong Key(int left, int right) => ((ulong)(uint)left << 32 | (uint)right) * Spread;
}

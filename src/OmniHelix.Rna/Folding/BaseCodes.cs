namespace OmniHelix.Rna.Folding;

/// <summary>Bases and pairs as the parameter tables number them.</summary>
internal static class BaseCodes
{
    /// <summary>Number of values a base's code takes: N, A, C, G, U and none.</summary>
    public const int Count = 6;

    /// <summary>Beyond an end of the sequence.</summary>
    public const byte None = 5;

    /// <summary>The pair type of two bases that do not pair.</summary>
    public const int Other = 6;

    // By the base at i, then the base at j, both N, A, C, G, U, none.
    private static readonly byte[] Types =
    [
        6, 6, 6, 6, 6, 6,
        6, 6, 6, 6, 4, 6,
        6, 6, 6, 0, 6, 6,
        6, 6, 1, 6, 2, 6,
        6, 5, 6, 3, 6, 6,
        6, 6, 6, 6, 6, 6,
    ];

    /// <summary>A reference to the types, indexed by <c>first · 6 + second</c>.</summary>
    public static ReadOnlySpan<byte> PairTypes => Types;

    /// <summary>The type of a pair whose 5' base is <paramref name="first"/>.</summary>
    public static int Pair(int first, int second) => Types[first * Count + second];

    /// <summary>True for GU and UG.</summary>
    public static bool IsWobble(int type) => type is 2 or 3;

    /// <summary>True for every pair but CG and GC.</summary>
    public static bool IsWeak(int type) => type >= 2;

    /// <summary>
    /// <c>[length + 2]</c>: the codes of a sequence at 1 … length, <see cref="None"/> before and after. T counts as U, letters other than
    /// A, C, G, T, U as N; case does not matter.
    /// </summary>
    public static byte[] Encode(ReadOnlySpan<char> sequence)
    {
        var codes = new byte[sequence.Length + 2];
        codes[0] = None;
        codes[^1] = None;
        for (var i = 0; i < sequence.Length; i++) codes[i + 1] = Of(sequence[i]);
        return codes;
    }

    /// <summary>The same of a circular sequence, whose last base lies before the first.</summary>
    public static byte[] EncodeCircle(ReadOnlySpan<char> sequence)
    {
        var codes = Encode(sequence);
        if (sequence.Length == 0) return codes;
        codes[0] = codes[sequence.Length];
        codes[^1] = codes[1];
        return codes;
    }

    private static byte Of(char letter) => letter switch
    {
        'A' or 'a' => 1,
        'C' or 'c' => 2,
        'G' or 'g' => 3,
        'U' or 'u' or 'T' or 't' => 4,
        _ => 0,
    };
}

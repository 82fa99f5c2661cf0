using System.IO.Compression;
using System.Text;

namespace OmniHelix.Tokenizers.Unicode;

/// <summary>One step of the decomposition of a letter; <see cref="Mapping"/> is null when it has none.</summary>
/// <param name="Mapping">The letters it decomposes into, which may decompose further.</param>
/// <param name="IsCompatibility">Of the forms KC and KD only.</param>
internal readonly record struct Decomposition(Rune[]? Mapping, bool IsCompatibility);

/// <summary>
/// The tables of <c>unicode.bin</c>, read when the first of them is needed; <c>eng/unicode-tables</c> tells their format.
/// </summary>
internal static class UnicodeTables
{
    private const int Composes = 1, Compatibility = 2, KindBits = 2;

    static UnicodeTables()
    {
        using var resource = typeof(UnicodeTables).Assembly.GetManifestResourceStream("unicode.bin")!;
        using var numbers = new BinaryReader(new ZLibStream(resource, CompressionMode.Decompress));
        ReadRanges(numbers, CombiningClasses);
        ReadDecompositions(numbers);
        ReadRanges(numbers, Scripts);
        ReadUpperCases(numbers);
    }

    /// <summary>Canonical combining classes; 0 for letters that begin a combination.</summary>
    public static CodePointTable<byte> CombiningClasses { get; } = new();

    /// <summary>Decompositions, those of Hangul syllables left out.</summary>
    public static CodePointTable<Decomposition> Decompositions { get; } = new();

    /// <summary>The letter that two letters compose to, those of Hangul left out.</summary>
    public static Dictionary<(Rune First, Rune Second), Rune> Compositions { get; } = [];

    /// <summary>Numbers of scripts.</summary>
    public static CodePointTable<byte> Scripts { get; } = new();

    /// <summary>Upper case that is several letters, or one of ASCII, which .NET leaves out.</summary>
    public static Dictionary<Rune, Rune[]> UpperCases { get; } = [];

    private static void ReadRanges(BinaryReader numbers, CodePointTable<byte> table)
    {
        var code = 0;
        for (var ranges = numbers.Read7BitEncodedInt(); ranges > 0; ranges--)
        {
            code += numbers.Read7BitEncodedInt();
            var end = code + numbers.Read7BitEncodedInt();
            var value = (byte)numbers.Read7BitEncodedInt();
            while (code < end) table[code++] = value;
        }
    }

    private static void ReadDecompositions(BinaryReader numbers)
    {
        var code = 0;
        for (var entries = numbers.Read7BitEncodedInt(); entries > 0; entries--)
        {
            code += numbers.Read7BitEncodedInt();
            var lengthAndKind = numbers.Read7BitEncodedInt();
            var kind = lengthAndKind & ((1 << KindBits) - 1);
            var mapping = ReadLetters(numbers, lengthAndKind >> KindBits);
            Decompositions[code] = new Decomposition(mapping, kind == Compatibility);
            if (kind == Composes) Compositions.Add((mapping[0], mapping[1]), new Rune(code));
        }
    }

    private static void ReadUpperCases(BinaryReader numbers)
    {
        var code = 0;
        for (var entries = numbers.Read7BitEncodedInt(); entries > 0; entries--)
        {
            code += numbers.Read7BitEncodedInt();
            UpperCases.Add(new Rune(code), ReadLetters(numbers, numbers.Read7BitEncodedInt()));
        }
    }

    private static Rune[] ReadLetters(BinaryReader numbers, int count)
    {
        var letters = new Rune[count];
        for (var i = 0; i < count; i++) letters[i] = new Rune(numbers.Read7BitEncodedInt());
        return letters;
    }
}

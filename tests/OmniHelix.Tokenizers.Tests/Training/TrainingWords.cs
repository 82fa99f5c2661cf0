using CsCheck;
using OmniHelix.Tokenizers.Training;

namespace OmniHelix.Tokenizers.Tests.Training;

/// <summary>Small corpora.</summary>
internal static class TrainingWords
{
    /// <summary>Words of few different letters, so that much repeats; some beyond the first plane of Unicode.</summary>
    public static Gen<List<string>> Random { get; } =
        Gen.OneOf(Words("AC"), Words("ACGT"), Words("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), Words("Aé因🧬"));

    public static WordCounts Of(params IEnumerable<string> words)
    {
        var counts = new WordCounts();
        foreach (var word in words) counts.Add(word);
        return counts;
    }

    public static SymbolText Text(params IEnumerable<string> words) => new(Of(words));

    public static ParallelOptions Threads(int count) => new() { MaxDegreeOfParallelism = count };

    /// <summary>Letters that look random.</summary>
    public static string Sequence(int length, string letters = "ACGT", long seed = 1)
    {
        var random = new Xoshiro256(seed);
        return string.Create(length, 0, (text, _) =>
        {
            foreach (ref var letter in text) letter = letters[random.Next(letters.Length)];
        });
    }

    private static Gen<List<string>> Words(string letters)
    {
        string[] runes = [.. letters.EnumerateRunes().Select(r => r.ToString())];
        return Gen.Int[0, runes.Length - 1].List[1, 40].Select(word => string.Concat(word.Select(i => runes[i]))).List[1, 12];
    }
}

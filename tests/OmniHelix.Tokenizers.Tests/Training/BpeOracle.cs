using OmniHelix.Tokenizers.Training;

namespace OmniHelix.Tokenizers.Tests.Training;

/// <summary>Byte-pair encoding as it is written down: words are lists, and all pairs are counted anew before every merge.</summary>
internal static class BpeOracle
{
    public static (List<string> Vocabulary, List<string> Merges) Train(string[] corpus, BpeTrainerOptions options)
    {
        var words = corpus.Select(word => word.Select(letter => letter.ToString()).ToList()).ToList();
        List<string> vocabulary = [.. options.SpecialTokens];
        vocabulary.AddRange(words.SelectMany(word => word).Distinct().Order(StringComparer.Ordinal).Except(vocabulary));
        List<string> merges = [];
        while (vocabulary.Count < options.VocabularySize)
        {
            var best = words.SelectMany(word => word.Zip(word.Skip(1)))
                .Where(pair => IsShort(pair.First.Length + pair.Second.Length, options.MaxTokenLength))
                .GroupBy(pair => pair)
                .Where(pair => pair.Count() >= options.MinFrequency)
                .OrderByDescending(pair => pair.Count())
                .ThenBy(pair => vocabulary.IndexOf(pair.Key.First)).ThenBy(pair => vocabulary.IndexOf(pair.Key.Second)).FirstOrDefault();
            if (best is null) break;
            var (left, right) = best.Key;
            merges.Add($"{left} {right}");
            if (!vocabulary.Contains(left + right)) vocabulary.Add(left + right);
            foreach (var word in words) Merge(word, left, right);
        }
        return (vocabulary, merges);
    }

    private static bool IsShort(int length, int? end) => length == 2 || end is null || length < end;

    private static void Merge(List<string> word, string left, string right)
    {
        for (var i = 0; i + 1 < word.Count; i++)
        {
            if (word[i] != left || word[i + 1] != right) continue;
            word[i] += right;
            word.RemoveAt(i + 1);
        }
    }
}

using System.Globalization;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Streams;

namespace OmniHelix.Data.Synthetic;

/// <summary>Words of one length with their probabilities; sequences are drawn from it word after word.</summary>
public sealed class WordDistribution
{
    private const double Pseudocount = 0.01;
    private const int MostWords = 1 << 24;

    private readonly string[] words;
    private readonly double[] cumulative;

    private WordDistribution(IReadOnlyList<(string Word, double Weight)> weighted, string? place)
    {
        words = [.. weighted.Select(w => w.Word)];
        cumulative = new double[words.Length];
        var sum = 0.0;
        for (var i = 0; i < words.Length; i++) cumulative[i] = sum += weighted[i].Weight;
        if (sum is not (> 0 and < double.PositiveInfinity))
            throw new OmniException(
                "OH1632", "the weights of the words sum to nothing", place, "At least one word needs a weight above 0.");
        for (var i = 0; i < words.Length; i++) cumulative[i] /= sum;
    }

    /// <summary>Words and their probabilities.</summary>
    public IEnumerable<KeyValuePair<string, double>> Probabilities =>
        words.Select((w, i) => KeyValuePair.Create(w, cumulative[i] - (i == 0 ? 0 : cumulative[i - 1])));

    /// <summary>
    /// Non-overlapping words of a sequence counted from the left, each plus 0.01, over all words of the alphabet (the rule of genomeNLP).
    /// Words with other letters are not counted.
    /// </summary>
    /// <param name="sequence">At least one word long.</param>
    /// <param name="length">Letters of a word.</param>
    /// <param name="alphabet">Letters to draw.</param>
    /// <exception cref="UsageException">OH1631: no word of that length, or too many.</exception>
    public static WordDistribution Of(string sequence, int length, string alphabet)
    {
        if (length < 1 || alphabet.Length == 0)
            throw new UsageException(
                "OH1631", FormattableString.Invariant($"a word needs a letter: its length is {length}, the alphabet '{alphabet}'"));
        if (Math.Pow(alphabet.Length, length) > MostWords)
            throw new UsageException(
                "OH1631", FormattableString.Invariant(
                    $"{alphabet.Length} letters make too many words of {Plural.Count(length, "letter")}"), null,
                "Choose a shorter block.");
        if (sequence.Length < length)
            throw new UsageException(
                "OH1631", FormattableString.Invariant(
                    $"a sequence of {Plural.Count(sequence.Length, "letter")} has no word of {length}"), null,
                "Choose a shorter block, or the method bootstrap.");
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var at = 0; at + length <= sequence.Length; at += length)
        {
            var word = sequence.Substring(at, length);
            counts[word] = counts.GetValueOrDefault(word) + 1;
        }
        return new WordDistribution([.. AllWords(alphabet, length).Select(w => (w, counts.GetValueOrDefault(w) + Pseudocount))], null);
    }

    /// <summary>
    /// Reads words and weights, one pair a line, separated by a tab, a comma or blanks; lines that begin with # are passed over.
    /// </summary>
    /// <exception cref="OmniException">OH1632: a line that is no such pair, words of different lengths, a word twice.</exception>
    public static WordDistribution Read(string path)
    {
        using var lines = new ByteLineReader(CompressedInput.Open(path), path);
        var weighted = new List<(string Word, double Weight)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (lines.TryRead(out var line))
        {
            var text = System.Text.Encoding.UTF8.GetString(line).Trim();
            if (text.Length == 0 || text[0] == '#') continue;
            var cells = text.Split(['\t', ',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (cells.Length != 2 || !double.TryParse(cells[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var weight)
                || !(weight >= 0) || !cells[0].All(char.IsAsciiLetter))
                throw new OmniException(
                    "OH1632",
                    $"a word of letters and a weight of at least 0 were expected, not '{(text.Length > 60 ? text[..60] + "…" : text)}'",
                    lines.Place);
            if (weighted.Count > 0 && cells[0].Length != weighted[0].Word.Length)
                throw new OmniException("OH1632", FormattableString.Invariant(
                    $"the word '{cells[0]}' has {cells[0].Length} letters, the first has {weighted[0].Word.Length}"), lines.Place);
            if (!seen.Add(cells[0])) throw new OmniException("OH1632", $"the word '{cells[0]}' occurs twice", lines.Place);
            weighted.Add((cells[0], weight));
        }
        return weighted.Count > 0 ? new WordDistribution(weighted, path) : throw new OmniException("OH1005", "is empty: no word", path);
    }

    /// <summary>A sequence of words drawn with replacement, the last cut to the length.</summary>
    public string Next(int length, Xoshiro256 random)
    {
        var letters = new char[length];
        for (var at = 0; at < length;)
        {
            var found = Array.BinarySearch(cumulative, random.NextDouble());
            // Equal to a bound belongs to the next word; rounding may leave the last bound below 1.
            var word = words[Math.Min(found >= 0 ? found + 1 : ~found, words.Length - 1)];
            var n = Math.Min(word.Length, length - at);
            word.CopyTo(0, letters, at, n);
            at += n;
        }
        return new string(letters);
    }

    private static IEnumerable<string> AllWords(string alphabet, int length) =>
        length == 0 ? [""] : AllWords(alphabet, length - 1).SelectMany(w => alphabet.Select(letter => w + letter));
}

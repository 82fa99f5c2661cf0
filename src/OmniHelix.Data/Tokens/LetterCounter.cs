namespace OmniHelix.Data.Tokens;

/// <summary>Counts letters as a tokenizer reads them.</summary>
/// <param name="converted">The conversions of the tokenizer.</param>
internal sealed class LetterCounter(Func<char, char> converted)
{
    private readonly long[] ascii = new long[128];
    private readonly Dictionary<char, long> others = [];

    /// <summary>Counts the letters of a sequence.</summary>
    public void Add(string sequence)
    {
        foreach (var letter in sequence) Add(letter);
    }

    /// <summary>Counts a letter.</summary>
    public void Add(char letter)
    {
        if (letter < ascii.Length) ascii[letter]++;
        else others[letter] = others.GetValueOrDefault(letter) + 1;
    }

    /// <summary>The letters of several counters together, after conversion.</summary>
    public static Dictionary<char, long> Sum(IEnumerable<LetterCounter> counters)
    {
        var sum = new Dictionary<char, long>();
        foreach (var (letter, count) in counters.SelectMany(counter => counter.Letters()))
            sum[letter] = sum.GetValueOrDefault(letter) + count;
        return sum;
    }

    /// <summary>Letters that are read as another one; the case makes no other letter.</summary>
    public long Changed => Given().Where(one => char.ToUpperInvariant(converted(one.Letter)) != char.ToUpperInvariant(one.Letter))
        .Sum(one => one.Count);

    /// <summary>Letters in lower case that are read in upper case.</summary>
    public long Folded => Given().Where(one => char.IsLower(one.Letter) && char.IsUpper(converted(one.Letter))).Sum(one => one.Count);

    private IEnumerable<(char Letter, long Count)> Letters() => Given().Select(one => (converted(one.Letter), one.Count));

    private IEnumerable<(char Letter, long Count)> Given()
    {
        for (var letter = 0; letter < ascii.Length; letter++)
            if (ascii[letter] > 0) yield return ((char)letter, ascii[letter]);
        foreach (var (letter, count) in others) yield return (letter, count);
    }
}

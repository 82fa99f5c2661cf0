namespace OmniHelix.Tokenizers;

/// <summary>
/// How often a model has read each letter while it was trained. A letter that the vocabulary has and the data had not has an embedding that
/// nobody taught anything.
/// </summary>
public sealed class LearnedLetters
{
    // A smaller share leaves a letter to chance.
    private const double LeastShare = 0.001;

    private readonly long total;

    /// <summary>Takes counts.</summary>
    /// <param name="counts">Of each letter, after the conversions of the tokenizer.</param>
    public LearnedLetters(IReadOnlyDictionary<char, long> counts)
    {
        Counts = counts;
        total = counts.Values.Sum();
    }

    /// <summary>Of each letter, after the conversions of the tokenizer.</summary>
    public IReadOnlyDictionary<char, long> Counts { get; }

    /// <summary>The letters that the model knows well, the most frequent first.</summary>
    public IReadOnlyList<char> WellKnown =>
        [.. Counts.Where(letter => !IsHardlyKnown(letter.Key)).OrderByDescending(letter => letter.Value).Select(letter => letter.Key)];

    /// <summary>Whether the model has read a letter hardly or never.</summary>
    public bool IsHardlyKnown(char letter) => Counts.GetValueOrDefault(letter) < LeastShare * total;

    /// <summary>These letters and those of further training.</summary>
    /// <param name="before">Letters of the training before; null for none.</param>
    /// <param name="counts">Letters of the training since.</param>
    public static LearnedLetters Sum(LearnedLetters? before, IReadOnlyDictionary<char, long> counts)
    {
        var sum = before is null ? [] : before.Counts.ToDictionary();
        foreach (var (letter, count) in counts) sum[letter] = sum.GetValueOrDefault(letter) + count;
        return new LearnedLetters(sum);
    }
}

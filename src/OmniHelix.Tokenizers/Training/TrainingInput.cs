namespace OmniHelix.Tokenizers.Training;

/// <summary>What trainers ask of options and corpus.</summary>
internal static class TrainingInput
{
    /// <summary>Refuses an option that is too small.</summary>
    public static void Require(string what, long? value, long least)
    {
        if (value < least) throw new UsageException("OH1532", FormattableString.Invariant($"{what} is {value}, less than {least}"));
    }

    /// <summary>Refuses a corpus without words.</summary>
    public static void RequireWords(WordCounts words)
    {
        if (words.Count == 0) throw new OmniException("OH1530", "the corpus has no words, so there is nothing to learn tokens from");
    }
}

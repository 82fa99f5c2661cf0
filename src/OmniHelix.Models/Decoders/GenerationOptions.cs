namespace OmniHelix.Models.Decoders;

/// <summary>How a sequence is written.</summary>
public sealed record GenerationOptions
{
    /// <summary>Most tokens of an output, the end token included.</summary>
    public int MaxNewTokens { get; init; } = 512;

    /// <summary>Outputs that are kept side by side; 1 takes the best token at each step.</summary>
    public int Beams { get; init; } = 1;

    /// <summary>The logarithm of the probability of an output is divided by its length to this power; 0 favours short ones.</summary>
    public double LengthPenalty { get; init; } = 1;

    /// <summary>Refuses numbers out of range.</summary>
    /// <exception cref="UsageException">OH3410.</exception>
    internal GenerationOptions Checked()
    {
        if (MaxNewTokens < 1) throw Wrong($"at most {MaxNewTokens} new tokens are allowed", "Allow 1 or more.");
        if (Beams < 1) throw Wrong($"{Beams} beams cannot be searched", "Choose 1 or more.");
        return double.IsFinite(LengthPenalty) ? this : throw Wrong("the length penalty is no number", "The usual value is 1.");

        static UsageException Wrong(string what, string advice) => new("OH3410", what, null, advice);
    }
}

/// <summary>What was written about a sequence.</summary>
/// <param name="Tokens">Ids, without start and end.</param>
/// <param name="LogProbability">Natural logarithm of its probability, of the end token too where it was written.</param>
/// <param name="Score">That, divided by a power of the length: what outputs are compared by.</param>
/// <param name="IsFinished">False when the most tokens were written before an end.</param>
public sealed record GeneratedTokens(IReadOnlyList<int> Tokens, double LogProbability, double Score, bool IsFinished);

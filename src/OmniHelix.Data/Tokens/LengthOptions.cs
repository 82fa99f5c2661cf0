namespace OmniHelix.Data.Tokens;

/// <summary>What happens to sequences with more tokens than the model takes.</summary>
public enum LengthPolicy
{
    /// <summary>They are an error that lists them.</summary>
    Error,

    /// <summary>The end is cut off, counted and reported.</summary>
    Truncate,

    /// <summary>They are cut into overlapping windows; every base is scored once.</summary>
    Window,

    /// <summary>They are left out, counted and reported.</summary>
    Drop,
}

/// <summary>The longest row and what happens to longer ones.</summary>
/// <param name="MaxLength">Most tokens of a row, special tokens included.</param>
/// <param name="Policy">Rule for longer sequences.</param>
/// <param name="WindowOverlap">Tokens two neighbouring windows share at least; the last window reaches back as far as it can.</param>
public sealed record LengthOptions(int MaxLength, LengthPolicy Policy = LengthPolicy.Error, int WindowOverlap = 0);

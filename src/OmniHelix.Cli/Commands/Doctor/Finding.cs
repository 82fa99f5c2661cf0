namespace OmniHelix.Cli.Commands.Doctor;

/// <summary>How good a finding is.</summary>
internal enum Health
{
    /// <summary>As it should be, or only worth knowing.</summary>
    Good,

    /// <summary>Works, slower than this machine could.</summary>
    Slow,

    /// <summary>Something cannot work until it is mended.</summary>
    Missing,
}

/// <summary>One line of <c>omni doctor</c>.</summary>
/// <param name="Subject">What was looked at.</param>
/// <param name="Health">How good it is.</param>
/// <param name="Value">What was found.</param>
/// <param name="Advice">What to do; null when nothing needs doing.</param>
internal sealed record Finding(string Subject, Health Health, string Value, string? Advice = null);

namespace OmniHelix.Rna;

/// <summary>Two paired bases, 0-based, <see cref="Open"/> before <see cref="Close"/>.</summary>
/// <param name="Open">The 5' base.</param>
/// <param name="Close">The 3' base.</param>
public readonly record struct BasePair(int Open, int Close) : IComparable<BasePair>
{
    /// <summary>By opening base, then by closing base.</summary>
    public int CompareTo(BasePair other) => Open != other.Open ? Open.CompareTo(other.Open) : Close.CompareTo(other.Close);

    /// <summary>True when the two pairs interleave, <c>i &lt; k &lt; j &lt; l</c>: together they make a pseudoknot.</summary>
    public bool Crosses(BasePair other) =>
        (Open < other.Open && other.Open < Close && Close < other.Close) ||
        (other.Open < Open && Open < other.Close && other.Close < Close);

    /// <summary>True for the Watson-Crick and wobble pairs AU, GC and GU in either order; T counts as U, case is ignored.</summary>
    public static bool IsCanonical(char a, char b) => (Canonical(a), Canonical(b)) switch
    {
        ('A', 'U') or ('U', 'A') or ('G', 'C') or ('C', 'G') or ('G', 'U') or ('U', 'G') => true,
        _ => false,
    };

    private static char Canonical(char c) => char.ToUpperInvariant(c) is var u && u == 'T' ? 'U' : u;

    /// <inheritdoc/>
    public static bool operator <(BasePair a, BasePair b) => a.CompareTo(b) < 0;

    /// <inheritdoc/>
    public static bool operator >(BasePair a, BasePair b) => a.CompareTo(b) > 0;

    /// <inheritdoc/>
    public static bool operator <=(BasePair a, BasePair b) => a.CompareTo(b) <= 0;

    /// <inheritdoc/>
    public static bool operator >=(BasePair a, BasePair b) => a.CompareTo(b) >= 0;
}

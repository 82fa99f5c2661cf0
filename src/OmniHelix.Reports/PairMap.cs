namespace OmniHelix.Reports;

/// <summary>A predicted matrix of pairs of bases and the true one.</summary>
/// <param name="Name">Name of the sequence.</param>
/// <param name="Bases">Rows and columns.</param>
/// <param name="Truth">
/// <c>[bases, bases]</c>: 0 and 1 for contacts, else numbers; NaN for what is not known or does not count. Of a pair the place right of the
/// diagonal is read.
/// </param>
/// <param name="Predicted"><c>[bases, bases]</c>: probabilities of contacts, or numbers; the same places are read.</param>
public sealed record PairMap(string Name, int Bases, ReadOnlyMemory<float> Truth, ReadOnlyMemory<float> Predicted)
{
    /// <summary>The pairs are contacts, and not numbers.</summary>
    public bool IsOfContacts { get; init; } = true;

    /// <summary>A line under the name, such as a score.</summary>
    public string? Facts { get; init; }

    /// <summary>What is known of the pair of two bases, in either order.</summary>
    internal float TruthOf(int i, int j) => Truth.Span[Math.Min(i, j) * Bases + Math.Max(i, j)];

    /// <summary>What is predicted for it.</summary>
    internal float PredictedOf(int i, int j) => Predicted.Span[Math.Min(i, j) * Bases + Math.Max(i, j)];

    /// <summary>This map, when its sizes fit together.</summary>
    /// <exception cref="OmniException">OH6502: the matrices do not have the square of bases.</exception>
    internal PairMap Checked()
    {
        var square = (long)Bases * Bases;
        return Bases > 0 && Truth.Length == square && Predicted.Length == square
            ? this
            : throw new OmniException(
                "OH6502",
                FormattableString.Invariant($"a map of {Plural.Count(Bases, "base")} needs their square of values; there are ")
                    + FormattableString.Invariant($"{Truth.Length} true and {Predicted.Length} predicted ones"),
                Name);
    }
}

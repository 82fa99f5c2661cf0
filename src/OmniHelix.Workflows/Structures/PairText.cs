using OmniHelix.Rna;

namespace OmniHelix.Workflows.Structures;

/// <summary>Pairs in words: positions from 1, and letters.</summary>
internal static class PairText
{
    /// <summary><c>GC 3–25</c>.</summary>
    public static string Of(string sequence, BasePair pair) =>
        FormattableString.Invariant($"{sequence[pair.Open]}{sequence[pair.Close]} {pair.Open + 1}–{pair.Close + 1}");
}

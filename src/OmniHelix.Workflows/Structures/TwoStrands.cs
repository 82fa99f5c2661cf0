namespace OmniHelix.Workflows.Structures;

/// <summary>Two strands written as one sequence.</summary>
internal static class TwoStrands
{
    /// <summary>What stands between them, as in ViennaRNA.</summary>
    public const char Sign = '&';

    /// <summary>Bases of the first strand; null of a sequence that is one strand.</summary>
    /// <exception cref="OmniException">OH1871: there are more than two strands, or one has no bases.</exception>
    public static int? Cut(string sequence)
    {
        var cut = sequence.IndexOf(Sign, StringComparison.Ordinal);
        if (cut < 0) return null;
        if (cut > 0 && cut < sequence.Length - 1 && cut == sequence.LastIndexOf(Sign)) return cut;
        throw new OmniException(
            "OH1871", cut == sequence.LastIndexOf(Sign) ? "a strand has no bases" : "there are more than two strands", null,
            $"Write two strands with one {Sign} between them.");
    }
}

namespace OmniHelix.Tokenizers.Normalization;

/// <summary>Removes the blanks at the ends.</summary>
internal sealed class BlankStripper(bool left, bool right) : Normalizer
{
    public override void Normalize(AlignedText text)
    {
        ReadOnlySpan<char> all = text.Characters;
        var start = left ? all.Length - all.TrimStart().Length : 0;
        var end = right ? Math.Max(start, all.TrimEnd().Length) : all.Length;
        if (start == 0 && end == all.Length) return;
        text.BeginRewriting();
        text.Keep(start, end);
    }
}

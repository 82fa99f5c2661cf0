namespace OmniHelix.Rna.Files;

/// <summary>A record's name may hold anything; in a line-based file it must stay on its line.</summary>
internal static class OneLine
{
    public static string Of(string name) => name.AsSpan().IndexOfAny('\r', '\n') < 0 ? name : name.ReplaceLineEndings(" ");
}

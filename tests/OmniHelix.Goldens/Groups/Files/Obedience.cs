using System.Text.Json;
using OmniHelix.Goldens.Groups.Checkpoints;

namespace OmniHelix.Goldens.Groups.Files;

/// <summary>What an index says must happen: <c>load</c>, <c>refuse</c>, or either; without a word the file must load.</summary>
internal static class Obedience
{
    /// <summary>Reads the file and judges the outcome; true when it was read and its content is to be compared.</summary>
    public static bool Read(JsonElement entry, GoldenCheck check, Action read)
    {
        var must = entry.TryGetProperty("must", out var word) ? word.GetString()! : "load";
        var error = Outcome.Of(read);
        var mayLoad = must.Contains("load", StringComparison.Ordinal);
        var mayRefuse = must.Contains("refuse", StringComparison.Ordinal);
        if (error is null) check.Equal("outcome", mayLoad ? must : "loaded", must);
        else
        {
            check.Equal("outcome", mayRefuse ? must : error.Describe(), must);
            check.Equal("the error names the place", error.Place is not null, true);
            if (entry.TryGetProperty("note", out var note) && note.GetString()!.Contains("line number", StringComparison.Ordinal))
                check.Equal("the error names the line", char.IsAsciiDigit(error.Place![^1]), true);
        }
        return error is null && mayLoad;
    }
}

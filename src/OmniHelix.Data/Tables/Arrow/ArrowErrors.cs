namespace OmniHelix.Data.Tables.Arrow;

/// <summary>What reading Arrow files reports.</summary>
internal static class ArrowErrors
{
    /// <summary>OH1225: bytes that no sound file has.</summary>
    public static OmniException Broken(string path, long at, FormattableString what)
    {
        var message = $"is no readable Arrow file: {FormattableString.Invariant(what)}";
        return new("OH1225", message, FormattableString.Invariant($"{path}, byte {at}"), "Copy or write it again.");
    }

    /// <summary>OH1226: a sound file of a kind that is not read.</summary>
    public static OmniException NotRead(string path, string what, string advice) => new("OH1226", what, path, advice);
}

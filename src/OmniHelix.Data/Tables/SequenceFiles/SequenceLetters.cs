namespace OmniHelix.Data.Tables.SequenceFiles;

/// <summary>What no model can read as a sequence.</summary>
internal static class SequenceLetters
{
    /// <exception cref="OmniException">OH1206 the sequence is empty; OH1103 it has a character that cannot be part of one.</exception>
    public static void Check(string sequence, long record, string id, string place)
    {
        if (sequence.Length == 0) throw new OmniException("OH1206", $"record {record} '{id}' has an empty sequence", place);
        var bad = sequence.AsSpan().IndexOfAnyInRange('\0', '\u0008');
        if (bad < 0) bad = sequence.IndexOf('\uFFFD', StringComparison.Ordinal);
        if (bad < 0) return;
        var what = sequence[bad] < ' ' ? "a control character" : "not valid UTF-8";
        throw new OmniException(
            "OH1103", $"record {record} '{id}': character {bad + 1} of the sequence is {what}", place, "Is this a text file?");
    }
}

using System.Text;

namespace OmniHelix.Data.Leakage;

/// <summary>
/// The letters of two sequences laid over each other without gaps, as they were compared: upper case, U as T. Long ones are cut around the
/// beginning of what they share.
/// </summary>
/// <param name="Record">Letters of the record, or of its reverse complement; spaces where it has none.</param>
/// <param name="Other">Letters of the other one, as many.</param>
/// <param name="RecordStart">Position of the first letter shown of the record, or of its reverse complement, from 0.</param>
/// <param name="OtherStart">Position of the first letter shown of the other one, from 0.</param>
public sealed record AlignedLetters(string Record, string Other, int RecordStart, int OtherStart)
{
    private const int Most = 240, Before = 20;

    /// <param name="record">Normalised letters of the record, or of its reverse complement.</param>
    /// <param name="other">Normalised letters of the other one.</param>
    /// <param name="shift">Letter of the record that lies on letter 0 of the other one.</param>
    internal static AlignedLetters Of(ReadOnlySpan<byte> record, ReadOnlySpan<byte> other, int shift)
    {
        // Columns count from the first letter of the sequence that begins first.
        var (recordAt, otherAt) = (Math.Max(0, -shift), Math.Max(0, shift));
        var columns = Math.Max(recordAt + record.Length, otherAt + other.Length);
        var first = columns <= Most ? 0 : Math.Max(0, Math.Abs(shift) - Before);
        var count = Math.Min(Most, columns - first);
        return new AlignedLetters(
            Line(record, first - recordAt, count), Line(other, first - otherAt, count), Math.Max(0, first - recordAt),
            Math.Max(0, first - otherAt));
    }

    private static string Line(ReadOnlySpan<byte> letters, int from, int count)
    {
        var line = new string(' ', count).ToCharArray();
        var (start, end) = (Math.Max(0, from), Math.Min(letters.Length, from + count));
        if (start < end) Encoding.Latin1.GetChars(letters[start..end], line.AsSpan(start - from));
        return new string(line);
    }
}

using System.Globalization;
using System.Text;
using OmniHelix.Sequences.Streams;

namespace OmniHelix.Data.Tables.SequenceFiles;

/// <summary>Text with one sequence a line.</summary>
internal static class SequenceLines
{
    /// <summary>
    /// The lines that hold something, without blanks around it, and their numbers from 1; the stream is closed at the end.
    /// </summary>
    public static IEnumerable<(string Sequence, long Line)> Read(Stream stream, string name)
    {
        using var lines = new ByteLineReader(stream, name);
        while (Next(lines) is { } sequence)
            if (sequence.Length > 0) yield return (sequence, lines.LineNumber);
    }

    /// <summary>A line of a table is no sequence: its letters would be read, and its commas be unknown ones.</summary>
    /// <exception cref="OmniException">OH1103.</exception>
    public static void Check(string sequence, string place)
    {
        if (sequence.AsSpan().IndexOfAny(",;\t") is var at and >= 0)
            throw new OmniException(
                "OH1103",
                string.Create(CultureInfo.InvariantCulture, $"column {at + 1} is no letter, but separates columns of a table"), place,
                "Text has one sequence a line; say the form of a table with --input-format, or by the ending of its name.");
    }

    private static string? Next(ByteLineReader lines) => lines.TryRead(out var line) ? Encoding.UTF8.GetString(line.Trim(" \t"u8)) : null;
}

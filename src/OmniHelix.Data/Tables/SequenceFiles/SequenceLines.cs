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

    private static string? Next(ByteLineReader lines) => lines.TryRead(out var line) ? Encoding.UTF8.GetString(line.Trim(" \t"u8)) : null;
}

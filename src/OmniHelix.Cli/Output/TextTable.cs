namespace OmniHelix.Cli.Output;

/// <summary>Lines of cells below a heading, in columns as wide as what stands in them.</summary>
internal static class TextTable
{
    /// <summary>Writes the table.</summary>
    /// <param name="output">Takes it.</param>
    /// <param name="heading">Names of the columns.</param>
    /// <param name="rows">Cells, as many as names.</param>
    public static void Write(TextWriter output, IReadOnlyList<string> heading, IEnumerable<IReadOnlyList<string>> rows)
    {
        IReadOnlyList<string>[] all = [heading, .. rows];
        int[] widths = [.. heading.Select((_, column) => all.Max(row => row[column].Length))];
        foreach (var row in all)
            output.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }
}

using System.Globalization;

namespace OmniHelix.Inference.Writing;

/// <summary>Rows of CSV (RFC 4180) or TSV.</summary>
internal sealed class DelimitedText(TextWriter output, char separator)
{
    public void Row(IEnumerable<string> cells) => output.Write(string.Join(separator, cells.Select(Cell)) + "\n");

    public static string Number(float value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Numbers(IEnumerable<float> values) => string.Join(' ', values.Select(Number));

    private string Cell(string text) =>
        text.AsSpan().IndexOfAny([separator, '"', '\r', '\n']) < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

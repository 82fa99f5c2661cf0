using System.Collections;
using System.Globalization;
using System.Text.Json;
using OmniHelix.Data.Files;
using OmniHelix.Data.Tables;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Files;

namespace OmniHelix.Workflows.Tokenizers;

/// <summary>
/// The ids of tokens in a file: a row of <c>omni tokenizer encode</c> or of a data set with tokens, in any form, or the numbers of one text
/// a line.
/// </summary>
/// <param name="vocabularySize">Ids are below it.</param>
public sealed class TokenIdRows(int vocabularySize)
{
    private static readonly char[] Separators = [' ', ',', '\t', '[', ']'];

    // As omni tokenizer encode and the data sets call it.
    private static readonly string[] Names = ["ids", "input_ids"];

    private static readonly FileKind[] Tables =
        [DataFileKinds.Csv, DataFileKinds.Tsv, DataFileKinds.Json, DataFileKinds.Parquet, DataFileKinds.Arrow];

    /// <summary>Whether a text begins as ids do, and not as the name of a file.</summary>
    public static bool IsIds(string text) => text.AsSpan().TrimStart(Separators) is [>= '0' and <= '9', ..];

    /// <summary>The ids in a text.</summary>
    /// <param name="text">Numbers between blanks or commas, or an object with a list of them under <c>ids</c>.</param>
    /// <param name="place">Where it stands.</param>
    /// <exception cref="OmniException">OH1516: something else stands there.</exception>
    public int[] Of(string text, string place)
    {
        if (text.AsSpan().TrimStart().StartsWith('{')) return OfObject(text, place);
        return [.. text.Split(Separators, StringSplitOptions.RemoveEmptyEntries).Select(word => Id(word, place))];
    }

    /// <summary>The ids of each text in a file, in order.</summary>
    /// <param name="path">The file; <c>-</c> for lines of standard input.</param>
    /// <exception cref="OmniException">
    /// OH1516: a line or row without ids; OH1203 a table without their column; what reading reports.
    /// </exception>
    public IEnumerable<int[]> Read(string path)
    {
        if (Tables.FirstOrDefault(kind => kind.IsPromisedBy(path)) is not { } kind) return Lines(path);
        var table = Table.Open(path);
        var column = Names.Select(name => table.Columns.ToList().FindIndex(one => one.Name == name)).FirstOrDefault(at => at >= 0, -1);
        if (column >= 0) return table.Rows().Select(row => OfCell(row[column], row.Place));
        // Ids between commas may have the name of a table.
        return kind == DataFileKinds.Csv || kind == DataFileKinds.Tsv ? Lines(path) : throw NoColumn(table, path);
    }

    private IEnumerable<int[]> Lines(string path)
    {
        using var reader = new StreamReader(CompressedInput.Open(path));
        var name = path == "-" ? "standard input" : path;
        var number = 0;
        while (reader.ReadLine() is { } line) yield return Of(line, FormattableString.Invariant($"{name}:{++number}"));
    }

    private int[] OfObject(string text, string place)
    {
        try
        {
            using var row = JsonDocument.Parse(text);
            foreach (var name in Names)
                if (row.RootElement.TryGetProperty(name, out var ids) && ids.ValueKind == JsonValueKind.Array)
                    return [.. ids.EnumerateArray().Select(id => Id(id.ToString(), place))];
        }
        catch (JsonException e)
        {
            throw new OmniException("OH1516", $"the object is damaged: {e.Message}", place, "Write the file again.", e);
        }
        throw new OmniException(
            "OH1516", "the object has no list of ids", place, $"Under {string.Join(" or ", Names)} it is looked for, as encode writes it.");
    }

    private int[] OfCell(object? value, string place) => value switch
    {
        null => [],
        string text => Of(text, place),
        IEnumerable list => [.. list.Cast<object?>().Select(id => Id(Convert.ToString(id, CultureInfo.InvariantCulture)!, place))],
        _ => [Id(Convert.ToString(value, CultureInfo.InvariantCulture)!, place)],
    };

    private int Id(string word, string place)
    {
        if (int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id < vocabularySize) return id;
        throw new OmniException(
            "OH1516", $"'{word}' is no id of the tokenizer", place,
            FormattableString.Invariant($"Ids are whole numbers from 0 to {vocabularySize - 1}, of one text a line or in rows of encode."));
    }

    private static OmniException NoColumn(Table table, string path) => new(
        "OH1203",
        $"no column {string.Join(" or ", Names)}; the columns present are {string.Join(", ", table.Columns.Select(c => c.Name))}", path,
        "Give what omni tokenizer encode wrote, or the ids of one text a line.");
}

using System.Text;
using OmniHelix.Data.Columns;
using OmniHelix.Data.Tables;

namespace OmniHelix.Data.Tests.Tables;

/// <summary>Rows that are larger than what is gathered before it is written.</summary>
public sealed class LongRowTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("a.jsonl")]
    [InlineData("a.json")]
    [InlineData("a.csv")]
    [InlineData("a.csv.gz")]
    [InlineData("a.parquet")]
    [InlineData("a.arrow")]
    public void AreReadAsTheyWereWritten(string name)
    {
        var numbers = Enumerable.Range(0, 250_000).ToArray();
        var text = string.Create(150_000, 0, (letters, _) =>
        {
            for (var n = 0; n < letters.Length; n++) letters[n] = (char)('!' + n % 90);
        });
        var path = folder[name];
        using (var writer = Table.Create(
            path,
            [new("id", TableType.Text), new("numbers", TableType.ListOf(new TableType(TableKind.Int32))), new("text", TableType.Text)]))
        {
            writer.Append("short", new[] { 1, 2 }, "x");
            writer.Append("long", numbers, text);
            writer.Append("lazy", numbers.Select(n => n + 1), "\"" + text);
            writer.Append("empty", Array.Empty<int>(), "");
            writer.Complete();
        }
        // Of CSV a list is text.
        var rows = Table.Open(path).Rows().Select(row => (Id: (string)row[0]!, Numbers: Listed(row[1]), Text: (string?)row[2])).ToList();
        Assert.Equal(["short", "long", "lazy", "empty"], rows.Select(row => row.Id));
        Assert.Equal("[1,2]", rows[0].Numbers);
        Assert.Equal(Listed(numbers), rows[1].Numbers);
        Assert.Equal(Listed(numbers.Select(n => n + 1)), rows[2].Numbers);
        Assert.Equal(text, rows[1].Text);
        Assert.Equal("\"" + text, rows[2].Text);
        Assert.Equal("[]", rows[3].Numbers);
    }

    // Not by string.Join, whose rooms stay in a pool and count among the memory of the tests behind.
    private static string Listed(object? value) => value as string
        ?? new StringBuilder("[").AppendJoin(',', ((System.Collections.IEnumerable)value!).Cast<object>()).Append(']').ToString();
}

using CsCheck;
using OmniHelix.Data.Columns;
using OmniHelix.Data.Conversion;
using OmniHelix.Data.Tables;
using OmniHelix.Data.Tests.Tables;

namespace OmniHelix.Data.Tests.Conversion;

/// <summary>Whatever a file holds comes back from every form that can hold it, byte for byte.</summary>
public sealed class ConversionProperties : IDisposable
{
    private const int MostRows = 12;

    // CSV holds no NUL.
    private static readonly Gen<string> Cell = AnyTable.Text.Select(text => text.Replace("\0", "", StringComparison.Ordinal));

    private static readonly Gen<object?[][]> Texts =
        Gen.Int[1, 4].SelectMany(columns => Cell.Select(text => (object?)text).Array[columns].Array[0, MostRows]);

    private static readonly Gen<object?> Missing = Gen.Const((object?)null);

    private static readonly Gen<object?[]> Values =
        from text in Gen.OneOf(Missing, Cell.Select(value => (object?)value))
        from whole in Gen.OneOf(Missing, Gen.OneOf(Gen.Long, Gen.Long[-9, 9]).Select(value => (object?)value))
        from number in Gen.OneOf(Missing, Gen.Double.Where(double.IsFinite).Select(value => (object?)value))
        from flag in Gen.OneOf(Missing, Gen.Bool.Select(value => (object?)value))
        from list in Gen.Long.Select(value => (object?)value).Array[0, 4]
        select new object?[] { text, whole, number, flag, list };

    private static readonly TableColumn[] Typed =
    [
        new("text", TableType.Text), new("whole", TableType.Int64), new("number", TableType.Double), new("flag", TableType.Boolean),
        new("list", TableType.ListOf(TableType.Int64)),
    ];

    private static readonly Gen<string> Word = Gen.String[Gen.Char["abcXYZ019_.=|é"], 1, 8];

    private static readonly Gen<string> Header =
        Gen.Select(Word, Word.Array[0, 3], (name, words) => string.Join(' ', words.Prepend(name)));

    private static readonly Gen<string> Letters = Gen.String[Gen.Char["ACGTUNacgtun*-."], 1, 90];

    private readonly TemporaryFolder scratch = new();

    public void Dispose() => scratch.Dispose();

    [Theory]
    [InlineData(".tsv", 100)]
    [InlineData(".json", 100)]
    [InlineData(".jsonl.gz", 100)]
    [InlineData(".arrow", 100)]
    [InlineData(".arrows", 100)]
    [InlineData(".parquet", 15)]
    public void TextComesBack(string form, int draws) => Texts.Sample(rows =>
    {
        // Without a record JSON has no names of columns.
        if (rows.Length == 0 && form.StartsWith(".json", StringComparison.Ordinal)) return;
        var columns = Enumerable.Range(0, rows.Length == 0 ? 1 : rows[0].Length).Select(i => new TableColumn($"c{i}", TableType.Text));
        ComesBack(Written(".csv", [.. columns], rows), form, ".csv");
    }, iter: draws);

    [Theory]
    [InlineData(".json", 100)]
    [InlineData(".arrow", 100)]
    [InlineData(".arrows", 100)]
    [InlineData(".parquet", 15)]
    public void ValuesComeBack(string form, int draws) =>
        Values.Array[1, MostRows].Sample(rows => ComesBack(Written(".jsonl", Typed, rows), form, ".jsonl"), iter: draws);

    [Theory]
    [InlineData(".csv", 100)]
    [InlineData(".tsv.gz", 100)]
    [InlineData(".json", 100)]
    [InlineData(".jsonl", 100)]
    [InlineData(".arrow", 100)]
    [InlineData(".parquet", 15)]
    public void SequencesComeBack(string form, int draws) => Gen.Select(Header, Letters).Array[1, MostRows].Sample(records =>
    {
        var fasta = Path(".fasta");
        File.WriteAllText(fasta, string.Concat(records.Select(r => $">{r.Item1}\n{r.Item2}\n")));
        ComesBack(fasta, form, ".fasta");
        var fastq = Path(".fastq");
        File.WriteAllText(fastq, string.Concat(records.Select(r => $"@{r.Item1}\n{r.Item2}\n+\n{new string('I', r.Item2.Length)}\n")));
        ComesBack(fastq, form, ".fastq");
    }, iter: draws);

    private void ComesBack(string file, string form, string ending)
    {
        var (there, back) = (Path(form), Path(ending));
        RecordConversion.Run(file, there);
        RecordConversion.Run(there, back);
        Assert.Equal(File.ReadAllText(file), File.ReadAllText(back));
    }

    private string Written(string ending, TableColumn[] columns, object?[][] rows)
    {
        var path = Path(ending);
        using var writer = Table.Create(path, columns);
        foreach (var row in rows) writer.Append(row);
        writer.Complete();
        return path;
    }

    private string Path(string ending) => scratch[Guid.NewGuid() + ending];
}

using OmniHelix.Data.Columns;
using OmniHelix.Data.Files;
using OmniHelix.Data.Records;
using OmniHelix.Data.Tables;
using OmniHelix.Data.Tables.Parquet;
using OmniHelix.Sequences.Files;

namespace OmniHelix.Data.Tests.Tables;

public sealed class TableTests : IDisposable
{
    private readonly TemporaryFolder scratch = new();

    public void Dispose() => scratch.Dispose();

    private static string Golden(string name) => SourceTree.PathOf("samples", "..", "tests", "goldens", "files", name);

    [Fact]
    public void APatternOpensItsFilesInOrder()
    {
        scratch.Write("b/2.csv", "id,seq\n3,GG\n");
        scratch.Write("a/1.csv", "id,seq\n1,AC\n2,GT\n");
        scratch.Write("a/1.txt", "nothing\n");
        var table = Table.Open(scratch["*", "?.csv"]);
        Assert.Equal(["1", "2", "3"], table.Rows().Select(r => (string)r["id"]!));
        Assert.Equal(2, table.Files.Count);
        Assert.Equal(3, Table.Open(scratch["**", "*.csv"]).Rows().Count());
        Assert.Equal("OH1215", Assert.Throws<OmniException>(() => Table.Open(scratch["*.parquet"])).Code);
    }

    [Fact]
    public void FilesOfOneTableHaveTheSameColumns()
    {
        scratch.Write("1.csv", "id,seq\n1,AC\n");
        var other = scratch.Write("2.csv", "seq,id\nAC,1\n");
        var error = Assert.Throws<OmniException>(() => Table.Open(scratch["*.csv"]));
        Assert.Equal(("OH1213", other), (error.Code, error.Place));
    }

    [Theory]
    [InlineData("csv/plain.csv")]
    [InlineData("json/array.json")]
    [InlineData("parquet/small_snappy.parquet")]
    public void ColumnsAreSelectedByNameAndOrder(string file)
    {
        var table = Table.Open(Golden(file), new() { Columns = ["label", "sequence"] });
        Assert.Equal(["label", "sequence"], table.Columns.Select(c => c.Name));
        Assert.IsType<string>(table.Rows().First()[1]);
        var error = Assert.Throws<OmniException>(() => Table.Open(Golden(file), new() { Columns = ["lable"] }));
        Assert.Equal(("OH1203", "Did you mean 'label'?"), (error.Code, error.Advice));
    }

    [Fact]
    public void NamesWithPatternCharactersAreNamesFirst()
    {
        var path = scratch["a[1]*'.parquet"];
        File.Copy(Golden("parquet/small_snappy.parquet"), path);
        File.Copy(Golden("parquet/zero_rows.parquet"), scratch["a1'.parquet"]);
        Assert.Equal(11, Table.Open(path).Rows().Count());
    }

    [Fact]
    public void ClassNamesAreRead() =>
        Assert.Equal(["negative", "positive"], Table.Open(Golden("parquet/huggingface_class_label.parquet")).Columns[1].ClassNames);

    [Fact]
    public void TypesOfTextAreInferredOnRequestAndOnlyWhenNothingIsLost()
    {
        var path = scratch.Write("a.csv", "int,number,zeros,empty,plus,mixed\n1,1,007,1,+1,1\n-20,2.5e-3,1,,2,x\n");
        Assert.All(Table.Open(path).Columns, c => Assert.Equal(TableType.Text, c.Type));
        var table = Table.Open(path, new() { InferTypes = true });
        Assert.Equal(
            [TableType.Int64, TableType.Double, TableType.Text, TableType.Text, TableType.Text, TableType.Text],
            table.Columns.Select(c => c.Type));
        Assert.Equal([-20L, 0.0025, "1", "", "2", "x"], table.Rows().Last().Fields.Select(f => f.Value));
    }

    [Fact]
    public void JsonFieldsTakeTheNarrowestTypeThatLosesNothing()
    {
        var path = scratch.Write("a.jsonl", """
            {"i":1,"d":1,"big":9007199254740993,"huge":123456789012345678901234567890,"mixed":1,"list":[1,null],"s":{"a":1},"none":null}
            {"i":2,"d":0.5,"big":0.5,"huge":1,"mixed":"x","list":[],"s":{"b":"y"},"late":true}
            """);
        var table = Table.Open(path);
        Assert.Equal(
            "int64, double, json, json, text, list<int64>, struct<a int64, b text>, text, boolean",
            string.Join(", ", table.Columns.Select(c => c.Type)));
        var rows = table.Rows().ToArray();
        Assert.Equal("9007199254740993", rows[0]["big"]);
        Assert.Equal(["1", "x"], rows.Select(row => row["mixed"]));
        Assert.Null(rows[0]["late"]);
        Assert.Equal($"{path}:2", rows[1].Place);
    }

    [Fact]
    public void ATextAmongListsIsThatText()
    {
        var rows = Table.Open(scratch.Write("a.jsonl", "{\"x\":\"a\"}\n{\"x\":[1]}\n{\"x\":\"\\u00e9\\\"\"}\n")).Rows();
        Assert.Equal(["a", "[1]", "\u00e9\""], rows.Select(row => row["x"]));
    }

    [Theory]
    [InlineData("9223372036854775807", "9223372036854775808", "text")]
    [InlineData("9223372036854775807", "-9223372036854775808", "int64")]
    [InlineData("9007199254740993", "0.5", "text")]
    [InlineData("9007199254740992", "0.5", "double")]
    [InlineData("0.1234567890123456789", "1", "text")]
    [InlineData("0.30000000000000004", "1.50", "double")]
    [InlineData("1e3", "-2.5E-3", "double")]
    [InlineData("1e-400", "1", "text")]
    [InlineData("1e999", "1", "text")]
    [InlineData("1e-99999999999", "1", "text")]
    [InlineData("007", "1", "text")]
    [InlineData("+1", "1", "text")]
    [InlineData("00.5", "1", "text")]
    [InlineData("true", "false", "text")]
    [InlineData("nan", "1", "text")]
    public void AColumnIsANumberOnlyWhereItsTypeHoldsAllOfItExactly(string first, string second, string type)
    {
        var table = Table.Open(scratch.Write("a.csv", $"n\n{first}\n{second}\n"), new() { InferTypes = true });
        Assert.Equal(type, table.Columns[0].Type.ToString());
    }

    [Theory]
    [InlineData("1", "\"a\"", "1,a")]
    [InlineData("\"a\"", "123456789012345678901234567890", "a,123456789012345678901234567890")]
    [InlineData("true", "\"a\"", "true,a")]
    [InlineData("1", "true", "1,true")]
    [InlineData("0.5", "\"x\\ny\"", "0.5,x\ny")]
    public void FieldsThatMixTextsAndNumbersAreTexts(string first, string second, string expected)
    {
        var table = Table.Open(scratch.Write("a.jsonl", $"{{\"id\":{first}}}\n{{\"id\":{second}}}\n"));
        Assert.Equal(TableType.Text, table.Columns[0].Type);
        Assert.Equal(expected, string.Join(',', table.Rows().Select(row => row["id"])));
    }

    [Theory]
    [InlineData("68720000000000000", "double")]
    [InlineData("-9007199254740992", "double")]
    [InlineData("9007199254740993", "json")]
    [InlineData("-9007199254740993", "json")]
    public void WholeNumbersBesideFractionsAreFractionsWhereDoublePrecisionHoldsThem(string number, string type)
    {
        var table = Table.Open(scratch.Write("a.jsonl", $"{{\"n\":{number}}}\n{{\"n\":0.5}}\n"));
        Assert.Equal(type, table.Columns[0].Type.ToString());
    }

    [Fact]
    public void JsonFilesOfOneTableHaveTheFieldsOfAll()
    {
        scratch.Write("1.jsonl", "{\"a\":1}\n");
        scratch.Write("2.jsonl", "{\"a\":0.5,\"b\":\"x\"}\n");
        var table = Table.Open(scratch["*.jsonl"]);
        Assert.Equal([TableType.Double, TableType.Text], table.Columns.Select(c => c.Type));
        Assert.Equal([[1.0, null], [0.5, "x"]], table.Rows().Select(r => r.Fields.Select(f => f.Value).ToArray()));
        scratch.Write("3.csv", "a\n1\n");
        Assert.Equal("OH1213", Assert.Throws<OmniException>(() => Table.Open(scratch["*.*"])).Code);
    }

    [Fact]
    public void ArraysLargerThanTheBufferAreStreamedAndTheirErrorsHaveLineAndByte()
    {
        var elements = Enumerable.Range(0, 3000)
            .Select(i => $"  {{\"i\": {i}, \"s\": \"{new string('é', i % 200)}\\n\", \"list\": [1, {{\"x\": \"]\"}}]}}").ToArray();
        var path = scratch.Write("a.json", "\uFEFF[\n" + string.Join(",\r\n", elements) + "\n]\n\n");
        var rows = Table.Open(path).Rows().ToArray();
        Assert.Equal(Enumerable.Range(0, 3000).Select(i => (object?)(long)i), rows.Select(r => r["i"]));
        Assert.Equal(new string('é', 199) + "\n", rows[2999]["s"]);
        var endings = new[]
        {
            ("", ":3002, byte 1"), ("\n]x", ":3002, byte 2"), ("\n 5]", ":3002, byte 2"),
            (",\n ]", ":3002, byte 2"), (",\n {\"i\"}]", ":3002, byte 6"), (",\n {\"i\":1", ":3002, byte 8"),
        };
        foreach (var (end, place) in endings)
        {
            var broken = scratch.Write("b.json", "[\n" + string.Join(",\n", elements) + (end.Length == 0 ? "\n" : end));
            var error = Assert.Throws<OmniException>(() => Table.Open(broken));
            Assert.Equal(("OH1201", broken + place), (error.Code, error.Place));
        }
    }

    [Theory]
    [InlineData("a.csv", "a,b\n1,2\n1,2,3\n", "OH1204", ":3")]
    [InlineData("a.csv", "a,b\n\"1\n2\",3\n\n1\n", "OH1204", ":5")]
    [InlineData("a.csv", "a,b\r\n1,2\r\n\"x\"y,2\r\n", "OH1204", ":3")]
    [InlineData("a.csv", "a,b\n1,\"2\n", "OH1204", ":2")]
    [InlineData("a.csv", "a,a\n", "OH1210", ":1")]
    [InlineData("a.csv", ",b,\n", "OH1210", ":1")]
    [InlineData("a.csv", "a,b\n1,\0\n", "OH1211", ":2")]
    [InlineData("a.csv", "", "OH1005", "")]
    [InlineData("a.jsonl", "{\"a\":1}\n[2]\n", "OH1205", ":2")]
    [InlineData("a.jsonl", "{\"a\":NaN}\n", "OH1201", ":1")]
    [InlineData("a.parquet", "", "OH1212", "")]
    [InlineData("a.parquet", "PAR1", "OH1212", "")]
    [InlineData("a.parquet", "a,b\n1,2\n1,2\n1,2\n", "OH1212", "")]
    [InlineData("a.arrow", "", "OH1225", ", byte 0")]
    [InlineData("a.arrow", "ARROW1", "OH1225", ", byte 0")]
    [InlineData("a.feather", "FEA1\0\0\0\0", "OH1226", "")]
    [InlineData("a.arrows", "a,b\n1,2\n1,2\n", "OH1225", ", byte 0")]
    public void MalformedFilesSayWhatAndWhere(string name, string content, string code, string place)
    {
        var path = scratch.Write(name, content);
        var error = Assert.Throws<OmniException>(() => Table.Open(path).Rows().Count());
        Assert.Equal(code, error.Code);
        Assert.StartsWith(path + place, error.Place, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.xlsx", "PK", "neither its content nor its name")]
    [InlineData("a.bed", "chr1\t1\t2\n", "BED cannot be read as a table")]
    [InlineData("a.fai", "chr1\t1\t2\t3\t4\n", "FASTA index cannot be read as a table")]
    public void WhatIsNoTableIsWrongUsageAndTablesAreNamed(string name, string content, string message)
    {
        var error = Assert.Throws<UsageException>(() => Table.Open(scratch.Write(name, content)));
        Assert.Equal("OH1214", error.Code);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(".csv, .tsv, .json, .jsonl, .parquet, .arrow, .fasta, .fastq, .txt", error.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void ContentTellsWhatAnUnnamedTableIs()
    {
        var path = scratch["data"];
        File.Copy(Golden("parquet/small_snappy.parquet"), path);
        Assert.Equal(DataFileKinds.Parquet, Table.Open(path).Kind);
        Assert.Equal(DataFileKinds.JsonLines, Table.Open(scratch.Write("lines", "{\"a\":1}\n{\"a\":2}\n")).Kind);
        Assert.Equal(SequenceFileKinds.Fasta, Table.Open(scratch.Write("sequences.txt", ">x\nACGT\n")).Kind);
    }

    [Fact]
    public void ANameThatContradictsTheContentIsAnErrorThatNamesBoth()
    {
        var path = scratch["data.csv"];
        File.Copy(Golden("parquet/small_snappy.parquet"), path);
        var error = Assert.Throws<OmniException>(() => Table.Open(path));
        Assert.Equal(("OH1007", "the name promises CSV, but the content is Parquet"), (error.Code, error.Message));
        Assert.Equal("OH1007", Assert.Throws<OmniException>(() => ExampleReader.Read(path).Count()).Code);
        Assert.Equal(
            "OH1007",
            Assert.Throws<OmniException>(() => ExampleReader.Read(new MemoryStream(">x\nACGT\n"u8.ToArray()), "x.jsonl").Count()).Code);
    }

    [Fact]
    public void AByteThatIsNotUtf8IsNamed()
    {
        var error = Assert.Throws<OmniException>(() => Table.Open(Golden("csv/latin1.csv")).Rows().Count());
        Assert.Contains("byte 10 ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(":2", error.Place, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(700)]
    [InlineData(1500)]
    public void ACutParquetFileIsRefused(int missing)
    {
        var bytes = File.ReadAllBytes(Golden("parquet/small_snappy.parquet"));
        var path = scratch["cut.parquet"];
        File.WriteAllBytes(path, bytes[..^missing]);
        Assert.Equal("OH1212", Assert.Throws<OmniException>(() => Table.Open(path).Rows().Count()).Code);
    }

    [Fact]
    public void RecordsLargerThanTheBufferAndOnItsEdgesAreWhole()
    {
        var random = new Xoshiro256(7);
        var rows = Enumerable.Range(0, 400)
            .Select(i => (
                Id: i.ToString(System.Globalization.CultureInfo.InvariantCulture),
                Text: new string((char)('a' + i % 26), random.Next(3000)) + (i % 3 == 0 ? "\"q\",\r\n" : ""))).ToList();
        rows.Add(("big", new string('x', 1_000_000) + "\n" + new string('y', 1_000_000)));
        var path = scratch.Write(
            "a.csv",
            "id,text\r\n" + string.Concat(rows.Select(r => $"{r.Id},\"{r.Text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"\r\n")));
        Assert.Equal(rows, Table.Open(path).Rows().Select(r => ((string)r[0]!, (string)r[1]!)));
    }

    [Fact]
    public void NamesThatDifferInCaseOnlyStayWhatTheyAre()
    {
        var path = scratch.Write("a.csv", "a,A\n1,2\n");
        Assert.Equal(["1", "2"], Table.Open(path).Rows().Single().Fields.Select(f => f.Value));
        var parquet = scratch["a.parquet"];
        Assert.Equal("OH1210", Assert.Throws<OmniException>(() => Table.Create(parquet, Table.Open(path).Columns)).Code);
        Assert.Equal("OH1210", Assert.Throws<OmniException>(
            () => Table.Create(parquet, [new("s", TableType.StructOf([new("a", TableType.Text), new("A", TableType.Text)]))])).Code);
        var nested = TableType.StructOf([new("x", TableType.Text), new("y", TableType.ListOf(TableType.Int64))]);
        TableColumn[] columns = [new("col_a", nested), new("col_b", TableType.Text)];
        using (var writer = Table.Create(parquet, columns, new() { Compression = ParquetCompression.None }))
        {
            writer.Append(new KeyValuePair<string, object?>[] { new("x", "1"), new("y", new object[] { 2L }) }, "3");
            writer.Complete();
        }
        File.WriteAllText(
            parquet, File.ReadAllText(parquet, System.Text.Encoding.Latin1).Replace("col_b", "COL_A", StringComparison.Ordinal),
            System.Text.Encoding.Latin1);
        var table = Table.Open(parquet, new() { Columns = ["COL_A", "col_a"] });
        Assert.Equal("3", table.Rows().Single()["COL_A"]);
    }
}

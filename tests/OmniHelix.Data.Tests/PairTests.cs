using OmniHelix.Data.DataSets;
using OmniHelix.Data.Labels;
using OmniHelix.Data.Records;
using OmniHelix.Data.Tables;
using OmniHelix.Data.Tokens;
using OmniHelix.Tokenizers;

namespace OmniHelix.Data.Tests;

/// <summary>Records of two sequences that a model reads as one input.</summary>
public sealed class PairTests : IDisposable
{
    private static readonly RecordOptions Fields = new() { SequenceField = "a", PairField = "b", LabelFields = ["y"] };
    private static readonly OmniTokenizer Tokenizer = OmniTokenizer.OmniGenome();

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("x.csv", "a,b,y\nACG,UU,1\n G ,AAAA,0\n")]
    [InlineData("x.tsv", "b\ty\ta\nUU\t1\tACG\nAAAA\t0\tG\n")]
    [InlineData("x.jsonl", """{"a":"ACG","b":"UU","y":"1"}""" + "\n" + """{"y":"0","b":" AAAA ","a":"G"}""" + "\n")]
    public void BothSequencesAreRead(string name, string content)
    {
        var read = ExampleReader.Read(folder.Write(name, content), Fields).ToList();
        Assert.Equal([("ACG", "UU"), ("G", "AAAA")], read.Select(e => (e.Sequence, e.Pair)));
        Assert.Equal(["ACGUU", "GAAAA"], read.Select(e => e.Letters));
    }

    [Fact]
    public void TypedTablesHavePairsToo()
    {
        var path = folder["x.parquet"];
        using (var writer = Table.Create(path, [new("y", new(Columns.TableKind.Int64)), new("b", new(Columns.TableKind.Text)),
            new("a", new(Columns.TableKind.Text))]))
        {
            writer.Append(1L, "UU", "ACG");
            writer.Complete();
        }
        var one = Assert.Single(ExampleReader.Read(path, Fields));
        Assert.Equal(("ACG", "UU", new NumberLabel(1)), (one.Sequence, one.Pair, one.Label));
    }

    [Theory]
    [InlineData("x.csv", "a,b,y\nACG,UU,1\nGGG,,0\nGGC, ,0\n", "2 of 3", 3)]
    [InlineData("x.jsonl", """{"a":"ACG","b":"UU","y":"1"}""" + "\n" + """{"a":"ACG","y":"1"}""" + "\n", "1 of 2", 2)]
    [InlineData("x.jsonl", """{"a":"ACG","b":null,"y":"1"}""" + "\n", "1 of 1", 1)]
    public void RecordsWithoutASecondSequenceAreAnErrorThatNamesThem(string name, string content, string count, int line)
    {
        var path = folder.Write(name, content);
        var error = Assert.Throws<OmniException>(() => ExampleReader.Read(path, Fields).Count());
        Assert.Equal(("OH1218", $"{path}:{line}"), (error.Code, error.Place));
        Assert.Contains(count, error.Message, StringComparison.Ordinal);
        Assert.Contains($"{path}:{line}", error.Advice, StringComparison.Ordinal);
        var forInference = ExampleReader.Read(path, Fields with { ForInference = true }).ToList();
        Assert.Equal("OH1218", new SequenceCheck().Problem(forInference[^1])!.Code);
    }

    [Fact]
    public void AColumnThatIsNotThereNamesThoseThatAre()
    {
        var path = folder.Write("x.csv", "a,bb,y\nACG,UU,1\n");
        foreach (var wrong in new[] { Fields, Fields with { PairField = "bb", LabelFields = ["z"] } })
        {
            var error = Assert.Throws<OmniException>(() => ExampleReader.Read(path, wrong).Count());
            Assert.Equal("OH1203", error.Code);
            Assert.Contains("a, bb, y", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("x.fa", ">x\nACG\n", "FASTA")]
    [InlineData("x.fq", "@x\nACG\n+\nIII\n", "FASTQ")]
    [InlineData("x.txt", "ACG\n", "text")]
    public void FilesWithoutColumnsHaveNoPairs(string name, string content, string kind)
    {
        var path = folder.Write(name, content);
        foreach (var options in new[] { Fields, Fields with { ForInference = true } })
        {
            var error = Assert.Throws<UsageException>(() => ExampleReader.Read(path, options).Count());
            Assert.Equal(("OH1203", path), (error.Code, error.Place));
            Assert.Contains($"{kind} has no columns, and so no 'b'", error.Message, StringComparison.Ordinal);
        }
        // What a data set calls its sequences does not matter there.
        Assert.Single(ExampleReader.Read(path, new RecordOptions { SequenceField = "a" }));
    }

    [Fact]
    public void ARowIsTheTokenizersPairWithSegments()
    {
        var tokens = Build(new LengthOptions(20), Of("ACG", "UU"));
        var expected = Tokenizer.Tokenize("ACG", "UU");
        Assert.Equal(expected.Ids, tokens.Ids(0).ToArray());
        Assert.Equal(5, tokens.Second(0));
        var batch = TokenBatch.Create(tokens, [0]);
        Assert.Equal([0, 0, 0, 0, 0, 1, 1, 1], batch.TokenTypes!);
        var record = tokens.Records().Single();
        Assert.Equal((5, 5, 0, 0), (record.Count, record.Bases, record.CutBases, record.CountUnknownBases()));
        Assert.Equal([0, 1, 2, 3, 4], record.Spans().Select(s => s.Start));
        Assert.Equal(Tokenizer.Tokenize("ACGUU").Ids[1..^1], record.Ids());
        Assert.Equal(expected.Ids, record.Ids(withSpecials: true));
    }

    // The fewest special tokens are 3: <cls> A <eos> B <eos>.
    [Theory]
    [InlineData("AAAAAA", "CC", 7, "AA", "CC", 4)]
    [InlineData("AA", "CCCCCC", 7, "AA", "CC", 4)]
    [InlineData("AAAAA", "CCCCC", 8, "AAA", "CC", 5)]
    [InlineData("AAAA", "CCCC", 11, "AAAA", "CCCC", 0)]
    public void TheLongerOneIsCutFirst(string first, string second, int most, string keptFirst, string keptSecond, int cut)
    {
        var tokens = Build(new LengthOptions(most, LengthPolicy.Truncate), Of(first, second));
        Assert.Equal(Tokenizer.Tokenize(keptFirst, keptSecond).Ids, tokens.Ids(0).ToArray());
        var record = tokens.Records().Single();
        Assert.Equal((cut, 0), (record.CutBases, record.CountUnknownBases()));
        Assert.Equal((cut > 0 ? 1 : 0, cut), (tokens.Counts.Truncated, (int)tokens.Counts.TruncatedTokens));
    }

    [Fact]
    public void UnknownLettersOfBothAreCounted() =>
        Assert.Equal(2, Build(new LengthOptions(20), Of("A!C", "GX")).Records().Single().CountUnknownBases());

    [Fact]
    public void ThereAreNoWindowsOfPairs()
    {
        var error = Assert.Throws<OmniException>(() => Build(new LengthOptions(6, LengthPolicy.Window), Of("ACG", "UU")));
        Assert.Equal("OH1401", error.Code);
        Assert.Equal(0, Build(new LengthOptions(6, LengthPolicy.Drop), Of("ACG", "UU")).Count);
    }

    [Fact]
    public void ATokenizerThatJoinsNoPairsIsAnError()
    {
        folder.Write("vocab.txt", "<pad>\n<unk>\n<cls>\nA\nC\n");
        folder.Write("tokenizer_config.json", """{"eos_token":null,"mask_token":null}""");
        var alone = OmniTokenizer.FromPretrained(folder.Path);
        var error = Assert.Throws<OmniException>(() => RaggedTokens.Build([Of("AC", "C")], alone, new LengthOptions(20)));
        Assert.Equal("OH1507", error.Code);
    }

    [Fact]
    public void ALabelForEachBaseOfAPairIsAnError()
    {
        var labels = new LabelEncoder(TaskType.TokenClassification, new LabelMap(["(", "."]), 0);
        var error = Assert.Throws<OmniException>(() => labels.Check([Of("ACG", "UU") with { Label = new TextLabel("(.(") }]));
        Assert.Equal("OH1304", error.Code);
        Assert.Contains("pair of sequences", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sequence_column", "label_columns", "pair_column")]
    [InlineData("sequence_field", "label_column", "pair_field")]
    [InlineData("sequence_field", "label_field", "pair_field")]
    public void TheConfigurationNamesTheColumns(string sequence, string label, string pair)
    {
        folder.Write("config.yaml", $"{sequence}: a\n{label}: y\n{pair}: b\n");
        folder.Write("train.csv", "a,b,y\nACG,UU,1\nGG,C,0\n");
        var set = DataSetFolder.Open(folder.Path, new DataSetOptions { ValidationShare = 0 });
        Assert.Equal(["UU", "C"], set.Train!.Select(e => e.Pair));
        Assert.Equal("sequence 'a', second sequence 'b', label 'y'", set.Columns);
    }

    [Fact]
    public void TwoNamesOfOneColumnAreAnError()
    {
        folder.Write("config.yaml", "label_field: y\nlabel_columns: [z]\n");
        var error = Assert.Throws<UsageException>(() => DataSetConfig.ReadFolder(folder.Path));
        Assert.Equal("OH1603", error.Code);
        Assert.Contains("second name of", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheOnlySplitAskedForIsRead()
    {
        folder.Write("train.csv", "a,b,y\nACG,UU,1\n");
        folder.Write("test.csv", "a,b,y\nGG,C,0\n");
        var set = DataSetFolder.Open(folder.Path, new DataSetOptions { Records = Fields, Only = "test" });
        Assert.Equal((null, 1), (set.Train, set.Test!.Count));
        var valid = new DataSetOptions { Records = Fields, Only = "valid" };
        var error = Assert.Throws<OmniException>(() => DataSetFolder.Open(folder.Path, valid));
        Assert.Equal("OH1607", error.Code);
        Assert.Contains("it has test, train", error.Message, StringComparison.Ordinal);
        Assert.Single(DataSetFolder.Open(folder["test.csv"], valid).Valid!);
    }

    private static Example Of(string first, string second) => new() { Id = "x", Sequence = first, Pair = second, File = "f", Record = 1 };

    private static RaggedTokens Build(LengthOptions length, params Example[] examples) => RaggedTokens.Build(examples, Tokenizer, length);
}

using System.Globalization;
using System.Text.Json.Nodes;
using OmniHelix.Data.Columns;
using OmniHelix.Data.Creation;
using OmniHelix.Data.DataSets;
using OmniHelix.Data.Leakage;
using OmniHelix.Data.Records;
using OmniHelix.Data.Splits;
using OmniHelix.Data.Synthetic;
using OmniHelix.Data.Tables;
using OmniHelix.Data.Tests.Leakage;
using OmniHelix.Sequences.Genome;

namespace OmniHelix.Data.Tests.Creation;

public sealed class DataSetCreationTests : IDisposable
{
    private readonly TemporaryFolder scratch = new();

    public void Dispose() => scratch.Dispose();

    private string Output => scratch["out"];

    private static DataSetSource Promoters() => DataSetSource.OfClasses(
    [
        ("non_promoter", SourceTree.PathOf("samples", "promoter-ecoli/fasta/non_promoter.fa.gz")),
        ("promoter", SourceTree.PathOf("samples", "promoter-ecoli/fasta/promoter.fa.gz")),
    ]);

    private CreationResult Create(DataSetSource source, CreationOptions options, params string[] endings) =>
        DataSetCreation.Run(
            source, new(Output, [.. (endings.Length == 0 ? [".csv"] : endings).Select(e => new SplitForm(e))]), CreationColumns.Usual,
            options);

    private DataSetSource Fasta(string content) =>
        DataSetSource.OfClasses([
            ("a", scratch.Write("a.fa", content)),
            ("b", scratch.Write("b.fa", string.Concat(Enumerable.Range(0, 30).Select(i => $">b{i}\n{new Planted(i).Sequence(50)}\n"))))]);

    [Fact]
    public void TheRecipeOfGenomeNLPTearsTwinsApartAndOursDoesNot()
    {
        var torn = new SplitOptions { Method = SplitMethod.Random, IndependentRecords = true };
        var recipe = Create(Promoters(), new CreationOptions { ReverseComplements = true, Split = torn });
        var twins = recipe.Manifest.Audit.Findings.Single(f => f is { Kind: LeakageKind.ReverseComplement, Split: "test", Other: "train" });
        Assert.InRange(twins.Share, 0.8, 0.97);
        Assert.Equal([11689, 649, 650], recipe.Manifest.Splits.Select(s => s.Records));
        var read = LeakageAudit.Run(AuditReader.ReadSplits([Output]));
        Assert.Equal(recipe.Manifest.Audit.ToText()[..200], read.ToText()[..200]);
        foreach (var method in new[] { SplitMethod.Random, SplitMethod.Stratified })
        {
            var ours = Create(Promoters(), new CreationOptions { ReverseComplements = true, Split = new SplitOptions { Method = method } });
            Assert.DoesNotContain(
                ours.Manifest.Audit.Findings,
                f => f.IsBetweenSplits && f.Kind is LeakageKind.Duplicate or LeakageKind.ReverseComplement && f.Split != f.Other);
        }
        var alike = new SplitOptions { Method = SplitMethod.Similarity };
        var apart = Create(Promoters(), new CreationOptions { ReverseComplements = true, Split = alike });
        Assert.False(apart.Manifest.Audit.HasLeakage);
    }

    [Fact]
    public void ChunksAndTheirTwinsHaveNamesOfGenomeNLPAndStayWithTheirParent()
    {
        var planted = new Planted(1);
        var content = string.Concat(Enumerable.Range(0, 20).Select(i => $">s{i}, long\n{planted.Sequence(95).ToLowerInvariant()}\n"));
        var options = new CreationOptions
        {
            Chunk = 40,
            MinimumChunk = 20,
            ReverseComplements = true,
            Split = new SplitOptions { Ratios = new(0.6, 0.2, 0.2) },
        };
        var result = Create(Fasta(content), options, ".csv", ".parquet");
        // 20 last chunks of 15 letters and 30 of 10.
        Assert.Equal((50, 50), (result.Sequences, result.Dropped));
        var data = DataSetFolder.Open(Output, new DataSetOptions { ValidationShare = 0 });
        Assert.Equal((20 * 2 * 2) + (30 * 2), data.Splits.Sum(s => s.Examples.Count));
        var splitOf = data.Splits.SelectMany(s => s.Examples.Select(e => (Parent: e.Id.Split("__PARTIAL")[0], s.Name))).Distinct()
            .ToArray();
        Assert.Equal(50, splitOf.Length);
        var ids = data.Splits.SelectMany(s => s.Examples).Select(e => e.Id).ToArray();
        Assert.Contains("s3__ long__PARTIAL_SEQ_CHUNK_1__RC", ids);
        Assert.All(data.Splits.SelectMany(s => s.Examples), e => Assert.Equal(e.Sequence.ToUpperInvariant(), e.Sequence));
        Assert.Equal(["a", "b"], data.Config.Labels!.Names);
    }

    [Fact]
    public void ChunksOverlapAsAskedAndCoverTheSequence()
    {
        var sequence = new Planted(2).Sequence(100);
        var result = Create(
            Fasta($">x\n{sequence}\n"),
            new CreationOptions { Chunk = 40, Overlap = 10, Split = new SplitOptions { Ratios = new(1, 0, 0) } });
        var chunks = ExampleReader.Read(Path.Combine(Output, "train.csv")).Where(e => e.Id.StartsWith('x')).Select(e => e.Sequence);
        Assert.Equal([sequence[..40], sequence[30..70], sequence[60..]], chunks);
        Assert.Single(result.Manifest.Splits);
    }

    [Theory]
    [InlineData(SplitMethod.Random)]
    [InlineData(SplitMethod.Stratified)]
    [InlineData(SplitMethod.Similarity)]
    public void ShortRestsOfChunksTieNoSequencesTogether(SplitMethod method)
    {
        // Of 81 letters one is left, of 50 ten are left: A, C, G or T, and four kinds of ten.
        var content = string.Concat(Enumerable.Range(0, 40).Select(i => $">s{i}\n{new Planted(100 + i).Sequence(81)}\n"));
        var result = Create(
            Fasta(content),
            new CreationOptions { Chunk = 40, ReverseComplements = true, Split = new() { Method = method, Ratios = new(0.8, 0.1, 0.1) } });
        Assert.Equal(70, result.Manifest.Units);
        Assert.Equal(6, result.Manifest.LargestUnit);
        Assert.Equal((40 + 30) * 2, result.ShortRests);
        var data = DataSetFolder.Open(Output, new DataSetOptions { ValidationShare = 0 });
        var parents = data.Splits.SelectMany(s => s.Examples.Select(e => (Parent: e.Id.Split("__PARTIAL")[0], s.Name))).Distinct();
        Assert.Equal(70, parents.Count());
    }

    [Fact]
    public void EqualChunksOfWholeLengthAndShortWholeSequencesStayTogether()
    {
        // x and y share a chunk of 12 letters, and v and w are the same 9 letters, which nothing was cut from.
        var chunk = "ACGGTTCAGGCA";
        var (left, right) = (new Planted(201).Sequence(12), new Planted(202).Sequence(12));
        var result = Create(
            Fasta($">x\n{left}{chunk}AC\n>y\n{chunk}{right}AC\n>v\nGATTACAGC\n>w\nGATTACAGC\n"),
            new CreationOptions { Chunk = 12, Split = new() { Method = SplitMethod.Random, Ratios = new(0.8, 0.1, 0.1) } });
        Assert.Equal((30 + 2, 6), (result.Manifest.Units, result.Manifest.LargestUnit));
    }

    [Fact]
    public void APlaceNamesTheSourceAndTheRecordOfTheNewSet()
    {
        var sequence = new Planted(1).Sequence(60);
        var result = Create(
            Fasta($">x\n{sequence}\n>y\n{sequence}\n"),
            new CreationOptions { ReverseComplements = true, Split = new SplitOptions { Ratios = new(1, 0, 0) } });
        var places = result.Manifest.Audit.Findings.SelectMany(f => f.Examples).SelectMany(e => new[] { e.Record.Place, e.Other.Place });
        Assert.All(places, place => Assert.Matches(@"\.fa:\d+(, reverse complement)? \(record \d+ of the new set\)$", place));
        Assert.Contains(places, place => place.Contains(", reverse complement", StringComparison.Ordinal));
    }

    [Fact]
    public void SyntheticNegativesAreAClassOfTheirOwn()
    {
        var content = string.Concat(Enumerable.Range(0, 40).Select(i => $">s{i}\n{new Planted(i).Sequence(60)}\n"));
        var source = DataSetSource.OfClasses([("real", scratch.Write("r.fa", content))]);
        var result = Create(source, new CreationOptions
        {
            Negatives = new SyntheticOptions { Method = SyntheticMethod.Shuffle },
            Split = new SplitOptions { Ratios = new(0.5, 0, 0.5) },
        });
        Assert.All(result.Manifest.Splits, s => Assert.Equal([("real", 20), ("synthetic", 20)], s.Labels.Select(l => (l.Key, l.Value))));
        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(Output, SplitFolder.ManifestName)))!;
        Assert.Equal(("shuffle", 1), ((string?)manifest["negatives"], (int)manifest["label2id"]!["synthetic"]!));
    }

    [Fact]
    public void IntervalsAreCutFromTheirStrandAndChromosomesStayWhole()
    {
        var planted = new Planted(3);
        var contigs = Enumerable.Range(1, 5).Select(_ => planted.Sequence(2000)).ToArray();
        using var genome = ReferenceGenome.Open(scratch.Write("g.fa", string.Concat(contigs.Select((c, i) => $">chr{i + 1}\n{c}\n"))));
        var bed = scratch.Write("peaks.bed", string.Concat(
            Enumerable.Range(0, 50).Select(i => $"chr{1 + (i % 5)}\t{i * 30}\t{(i * 30) + 25}\tp{i}\t0\t{(i % 2 == 0 ? '+' : '-')}\n")));
        var csv = scratch.Write("other.csv", "id,region,start,end,strand\n" + string.Concat(
            Enumerable.Range(0, 50).Select(i => $"o{i},chr{1 + (i % 5)},{(i * 30) + 5},{(i * 30) + 30},+\n")));
        var source = IntervalSource.Open([("peak", bed), ("other", csv)], genome);
        Create(
            source, new CreationOptions { Split = new SplitOptions { Method = SplitMethod.Chromosome, TestChromosomes = ["chr5"] } },
            ".jsonl");
        var test = ExampleReader.Read(Path.Combine(Output, "test.jsonl"), new RecordOptions { ForInference = true }).ToArray();
        Assert.Equal(20, test.Length);
        Assert.All(test, e => Assert.Equal("chr5", (string?)e.Metadata!["contig"]));
        var peak = test.First(e => e.Id.StartsWith("p9 ", StringComparison.Ordinal));
        Assert.Equal(Planted.Reverse(contigs[4][270..295]), peak.Sequence);
    }

    [Theory]
    [InlineData("chr1\t10\t5000\n", "OH1034")]
    [InlineData("chr9\t10\t50\n", "OH1020")]
    [InlineData("chr1\t10\n", "OH1033")]
    public void IntervalsThatTheGenomeDoesNotHaveAreRefused(string bed, string code)
    {
        using var genome = ReferenceGenome.Open(scratch.Write("g.fa", ">chr1\nACGTACGTACGTACGT\n"));
        var source = IntervalSource.Open([("peak", scratch.Write("x.bed", bed))], genome);
        Assert.Equal(code, Assert.ThrowsAny<OmniException>(() => Create(source, new CreationOptions())).Code);
        Assert.False(Directory.Exists(Output));
    }

    [Fact]
    public void TablesKeepTheirGroupsTogetherWhenAskedAndNameWhatIsLeftOut()
    {
        var planted = new Planted(4);
        var csv = scratch.Write("t.csv", "name,text,species,gene,note\n" + string.Concat(
            Enumerable.Range(0, 60).Select(i => $"n{i},{planted.Sequence(40)},s{i % 2},g{i % 12},x\n")));
        var source = DataSetSource.OfTable(csv, new AuditFields { Labels = ["species"], Groups = ["gene"] });
        Assert.Equal(["note"], source.OtherColumns.Select(column => column.Name));
        Create(source, new CreationOptions { Split = new SplitOptions { Method = SplitMethod.Grouped, Ratios = new(0.5, 0.25, 0.25) } });
        var data = DataSetFolder.Open(
            Output,
            new DataSetOptions { Records = new RecordOptions { SequenceField = "sequence", LabelFields = ["gene"] }, ValidationShare = 0 });
        Assert.Equal(12, data.Splits.SelectMany(s => s.Examples.Select(e => (((TextLabel)e.Label!).Text, s.Name))).Distinct().Count());
        Assert.Equal(
            "OH1203", Assert.Throws<OmniException>(() => DataSetSource.OfTable(csv, new AuditFields { Labels = ["specie"] })).Code);
    }

    [Theory]
    [InlineData(".csv")]
    [InlineData(".jsonl")]
    [InlineData(".parquet")]
    public void OtherColumnsOfATableStayWithTheirRecords(string form)
    {
        var planted = new Planted(4);
        var table = scratch.Write("t.jsonl", string.Concat(Enumerable.Range(0, 40).Select(i => new JsonObject
        {
            [""] = i,
            ["name"] = $"n{i}",
            ["text"] = planted.Sequence(50),
            ["species"] = $"s{i % 2}",
            ["age"] = i == 3 ? null : i,
            ["Sequence"] = "x",
            ["note"] = $"of n{i}, old",
        }.ToJsonString() + "\n")));
        var source = DataSetSource.OfTable(table, new AuditFields { Sequence = "text", Labels = ["species"] });
        var made = Create(source, new CreationOptions { Chunk = 30, ReverseComplements = true }, form);
        Assert.Equal(["", "Sequence"], made.LeftOut);
        var rows = new List<(string Id, object? Age, object? Note)>();
        foreach (var split in new[] { "train", "valid", "test" })
        {
            var written = Table.Open(Path.Combine(Output, split + form));
            Assert.Equal(["id", "sequence", "label", "age", "note"], written.Columns.Select(column => column.Name));
            // CSV has texts alone.
            Assert.Equal(form == ".csv" ? TableKind.Text : TableKind.Int64, written.Columns[3].Type.Kind);
            rows.AddRange(written.Rows().Select(row => ((string)row[0]!, row[3], row[4])));
        }
        Assert.Equal(160, rows.Count);
        foreach (var (id, age, note) in rows)
        {
            var number = id[1..id.IndexOf('_', StringComparison.Ordinal)];
            Assert.Equal(number == "3" ? "" : number, Convert.ToString(age, CultureInfo.InvariantCulture));
            Assert.Equal($"of n{number}, old", note);
        }
    }

    [Fact]
    public void ColumnsOfSequenceFilesAreNotKept()
    {
        var planted = new Planted(4);
        var records = Enumerable.Range(0, 40).Select(i => $"@r{i} d\n{planted.Sequence(50)}\n+\n{new string('I', 50)}\n");
        var source = DataSetSource.OfTable(scratch.Write("t.fastq", string.Concat(records)), new AuditFields());
        Assert.Empty(source.OtherColumns);
        Assert.Contains("quality", source.LeftOut);
    }

    [Fact]
    public void BadSourcesAndSettingsAreRefused()
    {
        string Code(DataSetSource source, CreationOptions options) => Assert.ThrowsAny<OmniException>(() => Create(source, options)).Code;
        Assert.Equal("OH1005", Code(Fasta(""), new CreationOptions()));
        Assert.Equal("OH1102", Code(Fasta(">x\n"), new CreationOptions()));
        Assert.Equal("OH1650", Code(Fasta(">x\nACGT\n"), new CreationOptions { Chunk = 10, Overlap = 10 }));
        Assert.Equal("OH1650", Code(Fasta(">x\nACGT\n"), new CreationOptions { Chunk = 10, MinimumChunk = 11 }));
        Assert.Equal("OH1650", Code(Fasta(">x\nACGT\n"), new CreationOptions { MinimumChunk = 2 }));
        Assert.Equal("OH1620", Code(Fasta(">x\nACGT\n"), new CreationOptions { Split = new SplitOptions { Ratios = new(0.5, 0.1, 0.1) } }));
        Assert.Equal("OH1651", Code(Fasta(">x\nACGT\n"), new CreationOptions { Chunk = 1000, MinimumChunk = 500 }));
        Assert.Equal("OH1650", Assert.Throws<UsageException>(() => DataSetSource.OfClasses([])).Code);
        var proteins = DataSetSource.OfClasses(
            [("p", scratch.Write("p.fa", ">x\nMKVLAAGIVGLLLAQWERTYPLKHGF\n>y\nMPLQEIFSDRKWLHHYVGPEQ\n"))]);
        Assert.Equal(
            "OH1650",
            Code(proteins, new CreationOptions { ReverseComplements = true, Split = new SplitOptions { Ratios = new(0.5, 0, 0.5) } }));
    }
}

using System.Globalization;
using System.Text.Json;
using OmniHelix.Data.Tables;
using OmniHelix.Inference;
using OmniHelix.Rna.Files;
using OmniHelix.Workflows.Structures;

namespace OmniHelix.Workflows.Tests.Structures;

/// <summary>Records become structures, in their order, each with what is wrong with it.</summary>
public sealed class FoldWorkflowTests : IDisposable
{
    private const string Hairpin = "GGGAAACGCUUCGGCGUUUCCC";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void TheScreenShowsNameSequenceAndStructureWithItsEnergy()
    {
        var (text, outcome) = Run(new FoldOptions { Sequence = $"{Hairpin.ToLowerInvariant()},GGGGAAAACCCC" });
        Assert.Equal(
            $">1\n{Hairpin}\n(((((((((....))))))))) (-15.10)\n>2\nGGGGAAAACCCC\n((((....)))) ( -5.40)\n", text);
        Assert.Equal((2, 0, 34), (outcome.Records, outcome.Failed, outcome.Bases));
        // What is shown is a file of structures.
        using var reader = new StringReader(text);
        Assert.Equal([-15.1, -5.4], StructureFile.DotBracket.Read(reader, "screen").Select(record => record.Energy!.Value));
    }

    [Fact]
    public void ARecordThatFailsStopsNoOther()
    {
        var source = folder.Write("x.csv", "id,seq,shape\na,GGGAAAXCC,\nb,GGGGAAAACCCC,\nc,,\nd,GGGGAAAACCCC,0.1 oops\n");
        var (_, outcome) = Run(new FoldOptions { Input = source, Output = folder["y.jsonl"], ReactivityField = "shape" });
        Assert.Equal((4, 3), (outcome.Records, outcome.Failed));
        Assert.Equal(["OH1812", "OH1206", "OH1852"], outcome.Failures.Select(error => error.Code));
        Assert.All(outcome.Failures, error => Assert.StartsWith($"{source}:", error.Place, StringComparison.Ordinal));
        var lines = Lines("y.jsonl");
        Assert.Equal("abcd", string.Concat(lines.Select(line => line.GetProperty("id").GetString())));
        Assert.Equal("((((....))))", lines[1].GetProperty("structure").GetString());
        Assert.Equal(JsonValueKind.Null, lines[1].GetProperty("error").ValueKind);
        Assert.StartsWith("OH1812", lines[0].GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(UnknownLetters.Iupac, "RYN-", "OK OK OK OH1812")]
    [InlineData(UnknownLetters.Error, "RTNX", "OH1812 OK OK OH1812")]
    [InlineData(UnknownLetters.N, "RXE*", "OK OK OK OH1812")]
    public void LettersThatAreNoBasesFollowThePolicy(UnknownLetters unknown, string letters, string expected)
    {
        var source = folder.Write("x.csv", $"seq\n{string.Join('\n', letters.Select(letter => $"GGGGAA{letter}ACCCC"))}\n");
        var (_, outcome) = Run(new FoldOptions { Input = source, Output = folder["y.csv"], Unknown = unknown });
        var errors = Table.Open(folder["y.csv"]).Rows().Select(row => row["error"] is string { Length: > 0 } error ? error[..6] : "OK");
        Assert.Equal(expected, string.Join(' ', errors));
        Assert.Equal(letters.Count(letter => char.IsLetter(letter) && !"ACGUTN".Contains(letter)) - outcome.Failed
            + letters.Count(letter => !char.IsLetter(letter)), outcome.UnknownLetters);
    }

    [Fact]
    public void ManyRecordsKeepTheirOrderOnAllThreads()
    {
        // Long ones first: the others are done before them.
        var sequences = Enumerable.Range(0, 300).Select(i => Hairpin + new string('A', i % 7 == 0 ? 300 : i % 5)).ToList();
        var source = folder.Write("x.txt", string.Join('\n', sequences));
        foreach (var threads in new[] { 1, 4 })
        {
            var (_, outcome) = Run(
                new FoldOptions { Input = source, Output = folder[$"y{threads}.csv"], Threads = threads });
            Assert.Equal(300, outcome.Records);
        }
        Assert.Equal(File.ReadAllText(folder["y1.csv"]), File.ReadAllText(folder["y4.csv"]));
        Assert.Equal(sequences, Table.Open(folder["y4.csv"]).Rows().Select(row => (string)row["sequence"]!));
    }

    [Fact]
    public void WhatMemoryCannotHoldIsSaidBeforeItIsTried()
    {
        var (_, outcome) = Run(new FoldOptions { Sequence = new string('A', 2000), Memory = 0.01 });
        var error = Assert.Single(outcome.Failures);
        Assert.Equal("OH1856", error.Code);
        Assert.Contains("--span", error.Advice!, StringComparison.Ordinal);
        (_, outcome) = Run(new FoldOptions { Sequence = new string('A', 2000), Memory = 0.01, Span = 50 });
        Assert.Equal(0, outcome.Failed);
    }

    [Fact]
    public void AConstraintHoldsForEverySequenceOrStandsInAField()
    {
        Assert.Contains("(((((((((....)))))))))", Run(new FoldOptions { Sequence = Hairpin }).Text, StringComparison.Ordinal);
        var (text, _) = Run(new FoldOptions { Sequence = Hairpin, Constraint = "xxx..................." });
        Assert.Contains("\n...((((((....))))))...", text, StringComparison.Ordinal);
        // A structure file holds a structure for each record: it can be the constraint.
        var source = folder.Write("x.dbn", $">a\n{Hairpin}\n((((.............)))).\n");
        var options = new FoldOptions { Input = source, ConstraintField = "label", Enforce = true };
        Assert.Contains("\n(((((.(((....)))))))). ( -8.30)", Run(options).Text, StringComparison.Ordinal);
        var (_, outcome) = Run(new FoldOptions { Input = source, ConstraintField = "labels" });
        Assert.Equal("OH1203", Assert.Single(outcome.Failures).Code);
        (_, outcome) = Run(new FoldOptions { Sequence = Hairpin, Constraint = "xx" });
        Assert.Equal("OH1810", Assert.Single(outcome.Failures).Code);
    }

    [Fact]
    public void ReactivitiesAreReadFromListsAndTexts()
    {
        var list = "[0.1,null,-999,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,2.5]";
        var words = list.Trim('[', ']').Replace(',', ' ').Replace("null", "NA", StringComparison.Ordinal);
        var source = folder.Write(
            "x.jsonl", $"{{\"seq\":\"{Hairpin}\",\"shape\":{list}}}\n{{\"seq\":\"{Hairpin}\",\"shape\":\"{words}\"}}\n"
                + $"{{\"seq\":\"{Hairpin}\",\"shape\":null}}\n");
        Run(new FoldOptions { Input = source, Output = folder["y.jsonl"], ReactivityField = "shape" });
        var energies = Lines("y.jsonl").ConvertAll(line => line.GetProperty("energy").GetDouble());
        Assert.Equal(energies[0], energies[1]);
        Assert.Equal(-15.1, energies[2]);
        // Of 18 paired bases 14 are inside and count for two stacks, 4 at the ends for one; three bases have other values.
        var inside = 14 - 2 + (4 - 2) / 2.0;
        Assert.InRange(energies[0], -15.1 - 0.6 * 2 * inside, -15.1);
        Assert.NotEqual(-15.1, energies[0]);
    }

    [Fact]
    public void TheEnsembleIsToldAndItsPairsAreWritten()
    {
        var options = new FoldOptions
        {
            Sequence = $"{Hairpin},GGGGAAAACCCC",
            Output = folder["y.parquet"],
            Ensemble = true,
            Probabilities = folder["pairs.parquet"],
            LeastProbability = 0.5,
        };
        Run(options);
        var row = Table.Open(folder["y.parquet"]).Rows().First();
        Assert.Equal("(((((((((....)))))))))", row["centroid"]);
        Assert.Equal(row["centroid"], row["mea"]);
        Assert.True((double)row["ensemble_energy"]! < (double)row["energy"]!);
        Assert.InRange((double)row["frequency"]!, 0.9, 1);
        var pairs = Table.Open(folder["pairs.parquet"]).Rows().ToList();
        Assert.Equal(["1 1 22", "1 2 21"], pairs.Take(2).Select(pair => $"{pair["id"]} {pair["i"]} {pair["j"]}"));
        Assert.All(pairs, pair => Assert.InRange((double)pair["probability"]!, 0.5, 1));
        Assert.Equal(13, pairs.Count);
    }

    [Fact]
    public void TheStructuresNearTheLeastEnergyAreListed()
    {
        const string first = "AGACCGAGCCCGCGGCAGAACU";
        var options = new FoldOptions { Sequence = $"{first},GGGGAAAACCCC", Subopt = 1 };
        Assert.StartsWith(
            $">1\n{first}  -2.80   1.00\n.......(((...)))......  -2.80\n.(.(((......))))......  -2.70\n"
                + "...(((......))).......  -2.70\n>2\n", Run(options).Text, StringComparison.Ordinal);
        Run(options with { Output = folder["y.csv"] });
        var rows = Table.Open(folder["y.csv"]).Rows().ToList();
        Assert.Equal(["1", "1", "1", "2"], rows.Select(row => row["id"]));
        Assert.Equal("-2.8 -2.7 -2.7 -5.4", string.Join(' ', rows.Select(row => row["energy"])));
        Assert.All(rows, row => Assert.Equal("1", row["band"]!.ToString()));
        Run(options with { Output = folder["y.dbn"] });
        Assert.Equal(4, StructureFile.DotBracket.Read(folder["y.dbn"]).Count);
    }

    [Fact]
    public void WhereThereAreTooManyTheListIsShorterAndThatIsSaid()
    {
        var (text, outcome) = Run(new FoldOptions { Sequence = $"AGACCGAGCCCGCGGCAGAACU,{Hairpin}", Subopt = 4, SuboptLimit = 4 });
        Assert.Contains("more than 4 structures within 4 kcal/mol", Assert.Single(outcome.Notes), StringComparison.Ordinal);
        var header = text.Split('\n')[1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.InRange(double.Parse(header[2], CultureInfo.InvariantCulture), 0.1, 3.99);
        Assert.InRange(text.Split("\n>2")[0].Split('\n').Length - 2, 1, 4);
    }

    [Fact]
    public void LocalStructuresAreListedWithTheirPlaces()
    {
        var sequence = $"AAAAAAGAAGGGUUCGCCCUUC{new string('A', 50)}GGGCUUCGGCCCAAA";
        var options = new FoldOptions { Sequence = sequence, Local = true, Span = 40 };
        var (text, _) = Run(options);
        Assert.Matches(
            @"^>1\n\(\(\(\(\.{4}\)\)\)\)\. \( -\d\.\d\d\)   73\n\({6}\.{4}\){6}\. \( *-\d+\.\d\d\)    7\n" + $"{sequence}\n \\(-", text);
        Run(options with { Output = folder["y.csv"] });
        var row = Table.Open(folder["y.csv"]).Rows().Last();
        Assert.Equal("7 23 GAAGGGUUCGCCCUUCA", $"{row["start"]} {row["end"]} {row["sequence"]}");
        Run(options with { Output = folder["y.dbn"] });
        Assert.Equal(["1:73-85", "1:7-23"], StructureFile.DotBracket.Read(folder["y.dbn"]).Select(record => record.Name));
    }

    [Fact]
    public void FarIntoALongRecordIsToldAndCanBeCancelled()
    {
        using var cancelled = new CancellationTokenSource();
        var options = new FoldOptions { Sequence = string.Concat(Enumerable.Repeat("GGGCUUCGGCCCAAA", 2000)), Local = true, Span = 30 };
        var workflow = new FoldWorkflow(FoldConfiguration.Resolve(options));
        var shares = new List<double>();
        var progress = new Told(value =>
        {
            shares.Add(value.Fraction!.Value);
            if (shares.Count == 3) cancelled.Cancel();
        });
        Assert.ThrowsAny<OperationCanceledException>(() => workflow.Run(TextWriter.Null, progress, cancelled.Token));
        Assert.All(shares, share => Assert.InRange(share, 0.01, 0.5));
    }

    [Fact]
    public void CirclesAreFoldedAndTheirEnsemblesToo()
    {
        const string circles = "CCUCCUCCAGCCCCAGCUCGCGCGUU,AAGCGCGCAAAAAAAGCGCGCAA";
        var (text, _) = Run(new FoldOptions { Sequence = circles, Circular = true, Ensemble = true });
        Assert.StartsWith(">1\nCCUCCUCCAGCCCCAGCUCGCGCGUU\n..........................", text, StringComparison.Ordinal);
        Assert.Contains("frequency of mfe structure", text, StringComparison.Ordinal);
        // One of the two hairpins of the second lies around the place where it is cut.
        Assert.Contains("\n..((((((.......))))))..", text, StringComparison.Ordinal);
    }

    [Fact]
    public void TwoStrandsAreFoldedTogether()
    {
        const string sequence = "UGCGCUAAAGCCCUAUGCAGGAAA&GGCUUUAGCGCGCCAU";
        var options = new FoldOptions { Sequence = sequence, Ensemble = true };
        Assert.Equal(
            $">1\n{sequence}\n.(((((((((((............&)))))))))))..... (-21.40)\n"
                + " free energy of ensemble = -21.93 kcal/mol\n strands alone -3.11 and -4.32; bound -21.93\n", Run(options).Text);
        Run(options with { Output = folder["y.csv"] });
        var row = Table.Open(folder["y.csv"]).Rows().Single();
        Assert.Equal(".(((((((((((............&))))))))))).....", row["structure"]);
        Assert.Equal(-3.1117, double.Parse(row["ensemble_first"]!.ToString()!, CultureInfo.InvariantCulture), 4);
        Run(options with { Output = folder["y.dbn"] });
        Assert.Equal(40, StructureFile.DotBracket.Read(folder["y.dbn"])[0].Structure.Length);
        const string strands = "UGUAGCGCGAAGGUGAGACAUGUCUGACUCCC&UGCCCUCGAUGCAGCCGUCAGGCCGCUACAUUCG";
        Assert.Equal(
            $">1\n{strands}\n(((((((..............(((((((....&................)))))))))))))).... (-18.40)\n",
            Run(new FoldOptions { Sequence = strands, Duplex = true }).Text);
    }

    [Theory]
    [InlineData("GGGG&CCCC&AA", "")]
    [InlineData("&GGGG", "")]
    [InlineData("GGGG&", "")]
    [InlineData("GGGG&CCCC", "constraint")]
    [InlineData("GGGGCCCC", "duplex")]
    public void StrandsThatCannotBeFoldedAreTold(string sequence, string what)
    {
        var options = new FoldOptions { Sequence = sequence };
        options = what switch
        {
            "constraint" => options with { Constraint = "xxxx....." },
            "duplex" => options with { Duplex = true },
            _ => options,
        };
        Assert.Equal("OH1871", Assert.Single(Run(options).Outcome.Failures).Code);
    }

    [Fact]
    public void DrawnStructuresAreThoseOfTheirSeed()
    {
        var options = new FoldOptions { Sequence = "AGACCGAGCCCGCGGCAGAACU", Samples = 50, Seed = 4 };
        var (text, _) = Run(options);
        Assert.Equal(text, Run(options with { Threads = 1 }).Text);
        Assert.NotEqual(text, Run(options with { Seed = 5 }).Text);
        var lines = text.TrimEnd('\n').Split('\n')[2..];
        Assert.Equal(50, lines.Length);
        Assert.Contains(".......(((...)))......  -2.80", lines);
        Assert.InRange(lines.Distinct().Count(), 5, 49);
    }

    [Theory]
    [InlineData("y.ct")]
    [InlineData("y.bpseq")]
    [InlineData("y.dbn")]
    public void StructureFilesHoldWhatWasFolded(string name)
    {
        Run(new FoldOptions { Sequence = $"{Hairpin},!,GGGGAAAACCCC", Output = folder[name] });
        var records = StructureFile.All.Single(file => file.Kind.IsPromisedBy(name)).Read(folder[name]);
        Assert.Equal([Hairpin, "GGGGAAAACCCC"], records.Select(record => record.Sequence));
        Assert.Equal("((((....))))", records[1].Structure.ToDotBracket());
    }

    [Theory]
    [InlineData("OH2030", null, null, "")]
    [InlineData("OH2030", "x.fa", "ACGU", "")]
    [InlineData("OH2020", null, "ACGU", "gamma")]
    [InlineData("OH2020", null, "ACGU", "enforce")]
    [InlineData("OH2020", null, "ACGU", "least")]
    [InlineData("OH2020", null, "ACGU", "limit")]
    [InlineData("OH2020", null, "ACGU", "seed")]
    [InlineData("OH2020", null, "ACGU", "local")]
    [InlineData("OH2021", null, "ACGU", "local with ensemble")]
    [InlineData("OH2021", null, "ACGU", "circular with samples")]
    [InlineData("OH2021", null, "ACGU", "near and drawn")]
    [InlineData("OH2021", null, "ACGU", "two constraints")]
    [InlineData("OH2014", null, "ACGU", "cold")]
    [InlineData("OH2032", null, "ACGU", "y.png")]
    [InlineData("OH2032", null, "ACGU", "pairs.fasta")]
    [InlineData("OH2032", null, "ACGU", "page.csv")]
    public void WhatCannotBeMeantIsRefused(string code, string? input, string? sequence, string what)
    {
        var options = new FoldOptions { Input = input, Sequence = sequence };
        options = what switch
        {
            "gamma" => options with { Gamma = 2 },
            "enforce" => options with { Enforce = true },
            "least" => options with { LeastProbability = 0.5 },
            "limit" => options with { SuboptLimit = 5 },
            "seed" => options with { Samples = null, Seed = 5 },
            "local" => options with { Local = true },
            "local with ensemble" => options with { Local = true, Span = 30, Ensemble = true },
            "circular with samples" => options with { Circular = true, Samples = 4 },
            "near and drawn" => options with { Subopt = 1, Samples = 5 },
            "two constraints" => options with { Constraint = "....", ConstraintField = "c" },
            "cold" => options with { Temperature = -1 },
            "page.csv" => options with { Report = what },
            "pairs.fasta" => options with { Probabilities = what },
            { Length: > 0 } => options with { Output = what },
            _ => options,
        };
        Assert.Equal(code, Assert.Throws<UsageException>(() => FoldConfiguration.Resolve(options)).Code);
    }

    [Fact]
    public void ThePageDrawsTheFirstRecordsAndTellsWhatFailed()
    {
        var sequences = Enumerable.Range(0, 14).Select(_ => Hairpin).Append("GG!").Append("GGGGRAAACCCC");
        var source = folder.Write("x.txt", string.Join('\n', sequences));
        var (text, _) = Run(new FoldOptions { Input = source, Report = folder["x.html"] });
        // The ensembles of drawn records are for the page alone.
        Assert.DoesNotContain("ensemble", text, StringComparison.Ordinal);
        var page = File.ReadAllText(folder["x.html"]);
        Assert.Contains("OH1", page, StringComparison.Ordinal);
        Assert.Contains("1 letter of 1 record stands for no single base", page, StringComparison.Ordinal);
        Assert.Equal(12, page.Split("aria-label=\"Structure of ").Length - 1);
        Assert.Equal(12, page.Split("aria-label=\"Pairs: ").Length - 1);
        Assert.Contains("UUCGG", page, StringComparison.Ordinal);
        Assert.Contains("<td>hairpin</td><td>CG 9–14</td>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http", page.Replace("http-equiv", "", StringComparison.Ordinal).Replace(
            "http://www.w3.org", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void ACancelledRunWritesNothing()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var configuration = FoldConfiguration.Resolve(new FoldOptions { Sequence = Hairpin, Output = folder["y.csv"] });
        Assert.ThrowsAny<OperationCanceledException>(
            () => new FoldWorkflow(configuration).Run(TextWriter.Null, cancellation: cancelled.Token));
        Assert.False(File.Exists(folder["y.csv"]));
    }

    private static (string Text, RnaOutcome Outcome) Run(FoldOptions options)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        var outcome = new FoldWorkflow(FoldConfiguration.Resolve(options)).Run(text);
        return (text.ToString(), outcome);
    }

    private List<JsonElement> Lines(string name) =>
        [.. File.ReadLines(folder[name]).Select(line => JsonDocument.Parse(line).RootElement)];

    private sealed class Told(Action<InferenceProgress> tell) : IProgress<InferenceProgress>
    {
        public void Report(InferenceProgress value) => tell(value);
    }
}

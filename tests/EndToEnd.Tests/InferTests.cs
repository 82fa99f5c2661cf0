using System.IO.Compression;
using System.Text;
using System.Text.Json;
using OmniHelix.Models.Encoders;

namespace OmniHelix.EndToEnd.Tests;

/// <summary><c>omni infer</c> and <c>omni embed</c> with a small model of random weights.</summary>
public sealed class InferTests : IClassFixture<InferTests.Folder>
{
    private readonly Folder folder;

    public InferTests(Folder folder) => this.folder = folder;

    [Theory]
    [InlineData("infer", "--input", "--output")]
    [InlineData("autoinfer", "--input-file", "--output-file")]
    public void FastaInJsonLinesOut(string command, string input, string output)
    {
        var (source, target) = (folder.Write("x.fasta", ">a\nGGGAAACCC\n>b\nACGU\n"), folder.New("y.jsonl"));
        var run = OmniProgram.Run(command, "--model", folder.Run, input, source, output, target);
        Assert.Equal(0, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Contains("2 records, 0 failed", run.Error, StringComparison.Ordinal);
        Assert.Contains($"wrote {target}", run.Error, StringComparison.Ordinal);
        var records = File.ReadAllLines(target).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["a", "b"], records.Select(r => r.GetProperty("id").GetString()));
        Assert.Equal([9, 4], records.Select(r => r.GetProperty("structure").GetString()!.Length));
    }

    [Theory]
    [InlineData("acgu", "4 of 4 letters are ones that the model hardly read while it was trained (a 1, c 1, g 1, u 1)")]
    [InlineData("ACGT", "1 of 4 letters are ones that the model hardly read while it was trained (T 1)")]
    [InlineData("ACGUN", null)]
    public void LettersThatTheShippedModelHardlyReadAreNamed(string sequence, string? warning)
    {
        var model = SourceTree.PathOf("models", "omnihelix-rna-1m");
        var run = OmniProgram.Run("embed", "--model", model, "--sequence", sequence);
        Assert.Equal(0, run.ExitCode);
        if (warning is null) Assert.DoesNotContain("hardly", run.Error, StringComparison.Ordinal);
        else Assert.Contains($"Warning: {warning}; it knows G, U, A, C, N.", run.Error, StringComparison.Ordinal);
        if (sequence == "ACGT")
            Assert.DoesNotContain(
                "hardly", OmniProgram.Run("embed", "--model", model, "--sequence", sequence, "--uracil", "t2u").Error,
                StringComparison.Ordinal);
    }

    [Fact]
    public void AFailedRecordIsNamedAndTheExitCodeSaysSo()
    {
        var source = folder.Write("x.jsonl", "{\"sequence\":\"ACGU\"}\n{\"sequence\":\"MKTAYIAKQRQISFVKSHFSRQLEERLGLIEV\"}\n");
        var run = OmniProgram.Run("infer", "--model", folder.Run, "--input", source);
        Assert.Equal(3, run.ExitCode);
        Assert.Equal(2, run.Output.Trim().Split('\n').Length);
        Assert.Contains("\"error\":\"OH1402", run.Output, StringComparison.Ordinal);
        Assert.Contains($"failed OH1402 {source}:2", run.Error, StringComparison.Ordinal);
        Assert.Contains("2 records, 1 failed", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x.fa", ">a some words\nACGU\n>b\nAC1U\n>c\n>d\nGGCC\n", "OH1103 OH1102")]
    [InlineData("x.txt", "ACGU\nAC;1\nGG,0\nGGCC\n", "OH1103 OH1103")]
    [InlineData("x.fq", "@a\nACGU\n+\nIIII\n@b\nAC1U\n+\nIIII\n@c\nAC\n+\nI\n@d\nGGCC\n+\nIIII\n", "OH1103 OH1113")]
    [InlineData("x.jsonl", "{\"sequence\":\"ACGU\"}\n{\n{\"sequence\":5}\n{\"sequence\":\"GGCC\"}\n", "OH1201 OH1205")]
    [InlineData("x.csv", "sequence,n\nACGU,1\nAC,G,U\n,2\nGGCC,3\n", "OH1204 OH1206")]
    public void ARecordThatCannotBeReadFailsAlone(string name, string text, string codes)
    {
        var source = folder.Write(name, text);
        foreach (var command in new[] { "infer", "embed" })
        {
            var run = OmniProgram.Run(command, "--model", folder.Run, "--input", source);
            Assert.Equal(3, run.ExitCode);
            var records = run.Output.Trim().Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
            var errors = records.Where(r => r.TryGetProperty("error", out _)).Select(r => r.GetProperty("error").GetString()![..6]);
            Assert.Equal(codes, string.Join(' ', errors));
            Assert.Equal(["ACGU", "GGCC"], new[] { records[0], records[3] }.Select(r => r.GetProperty("sequence").GetString()));
            Assert.Contains("4 records, 2 failed", run.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(
        "x.dbn", ">a\nGGAACC\n((..)\n>b\nGC\n..\n>c\nG1\n..\n>d\nGCA\n\n...\n>e\n>f\nGG\n..\n", "OH1810 OK OH1812 OH1811 OH1811 OK")]
    [InlineData("x.dbn", "GGAACC\n((..((\nGC\n..\nGCA\n", "OH1802 OK OH1811")]
    [InlineData("x.ct", "2 a\n1 G 0 2 2 1\n2 C 1 0 0 2\n1 b\n1 G 0 0 0 1\n2 c\n1 G 0 2 0 1\n1 d\n1 G 0 0 0 1\n", "OH1813 OK OH1811 OK")]
    [InlineData("x.bpseq", "# a\n1 G 2\n2 C 0\n# b\n1 G 0\n# c\n1 G x\n2 G 0\n# d\n1 G 0\n", "OH1813 OK OH1811 OK")]
    [InlineData("x.csv", "sequence\nGG\nG\u00ff\nG\nG\0G\n", "OK OH1201 OK OH1211")]
    [InlineData("x.tsv", "sequence\tlabel\nGG\t1\nG\t\u00ff\nG\t0\n", "OK OH1201 OK")]
    public void ARecordOfAnyFormFailsAlone(string name, string text, string codes)
    {
        var source = folder.New(name);
        File.WriteAllText(source, text, Encoding.Latin1);
        foreach (var command in new[] { "infer", "embed" })
        {
            var run = OmniProgram.Run(command, "--model", folder.Run, "--input", source);
            Assert.True(run.ExitCode == 3, run.Error);
            var records = run.Output.Trim().Split('\n').Select(line => JsonDocument.Parse(line).RootElement);
            var results = records.Select(r => r.TryGetProperty("error", out var error) ? error.GetString()!.Split(' ')[0] : "OK");
            Assert.Equal(codes, string.Join(' ', results));
        }
    }

    [Fact]
    public void ADamagedFirstRecordOfADotBracketFileIsWhatIsWrongWithIt()
    {
        var source = folder.Write("short.dbn", ">r\nGGGAAACCC\n(((...))\n>s\nGG\n..\n");
        var run = OmniProgram.Run("quickcheck", source);
        Assert.Contains("the sequence has 9 bases, its structure 8 symbols", run.Output + run.Error, StringComparison.Ordinal);
        var words = new[] { "data convert", "data inspect", "quickcheck" };
        foreach (var content in new[] { ">r\nGGG\n\n(.)\n", ">r\nGGG\nAAA\n(....)\n" })
        {
            source = folder.Write("other.dbn", content);
            foreach (var command in words)
            {
                string[] output = command == "data convert" ? [folder.New("x.csv")] : [];
                run = OmniProgram.Run([.. command.Split(' '), source, .. output]);
                Assert.Equal(1, run.ExitCode);
                Assert.DoesNotContain("FASTA", run.Output + run.Error, StringComparison.Ordinal);
                Assert.Contains("other.dbn:3", run.Output + run.Error, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("x.dbn", ">a\nGGGAAACCC\n(((...)))\n")]
    [InlineData("x.bpseq", "1 G 9\n2 G 8\n3 G 7\n4 A 0\n5 A 0\n6 A 0\n7 C 3\n8 C 2\n9 C 1\n")]
    public void AFileOfStructuresIsReadAsItsSequences(string name, string text)
    {
        var source = folder.Write(name, text);
        foreach (var command in new[] { "infer", "embed" })
        {
            var run = OmniProgram.Run(command, "--model", folder.Run, "--input", source);
            Assert.True(run.ExitCode == 0, run.Error);
            var record = JsonDocument.Parse(run.Output).RootElement;
            Assert.Equal("GGGAAACCC", record.GetProperty("sequence").GetString());
            Assert.Equal("(((...)))", record.GetProperty("metadata").GetProperty("label").GetString());
        }
    }

    [Fact]
    public void BasesThatTheVocabularyLacksAreCountedAndTheirRecordsNamed()
    {
        var source = folder.Write("unknown.fa", ">good\nACGU\n>bad\nGGXX--\n");
        var run = OmniProgram.Run("infer", "--model", folder.Run, "--input", source);
        Assert.Equal(0, run.ExitCode);
        var records = run.Output.Trim().Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.False(records[0].TryGetProperty("unknown_bases", out _));
        Assert.Equal(4, records[1].GetProperty("unknown_bases").GetInt32());
        Assert.Contains($"4 bases of 1 record are unknown to the vocabulary: {source}:3 'bad' (4)", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void StandardInputIsReadAndStandardOutputWritten()
    {
        var source = folder.Write("in.txt", ">a\nACGU\n");
        var run = OmniProgram.Run(
            "sh",
            ["-c", $"dotnet '{OmniProgram.Library}' infer --model '{folder.Run}' --input - --output - < '{source}'"]);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("ACGU", JsonDocument.Parse(run.Output).RootElement.GetProperty("sequence").GetString());
    }

    [Theory]
    [InlineData("infer", "name,sequence\nx,ACGU\n")]
    [InlineData("embed", "name\tsequence\nx\tACGU\n")]
    public void ATableOnStandardInputHasToBeNamed(string command, string table)
    {
        var source = folder.Write("in.txt", table);
        var form = table.Contains(',', StringComparison.Ordinal) ? "csv" : "tsv";
        var run = OmniProgram.Run("sh", ["-c", Line("")]);
        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.StartsWith("error OH2020 standard input", run.Error, StringComparison.Ordinal);
        Assert.Contains("--input-format", run.Error, StringComparison.Ordinal);
        var named = OmniProgram.Run("sh", ["-c", Line($" --input-format {form}")]);
        Assert.True(named.ExitCode == 0, named.Error);
        Assert.Single(named.Output.Trim().Split('\n'));

        string Line(string more) => $"dotnet '{OmniProgram.Library}' {command} --model '{folder.Run}' --input -{more} < '{source}'";
    }

    [Fact]
    public void ADeviceThatIsNotThereIsWrongUsage()
    {
        var target = folder.New("y.jsonl");
        foreach (var command in new[] { "infer", "embed" })
        {
            var run = OmniProgram.Run(
                command, "--model", folder.Run, "--sequence", "ACGU", "--output", target, "--device", "cuda:200");
            Assert.Equal(2, run.ExitCode);
            Assert.StartsWith("error OH4002 --device", run.Error, StringComparison.Ordinal);
        }
        Assert.False(File.Exists(target));
    }

    [Fact]
    public void ATruncatedGzipEndsTheRunAndLeavesNoFile()
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 500).Select(i => $">r{i}\nACGUACG{"ACGU"[i % 4]}\n"))));
        var (source, target) = (folder.New("cut.fa.gz"), folder.New("y.jsonl"));
        File.WriteAllBytes(source, memory.ToArray()[..^40]);
        var run = OmniProgram.Run("infer", "--model", folder.Run, "--input", source, "--output", target);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("OH1002", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(target));
    }

    [Fact]
    public void LongSequencesFailOrAreTruncatedOrCutIntoWindows()
    {
        var source = folder.Write("long.txt", string.Concat(Enumerable.Repeat("GCAU", 300)) + "\n");
        var failed = OmniProgram.Run("infer", "--model", folder.Run, "--input", source);
        Assert.Equal(3, failed.ExitCode);
        Assert.Contains("OH1401", failed.Output, StringComparison.Ordinal);
        Assert.Equal(1024, Predictions(OmniProgram.Run("infer", "--model", folder.Run, "--input", source, "--truncate")));
        Assert.Equal(1200, Predictions(OmniProgram.Run("infer", "--model", folder.Run, "--input", source, "--window-overlap", "64")));

        static int Predictions(OmniProgram run)
        {
            Assert.Equal(0, run.ExitCode);
            return JsonDocument.Parse(run.Output).RootElement.GetProperty("predictions").GetArrayLength();
        }
    }

    [Fact]
    public void StructuresAreWrittenAsDotBracket()
    {
        var run = OmniProgram.Run("infer", "--model", folder.Run, "--sequence", "GGGAAACCC", "--structure-format", "dot-bracket");
        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"^>1\nGGGAAACCC\n[().]{9}\n$", run.Output);
    }

    [Fact]
    public void ASummaryIsWrittenAsJson()
    {
        var run = OmniProgram.Run(
            "infer", "--model", folder.Run, "--sequence", "GGGAAACCC,ACGUT", "--output", folder.New("y.csv"), "--json");
        Assert.Equal(3, run.ExitCode);
        var summary = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal((2, 1, 11), (
            summary.GetProperty("records").GetInt32(),
            summary.GetProperty("failed").GetInt32(),
            summary.GetProperty("tokens_needed").GetInt32()));
    }

    [Fact]
    public void TheBprnaTestSplitNeedsHardlyAnyPadding()
    {
        var target = folder.New("y.jsonl");
        var run = OmniProgram.Run(
            "infer",
            "--model",
            folder.Run,
            "--input",
            SourceTree.PathOf("samples", "rna-ssp-bprna", "test.jsonl.gz"),
            "--output",
            target,
            "--json",
            "--window-overlap",
            "64");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.InRange(JsonDocument.Parse(run.Output).RootElement.GetProperty("token_share").GetDouble(), 0.95, 1);
    }

    [Fact]
    public void CtrlCStopsAndLeavesNoFile()
    {
        var target = folder.New("y.jsonl");
        var source = folder.Write("x.txt", string.Concat(Enumerable.Repeat("GGGAAACCCGGGAAACCCGGGAAACCCGGGAAACCCGGGAAACCC\n", 300_000)));
        var run = OmniProgram.Run("dotnet", [
            OmniProgram.Library, "infer", "--model", folder.Run, "--input", source, "--output", target,
        ], null, process =>
        {
            Thread.Sleep(2500);
            OmniProgram.Run("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        });
        Assert.Equal(130, run.ExitCode);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(target)!));
    }

    [Theory]
    [InlineData("OH2020", "infer", "--sequence", "ACGU")]
    [InlineData("OH2030", "infer", "--model", "MODEL")]
    [InlineData("OH2030", "embed", "--model", "MODEL", "--sequence", "ACGU", "--input", "x.fa")]
    [InlineData("OH2031", "infer", "--model", "MODEL", "--sequence", "ACGU", "--output", "THERE")]
    [InlineData("OH2031", "embed", "--model", "MODEL", "--sequence", "ACGU", "--output", "THERE")]
    [InlineData("OH2032", "infer", "--model", "MODEL", "--sequence", "ACGU", "--output", "y.xyz")]
    [InlineData("OH2032", "embed", "--model", "MODEL", "--sequence", "ACGU", "--output", "y.xyz")]
    [InlineData("OH2032", "infer", "--model", "MODEL", "--sequence", "ACGU", "--output", "y.csv", "--hidden-states")]
    [InlineData("OH2033", "infer", "--model", "MODEL", "--sequence", "ACGU", "--json")]
    [InlineData("OH2034", "embed", "--model", "MODEL", "--sequence", "ACGU", "--aggregation", "meen")]
    [InlineData("OH2021", "infer", "--model", "MODEL", "--sequence", "ACGU", "--truncate", "--window-overlap", "3")]
    public void WrongUsageIsExitCodeTwo(string code, params string[] words)
    {
        var there = folder.Write("there.jsonl", "");
        var run = OmniProgram.Run([.. words.Select(w => w == "MODEL" ? folder.Run : w == "THERE" ? there : w)]);
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith($"error {code}", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public void AFolderWithoutAModelIsAnError()
    {
        var run = OmniProgram.Run("infer", "--model", folder.New("none"), "--sequence", "ACGU");
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("error OH5302", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cls")]
    [InlineData("head")]
    [InlineData("mean")]
    [InlineData("mean_no_special")]
    [InlineData("max")]
    [InlineData("last")]
    [InlineData("tail")]
    public void EmbedWritesNumPyArraysAndTheNamesBeside(string aggregation)
    {
        var target = folder.New("x.npy");
        var run = OmniProgram.Run(
            "embed", "--model", folder.Run, "--sequence", "GGGAAACCC,ACGUT,ACGU", "--aggregation", aggregation, "--output", target);
        Assert.Equal(3, run.ExitCode);
        Assert.Equal(128 + 2 * 16 * 4, new FileInfo(target).Length);
        Assert.Equal(["1", "3"], File.ReadAllLines(Path.ChangeExtension(target, ".ids.txt")));
    }

    [Fact]
    public void NamesOfRowsThatAnotherArrayNeedsAreNotReplaced()
    {
        var first = folder.New("two.npy");
        var run = OmniProgram.Run("embed", "--model", folder.Run, "--sequence", "ACGU", "--output", first);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"wrote {first}, and the names of its rows to ", run.Error, StringComparison.Ordinal);
        var second = Path.ChangeExtension(first, ".safetensors");
        run = OmniProgram.Run("embed", "--model", folder.Run, "--sequence", "ACGU", "--output", second);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(
            $"two.ids.txt: the file exists, and the names of the rows of {second} go there", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x.safetensors")]
    [InlineData("x.csv")]
    [InlineData("x.jsonl")]
    public void EmbedWritesByTheEnding(string name)
    {
        var target = folder.New(name);
        Assert.Equal(0, OmniProgram.Run("embed", "--model", folder.Run, "--sequence", "GGGAAACCC,ACGU", "--output", target).ExitCode);
        Assert.True(new FileInfo(target).Length > 128);
    }

    [Fact]
    public void EmbedGivesOneVectorABaseOnRequest()
    {
        var run = OmniProgram.Run("embed", "--model", folder.Run, "--sequence", "GGGAAACCC", "--agg", "token");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(9, JsonDocument.Parse(run.Output).RootElement.GetProperty("token_embeddings").GetArrayLength());
    }

    /// <summary>A run folder and room for files.</summary>
    public sealed class Folder : IDisposable
    {
        private readonly TemporaryFolder root = new("omni infer ");

        public Folder()
        {
            var config = new EsmConfig
            {
                VocabularySize = 24,
                HiddenSize = 16,
                LayerCount = 1,
                HeadCount = 2,
                IntermediateSize = 16,
                Positions = EsmPositions.Rotary,
            };
            ModelFolder.Write(Path.Combine(Run, "model"), config, TaskType.TokenClassification, new() { LabelNames = ["(", ")", "."] });
        }

        public string Run => root["a run"];

        public string New(string name) => Path.Combine(Directory.CreateDirectory(root[Guid.NewGuid().ToString("N")]).FullName, name);

        public string Write(string name, string content)
        {
            var path = New(name);
            File.WriteAllText(path, content);
            return path;
        }

        public void Dispose() => root.Dispose();
    }
}

using System.Text.Json;
using System.Text.RegularExpressions;

namespace OmniHelix.EndToEnd.Tests;

public partial class ProgramTests
{
    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    public void HelpGoesToOutputAndEndsWithExamples(string flag)
    {
        var run = OmniProgram.Run(flag);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("doctor", run.Output, StringComparison.Ordinal);
        Assert.Contains("Examples:", run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Fact]
    public void EveryCommandHasHelpWithExamplesThatCallIt()
    {
        foreach (var names in Commands())
        {
            var run = OmniProgram.Run(names[^1], "--help");
            Assert.Equal(0, run.ExitCode);
            var examples = run.Output.Split("Examples:")[1].Split(
                '\n',
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            Assert.NotEmpty(examples);
            Assert.Contains(examples, e => names.Any(name => e.Contains($"omni {name} ", StringComparison.Ordinal) || e == $"omni {name}"));
        }
    }

    [Theory]
    [InlineData("make_consensus", "--consensus_root")]
    [InlineData("create_dataset_bio", "--chunk")]
    [InlineData("generate_synthetic", "--block")]
    public void NamesOfOtherSystemsStandUnderOneHeadingAndHaveHelpWithFlags(string name, string flag)
    {
        var list = OmniProgram.Run("--help").Output.Split("Names of other programs that are understood too:");
        Assert.DoesNotContain(name, list[0], StringComparison.Ordinal);
        Assert.Contains(name, list[1], StringComparison.Ordinal);
        var help = OmniProgram.Run(name, "--help").Output;
        Assert.Contains("Usage:", help, StringComparison.Ordinal);
        Assert.Contains(flag, help, StringComparison.Ordinal);
        Assert.Contains("Examples:", help, StringComparison.Ordinal);
    }

    [Fact]
    public void VersionIsThatOfTheBuild()
    {
        var run = OmniProgram.Run("--version");
        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"^omni \d+\.\d+\.\d+(\+[0-9a-f]+)?\n$", run.Output);
    }

    [Fact]
    public void WithoutACommandHelpGoesToErrorAndTheUsageIsWrong()
    {
        var run = OmniProgram.Run();
        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Contains("Usage:", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OH2001", "unknown command 'docter'", "Did you mean 'doctor'?", "docter")]
    [InlineData("OH2001", "unknown command 'intresect'", "Did you mean 'intersect'?", "genome", "intresect", "-a", "x", "-b", "y")]
    [InlineData("OH2001", "unknown command 'spilt'", "Did you mean 'split'?", "data", "spilt", "x.csv", "--output", "y")]
    [InlineData("OH2001", "unknown command 'trian'", "Did you mean 'train'?", "trian", "--model", "x")]
    [InlineData("OH2002", "unknown flag '-a'", "See 'omni genome --help'.", "genome", "-a")]
    [InlineData("OH2002", "unknown flag '--overwrit'", "Did you mean '--overwrite'?", "genome", "index", "r.fa", "--overwrit")]
    [InlineData("OH2002", "unknown flag '--outptu'", "Did you mean '--output'?", "genome", "view", "r.fa", "--outptu=x", "chr1")]
    [InlineData("OH2002", "unknown flag '--jsno'", "Did you mean '--json'?", "doctor", "--jsno")]
    [InlineData("OH2002", "unknown flag '--jsno'", "Did you mean '--json'?", "doctor", "--jsno=true")]
    [InlineData("OH2002", "unknown flag '--verbsoe'", "Did you mean '--verbose'?", "doctor", "--verbsoe")]
    [InlineData("OH2002", "unknown flag '--zzzzzzzzzz'", "See 'omni doctor --help'.", "doctor", "--zzzzzzzzzz")]
    [InlineData("OH2002", "the flag '--data' stands before its command", "omni train --data", "--data", "x", "train")]
    [InlineData(
        "OH2002", "unknown flag '--zzzzz'", "See 'omni tokenizer encode --help'.", "tokenizer", "encode", "--tokenizer", "x", "--zzzzz",
        "y")]
    [InlineData("OH2003", "unexpected argument 'extra'", "See 'omni doctor --help'.", "doctor", "extra")]
    public void AWrongWordIsNamedWithTheNearestRightOne(string code, string message, string advice, params string[] words)
    {
        var run = OmniProgram.Run(words);
        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.StartsWith($"error {code} omni", run.Error, StringComparison.Ordinal);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Contains(advice, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--output", "data", "split", "x.csv", "--output", "")]
    [InlineData("--report", "data", "inspect", "x.csv", "--report", "")]
    [InlineData("FILE", "quickcheck", "")]
    [InlineData("--input", "infer", "--model", "m", "--input", "")]
    [InlineData("--model", "embed", "--model", "", "--input", "x.fa")]
    [InlineData("-o", "train", "--data", "d", "--model", "m", "-o", "")]
    [InlineData("--a", "genome", "intersect", "--a", "", "--b", "x.bed")]
    [InlineData("VCF", "genome", "consensus", "", "--prefix", "")]
    [InlineData("--columns", "data", "convert", "--columns=", "a.csv", "b.csv")]
    public void AnEmptyWordIsNamed(string name, params string[] words)
    {
        var run = OmniProgram.Run(words);
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("error OH2004 omni", run.Error, StringComparison.Ordinal);
        Assert.Contains($"the value of {name} is empty", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none.vcf", "--prefix", "", "--fasta-ref", "none.fa")]
    [InlineData("--prefix=", "none.vcf", "--fasta-ref", "none.fa")]
    public void APrefixMayBeEmpty(params string[] words)
    {
        var run = OmniProgram.Run(["genome", "consensus", .. words]);
        Assert.DoesNotContain("OH2004", run.Error, StringComparison.Ordinal);
        Assert.Contains("error OH1001 none.fa", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void TheRootOfTheFileSystemIsNeverReplaced()
    {
        using var folder = new TemporaryFolder();
        var table = folder.Write("x.csv", "sequence,label\nACGU,1\nGGUU,0\n");
        var run = OmniProgram.Run("data", "split", table, "--output", "/", "--overwrite");
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("error OH2031 /", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("doctor")]
    [InlineData("--help")]
    [InlineData("train --help")]
    [InlineData("--version")]
    [InlineData("quickcheck 'x.fa'")]
    [InlineData("genome stats 'x.fa'")]
    public void AFullDiskBehindStandardOutputIsNamed(string words)
    {
        if (!OperatingSystem.IsLinux()) return;
        using var folder = new TemporaryFolder();
        folder.Write("x.fa", ">a\nACGU\n");
        var run = OmniProgram.Run("sh", ["-c", $"dotnet '{OmniProgram.Library}' {words} > /dev/full"], folder.Path);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("error OH6001 standard output", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OH1008", "genome", "stats", "/proc/self/mem")]
    [InlineData("OH1012", "genome", "window", "/dev/full", "a:1-2")]
    public void WhatCannotBeReadIsNoDefect(string code, params string[] words)
    {
        if (!OperatingSystem.IsLinux()) return;
        var run = OmniProgram.Run(words);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith($"error {code}", run.Error, StringComparison.Ordinal);
        Assert.Contains(words[2], run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ADemoOfNoStepsIsRefusedUnderTheNameOfTheFlag()
    {
        var run = OmniProgram.Run("demo", "--steps", "0");
        Assert.Equal(2, run.ExitCode);
        Assert.Equal("error OH2014 --steps: 0 is out of range; expected a value of 1 or more\n", run.Error);
    }

    [Theory]
    [InlineData("--verbose")]
    [InlineData("-v")]
    public void VerboseAddsTheStackTrace(string flag) =>
        Assert.Contains("   at ", OmniProgram.Run("doctor", "extra", flag).Error, StringComparison.Ordinal);

    [Theory]
    [InlineData("--quiet")]
    [InlineData("-q")]
    public void QuietLeavesResultsAndFailures(string flag)
    {
        using var folder = new TemporaryFolder();
        folder.Write("x.fa", ">a\nACGU\n");
        var run = OmniProgram.Run("data", "convert", folder["x.fa"], folder["x.csv"], flag);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.StartsWith("error OH1001", OmniProgram.Run("genome", "stats", folder["y.fa"], flag).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("train")]
    [InlineData("genome", "sort")]
    public void HelpIsACommandToo(params string[] command) =>
        Assert.Equal(OmniProgram.Run([.. command, "--help"]).Output, OmniProgram.Run(["help", .. command]).Output);

    [Fact]
    public void ThereIsNoHelpOfAnUnknownCommand()
    {
        var run = OmniProgram.Run("help", "trian");
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("unknown command 'trian'", run.Error, StringComparison.Ordinal);
        Assert.Contains("train", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("omni tr", "train")]
    [InlineData("omni genome inters", "intersect")]
    [InlineData("omni train --learn", "--learning-rate")]
    [InlineData("omni train --precision b", "bf16")]
    public void AShellCompletesCommandsFlagsAndValues(string typed, string completed)
    {
        using var folder = new TemporaryFolder();
        var script = folder.Write("complete", OmniProgram.Run("completion", "bash").Output);
        var words = string.Join(' ', typed.Split(' ').Select(word => $"'{word}'"));
        var run = OmniProgram.Run("bash", ["-c", $$"""
            omni() { dotnet '{{OmniProgram.Library}}' "$@"; }
            source '{{script}}'
            COMP_WORDS=({{words}}) COMP_CWORD={{typed.Count(c => c == ' ')}} COMP_LINE='{{typed}}' COMP_POINT={{typed.Length}}
            _omni
            printf '%s\n' "${COMPREPLY[@]}"
            """]);
        Assert.Equal("", run.Error);
        Assert.Equal(completed, run.Output.TrimEnd('\n'));
    }

    [Fact]
    public void ALetterThatACommandHasItselfMeansThereWhatItMeansThere()
    {
        var help = OmniProgram.Run("genome", "intersect", "--help").Output;
        Assert.Contains("-v, --invert", help, StringComparison.Ordinal);
        Assert.DoesNotContain("-v, --verbose", help, StringComparison.Ordinal);
    }

    [Fact]
    public void AnAtSignIsAnOrdinaryArgument() =>
        Assert.Contains("unexpected argument '@file'", OmniProgram.Run("doctor", "@file").Error, StringComparison.Ordinal);

    [Fact]
    public void DoctorAnswersInJson()
    {
        var run = OmniProgram.Run("doctor", "--json");
        using var report = JsonDocument.Parse(run.Output);
        var findings = report.RootElement.GetProperty("findings").EnumerateArray().ToList();
        Assert.Equal(
            ["omni", "processor", "libtorch", "threads", "blas", "gpu", "files", "memory", "disk"],
            findings.Select(f => f.GetProperty("subject").GetString()));
        var missing = findings.Where(f => f.GetProperty("health").GetString() == "missing").ToList();
        Assert.Equal(missing.Count == 0 ? 0 : 1, run.ExitCode);
        Assert.All(missing, f => Assert.NotEmpty(f.GetProperty("advice").GetString()!));
        Assert.True(report.RootElement.GetProperty("machine").GetProperty("memory_bytes").GetInt64() > 0);
    }

    [Fact]
    public void PipedTextHasNoColours()
    {
        var run = OmniProgram.Run("doctor");
        Assert.Contains("processor", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Output);
        Assert.DoesNotContain('\u001b', run.Error);
    }

    [Fact]
    public void EveryCommandOfTheReadmeExists()
    {
        var readme = File.ReadAllText(SourceTree.PathOf("README.md"));
        var named = CommandOfProgram().Matches(readme).Select(m => m.Groups[1].Value).Distinct().ToList();
        Assert.NotEmpty(named);
        Assert.Empty(named.Except([.. Commands().SelectMany(names => names), "test"]));
    }

    [GeneratedRegex("(?:`|\\./)omni ([a-z]+)")]
    private static partial Regex CommandOfProgram();

    // Each command with its aliases.
    private static IEnumerable<string[]> Commands() => Helps.NamesIn(OmniProgram.Run("--help").Output);
}

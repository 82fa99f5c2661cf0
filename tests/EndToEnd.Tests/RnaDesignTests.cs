using System.Text.Json;
using System.Text.RegularExpressions;

namespace OmniHelix.EndToEnd.Tests;

/// <summary><c>omni rna design</c> and <c>omni rna bench</c>.</summary>
public sealed class RnaDesignTests : IDisposable
{
    private const string Target = "((((....))))..((((....))))";

    private const string Model = "omnihelix-rna-1m";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void SequencesFoldIntoTheStructure()
    {
        var run = OmniProgram.Run("rna", "design", "--structure", Target, "--count", "3", "--seed", "4", "--gc-max", "0.6");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("3 of 3 found", run.Error, StringComparison.Ordinal);
        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(9, lines.Length);
        Assert.All(lines.Chunk(3), design =>
        {
            Assert.Equal(Target.Length, design[0].Length);
            Assert.StartsWith(Target + " (-", design[1], StringComparison.Ordinal);
            Assert.StartsWith("solved, defect 0.", design[2], StringComparison.Ordinal);
        });
        Assert.Equal(
            run.Output, OmniProgram.Run("rna", "design", "--structure", Target, "--count", "3", "--seed", "4", "--gc-max", "0.6").Output);
    }

    [Theory]
    [InlineData("x.json")]
    [InlineData("x.csv")]
    [InlineData("x.tsv")]
    [InlineData("x.jsonl")]
    [InlineData("x.fasta")]
    [InlineData("x.txt")]
    public void EveryFormHoldsTheSequences(string name)
    {
        var run = OmniProgram.Run(
            "rna", "design", "--structure", Target, "--count", "2", "--fixed", "GGNNNNNNNNNNNNNNNNNNNNNNNN", "--output", folder[name]);

        Assert.Equal(0, run.ExitCode);
        Assert.Empty(run.Output);
        var text = File.ReadAllText(folder[name]);
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        Assert.Contains(Target, text, StringComparison.Ordinal);
        var sequences = Regex.Matches(text, "(?<![ACGU])GG[ACGU]{24}(?![ACGU])").Select(match => match.Value).Distinct();
        Assert.Equal(2, sequences.Count());
        if (name != "x.json") return;
        var root = JsonDocument.Parse(text).RootElement;
        Assert.Equal(Target, root.GetProperty("structure").GetString());
        Assert.Equal(2, root.GetProperty("best_sequences").GetArrayLength());
        Assert.True(root.GetProperty("designs")[0].GetProperty("solved").GetBoolean());
        Assert.Equal(2, OmniProgram.Run("rna", "design", "--structure", Target, "--output", folder[name]).ExitCode);
    }

    [Fact]
    public void APopulationTellsTheBestOfAllItsSolutions()
    {
        var run = OmniProgram.Run(
            "rna", "design", "--structure", Target, "--search", "population", "--population", "20", "--generations", "15", "--count", "4",
            "--objectives", "defect,gc", "--gc-wanted", "0.6", "--apart", "6", "--pair-weights", "0.5,0.4,0.1",
            "--output", folder["x.json"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("4 of 4 found; 300 sequences folded", run.Error, StringComparison.Ordinal);
        Assert.Matches("There were [0-9]+ different solutions", run.Error);
        var root = JsonDocument.Parse(File.ReadAllText(folder["x.json"])).RootElement;
        Assert.Equal("population", root.GetProperty("parameters").GetProperty("search").GetString());
        Assert.True(root.GetProperty("found").GetInt32() > 4);
        Assert.All(root.GetProperty("designs").EnumerateArray(), design =>
            Assert.InRange(design.GetProperty("generation").GetInt32(), 0, 14));
    }

    [Fact]
    public void WithoutASolutionTheNearestIsWrittenAndItsRivalsAreTold()
    {
        var run = OmniProgram.Run("rna", "design", "--structure", ".....(...).....", "--max-folds", "2000");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("not solved, distance 1", run.Output, StringComparison.Ordinal);
        Assert.Contains("0 of 1 found", run.Error, StringComparison.Ordinal);
        Assert.Contains("...............", run.Error, StringComparison.Ordinal);
        Assert.Contains("No sequence folds into the target: between bases 1 and 15", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Target, 0, "The purest sequences", "Defect and share of G and C")]
    [InlineData(".....(...).....", 1, "The nearest sequence", "No sequence folds into the target")]
    public void APageShowsTheSearch(string target, int exitCode, params string[] parts)
    {
        var run = OmniProgram.Run(
            "rna", "design", "--structure", target, "--count", "4", "--max-folds", "60000", "--report", folder["x.html"]);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains("wrote", run.Error, StringComparison.Ordinal);
        var page = File.ReadAllText(folder["x.html"]);
        Assert.All(parts, part => Assert.Contains(part, page, StringComparison.Ordinal));
        Assert.Contains("Best sequence and solutions over sequences tried", page, StringComparison.Ordinal);
        Assert.Contains("<svg", page, StringComparison.Ordinal);
        Assert.Contains(run.Output.Split('\n')[0], page, StringComparison.Ordinal);
        Assert.Equal(2, OmniProgram.Run("rna", "design", "--structure", target, "--report", folder["x.html"]).ExitCode);
        Assert.Equal(2, OmniProgram.Run("rna", "design", "--structure", target, "--report", "x.json").ExitCode);
    }

    [Fact]
    public void ABenchmarkGoesOnWhereItEnded()
    {
        string[] bench = ["rna", "bench", "--time", "30", "--output", folder["x.tsv"], "--puzzles"];
        var first = OmniProgram.Run([.. bench, "1,3"]);
        Assert.Equal(0, first.ExitCode);
        File.AppendAllText(folder["x.tsv"], "8\t12\t1\t0.");

        var again = OmniProgram.Run([.. bench, "1,3,8", "--report", folder["x.html"]]);

        Assert.Contains("2 puzzles of an earlier run", again.Error, StringComparison.Ordinal);
        Assert.Contains("solved 3 of 3; median of the solved ", again.Error, StringComparison.Ordinal);
        Assert.StartsWith(first.Output, again.Output, StringComparison.Ordinal);
        Assert.Equal(again.Output, string.Concat(File.ReadLines(folder["x.tsv"]).Skip(1).Select(line => line + "\n")));
        Assert.Contains("Puzzles solved within a time", File.ReadAllText(folder["x.html"]), StringComparison.Ordinal);
        Assert.Contains("OH1869", OmniProgram.Run([.. bench, "1", "--seed", "5"]).Error, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "earlier run", OmniProgram.Run([.. bench, "8", "--seed", "5", "--overwrite"]).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "OH2020")]
    [InlineData(1, "OH1802", "--structure", "(((...))")]
    [InlineData(1, "OH1860", "--structure", "((..))")]
    [InlineData(1, "OH1855", "--structure", "((..[[...))..]]")]
    [InlineData(1, "OH1861", "--structure", Target, "--fixed", "NNN")]
    [InlineData(1, "OH1863", "--structure", Target, "--gc-min", "0.8", "--gc-max", "0.2")]
    [InlineData(2, "OH2032", "--structure", Target, "--output", "x.bam")]
    [InlineData(2, "OH2014", "--structure", Target, "--count", "0")]
    [InlineData(2, "OH2014", "--structure", Target, "--model", Model, "--compat", "--mutation-ratio", "1.5")]
    [InlineData(2, "OH2014", "--structure", Target, "--model", Model, "--compat", "--population", "0")]
    [InlineData(2, "OH2014", "--structure", Target, "--model", Model, "--lm-temperature", "0")]
    [InlineData(2, "OH2020", "--structure", Target, "--lm-top-k", "2")]
    [InlineData(2, "OH2020", "--structure", Target, "--compat")]
    [InlineData(2, "OH2020", "--structure", Target, "--model", Model, "--generations", "5")]
    [InlineData(2, "OH2021", "--structure", Target, "--model", Model, "--compat", "--count", "5")]
    [InlineData(2, "OH2020", "--structure", Target, "--objectives", "gc")]
    [InlineData(2, "OH2020", "--structure", Target, "--search", "population", "--chains", "2")]
    [InlineData(2, "OH2021", "--structure", Target, "--model", Model, "--compat", "--search", "population")]
    [InlineData(2, "OH1868", "--structure", Target, "--pair-weights", "0.5,0.5")]
    [InlineData(2, "OH1868", "--structure", Target, "--pair-weights", "0,0,0")]
    [InlineData(2, "OH1864", "--structure", Target, "--search", "population", "--population", "1")]
    [InlineData(2, "OH2021", "--structure", Target, "--output", "x.csv", "--format", "json")]
    [InlineData(1, "OH5302", "--structure", Target, "--model", "no such model")]
    [InlineData(1, "OH1802", "--structure", "<eos>", "--model", Model)]
    [InlineData(1, "OH1855", "--structure", "((..[[...))..]]", "--model", Model)]
    public void WhatCannotBeIsNamed(int exitCode, string code, params string[] arguments)
    {
        var run = OmniProgram.Run(["rna", "design", .. arguments]);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(code, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ALanguageModelTakesPart()
    {
        string[] arguments =
        [
            "rna", "design", "--structure", Target, "--model", Model, "--lm-share", "1", "--lm-temperature", "0.8", "--lm-top-k", "3",
            "--count", "3", "--fixed", "GGNNNNNNNNNNNNNNNNNNNNNNNN", "--format", "json",
        ];

        var run = OmniProgram.Run(arguments);

        Assert.Equal(0, run.ExitCode);
        var root = JsonDocument.Parse(run.Output).RootElement;
        var parameters = root.GetProperty("parameters");
        Assert.Equal(Model, parameters.GetProperty("model").GetString());
        Assert.Equal(0.8, parameters.GetProperty("lm_temperature").GetDouble());
        Assert.Equal(3, parameters.GetProperty("lm_top_k").GetInt32());
        var designs = root.GetProperty("designs").EnumerateArray().ToList();
        Assert.Equal(3, designs.Count);
        Assert.All(designs, design =>
        {
            Assert.True(design.GetProperty("solved").GetBoolean());
            Assert.Matches("^GG[ACGU]{24}$", design.GetProperty("sequence").GetString());
        });
        Assert.Equal(Sequences(run.Output), Sequences(OmniProgram.Run(arguments).Output));
    }

    [Fact]
    public void TheOriginalSearchIsThereForComparison()
    {
        var run = OmniProgram.Run(
            "rna", "design", "--structure", "....................", "--model", Model, "--compat", "--mutation-ratio", "0.9", "--population",
            "8", "--generations", "3", "--seed", "2", "--output", folder["original.json"]);

        Assert.Equal(0, run.ExitCode);
        var text = File.ReadAllText(folder["original.json"]);
        var parameters = JsonDocument.Parse(text).RootElement.GetProperty("parameters");
        Assert.Equal(0.9, parameters.GetProperty("mutation_ratio").GetDouble());
        Assert.Equal(8, parameters.GetProperty("num_population").GetInt32());
        Assert.Equal(3, parameters.GetProperty("num_generation").GetInt32());
        Assert.InRange(Sequences(text).Length, 1, 8);
        Assert.Contains(" found; 16 sequences folded", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void OmniGenBenchsNameAndFlagsAreUnderstood()
    {
        var run = OmniProgram.Run(
            "rna_design", "--structure", Target, "--model", Model, "--mutation-ratio", "0.2", "--num-population", "20", "--num-generation",
            "4", "--output-file", folder["designs.json"]);

        Assert.Equal(0, run.ExitCode);
        var root = JsonDocument.Parse(File.ReadAllText(folder["designs.json"])).RootElement;
        Assert.Equal(Target, root.GetProperty("structure").GetString());
        var parameters = root.GetProperty("parameters");
        Assert.Equal(Model, parameters.GetProperty("model").GetString());
        Assert.Equal(0.2, parameters.GetProperty("mutation_ratio").GetDouble());
        Assert.Equal(20, parameters.GetProperty("num_population").GetInt32());
        Assert.Equal(4, parameters.GetProperty("num_generation").GetInt32());
        Assert.InRange(root.GetProperty("best_sequences").GetArrayLength(), 1, 25);
        Assert.Equal(80, root.GetProperty("folds").GetInt32());
        // Without a model as well.
        Assert.Equal(0, OmniProgram.Run("rna_design", "--structure", Target, "--num-population", "20", "--num-generation", "4").ExitCode);
        var refused = OmniProgram.Run("rna_design", "--structure", Target, "--num-population", "0");
        Assert.Contains("OH2014", refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("json", "^{")]
    [InlineData("csv", "^sequence,structure,solved,")]
    [InlineData("fasta", "^>design_1 ")]
    [InlineData("txt", "^[ACGU]{26}\n")]
    public void TheFormOfStandardOutputAndOfNamesWithoutOneCanBeSaid(string form, string begin)
    {
        var run = OmniProgram.Run("rna", "design", "--structure", Target, "--format", form, "--seed", "1");

        Assert.Equal(0, run.ExitCode);
        Assert.Matches(begin, run.Output);
        Assert.Equal(0, OmniProgram.Run(
            "rna", "design", "--structure", Target, "--format", form, "--seed", "1", "--output", folder["named"]).ExitCode);
        var written = File.ReadAllText(folder["named"]);
        if (form != "json") Assert.Equal(run.Output, written);
        else Assert.Equal(Sequences(run.Output), Sequences(written));
    }

    private static string?[] Sequences(string json) =>
        [.. JsonDocument.Parse(json).RootElement.GetProperty("best_sequences").EnumerateArray().Select(one => one.GetString())];

    [Fact]
    public void PuzzlesOfEternaAreARowEach()
    {
        var run = OmniProgram.Run("rna", "bench", "--eterna", "v2", "--puzzles", "1,3,8", "--time", "30");

        Assert.Equal(0, run.ExitCode);
        var rows = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split('\t')).ToList();
        Assert.Equal(["1", "3", "8"], rows.Select(row => row[0]));
        Assert.All(rows, row => Assert.Equal("1", row[2]));
        Assert.Contains("solved 3 of 3", run.Error, StringComparison.Ordinal);
        Assert.Contains("OH1865", OmniProgram.Run("rna", "bench", "--puzzles", "101").Error, StringComparison.Ordinal);
    }
}

using System.Text.Json;

namespace OmniHelix.EndToEnd.Tests;

public sealed class DataTests : IDisposable
{
    private static readonly string Promoters = SourceTree.PathOf("samples", "promoter-ecoli");

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void TheAuditOfThePromoterSetFindsWindowsOfOneLocus()
    {
        var run = OmniProgram.Run("data", "audit", Promoters, "--json", "--fail-on-leakage");
        Assert.Equal(3, run.ExitCode);
        using var report = JsonDocument.Parse(run.Output);
        var found = report.RootElement.GetProperty("findings").EnumerateArray()
            .First(f => f.GetProperty("kind").GetString() == "shifted_window");
        Assert.InRange(found.GetProperty("records").GetInt32(), 180, 210);
        Assert.Contains(
            "test.csv.gz",
            found.GetProperty("examples")[0].GetProperty("record").GetProperty("file").GetString(),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("audit", "Shifted windows", "class=\"alignment\"")]
    [InlineData("inspect", "Label map", "class=\"bars\"")]
    public void AuditsAndInspectionsAreWrittenAsPagesToo(string command, string heading, string drawing)
    {
        var page = folder["page.html"];
        var run = OmniProgram.Run("data", command, Promoters, "--report", page);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("reverse-complement twins", run.Output, StringComparison.Ordinal);
        var html = File.ReadAllText(page);
        Assert.Contains(heading, html, StringComparison.Ordinal);
        Assert.Contains(drawing, html, StringComparison.Ordinal);
        Assert.Equal(2, OmniProgram.Run("data", command, Promoters, "--report", page).ExitCode);
    }

    [Fact]
    public void SplitsBySimilarityShareNothingAndOpenAsADataSet()
    {
        var to = folder["splits"];
        var run = OmniProgram.Run(
            "data", "split", Path.Combine(Promoters, "train.csv.gz"), "--output", to, "--method", "similarity", "--format", "csv,parquet");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("clusters of similar sequences were kept together", run.Output, StringComparison.Ordinal);
        Assert.Contains(
            "config.json says sequence_classification with 2 classes: non_promoter, promoter\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("No leakage between splits.", run.Output, StringComparison.Ordinal);
        Assert.Equal(0, OmniProgram.Run("data", "audit", to, "--fail-on-leakage").ExitCode);
        Assert.Contains(
            "train.parquet: parquet with id text, sequence text, label text",
            OmniProgram.Run("data", "inspect", to).Output,
            StringComparison.Ordinal);
        var again = OmniProgram.Run("data", "split", Path.Combine(Promoters, "train.csv.gz"), "--output", to);
        Assert.Equal(2, again.ExitCode);
        Assert.Contains("--overwrite", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void TheRecipeOfGenomeNlpTearsTwinsApartAndOursKeepsThem()
    {
        var (negative, positive) =
            (Path.Combine(Promoters, "fasta", "non_promoter.fa.gz"), Path.Combine(Promoters, "fasta", "promoter.fa.gz"));
        var recipe = OmniProgram.Run(
            "data", "create", "--class", $"NEGATIVE={negative}", "--class", $"POSITIVE={positive}", "--reverse-complements",
            "--method", "random", "--independent-records", "--output", folder["recipe"], "--json");
        var ours = OmniProgram.Run("create_dataset_bio", negative, positive, "-o", folder["ours"]);
        Assert.True(recipe.ExitCode == 0 && ours.ExitCode == 0, recipe.Error + ours.Error);
        Assert.InRange(Twins(folder["recipe"]), 500, 650);
        Assert.Equal(0, Twins(folder["ours"]));
        Assert.StartsWith("idx,feature,labels\n", File.ReadAllText(folder["ours", "test.csv"]), StringComparison.Ordinal);
        Assert.StartsWith("{\"idx\":", File.ReadAllText(folder["ours", "test.json"]), StringComparison.Ordinal);
        // The splits are folders of Arrow files, too, and those alone are a data set.
        var saved = folder["ours", "test"];
        Assert.Contains(
            "arrow with idx text, feature text, labels int64",
            OmniProgram.Run("data", "inspect", saved, "--sequence-field", "feature").Output,
            StringComparison.Ordinal);
        var csv = folder["test.csv"];
        Assert.Equal(0, OmniProgram.Run("data", "convert", saved, csv).ExitCode);
        Assert.Equal(File.ReadAllText(folder["ours", "test.csv"]), File.ReadAllText(csv));
    }

    [Fact]
    public void StandardInputIsConvertedAndSplitAndItsErrorsNameIt()
    {
        var csv = Write("a.csv", "id,sequence,label\n"
            + string.Concat(Enumerable.Range(0, 40).Select(i => $"r{i},{new string("ACGT"[i % 4], 20 + i)},{i % 2}\n")));
        var arrow = folder["a.arrow"];
        Assert.Equal(0, Piped(csv, $"data convert - '{arrow}' --input-format csv").ExitCode);
        Assert.Equal(0, OmniProgram.Run("data", "convert", arrow, folder["b.csv"]).ExitCode);
        Assert.Equal(File.ReadAllText(csv), File.ReadAllText(folder["b.csv"]));
        var split = Piped(csv, $"data split - --input-format csv --output '{folder["s"]}' --method random --format huggingface");
        Assert.True(split.ExitCode == 0, split.Error);
        Assert.Equal(0, OmniProgram.Run("data", "audit", folder["s"]).ExitCode);
        Assert.Contains("labels", Piped(csv, "data inspect - --format csv").Output, StringComparison.OrdinalIgnoreCase);
        Assert.StartsWith("error OH2020 --input-format", Piped(csv, $"data convert - '{arrow}2'").Error, StringComparison.Ordinal);
        Assert.Contains("Write it to a file", Piped(csv, "data audit - --format parquet").Error, StringComparison.Ordinal);
        Assert.StartsWith("error OH2021", Piped(csv, $"data audit '{csv}' --format csv").Error, StringComparison.Ordinal);
        Assert.Contains(
            "OH1007",
            Piped(Write("f.csv", ">x\nACGT\n"), $"data convert - '{folder.Path}/f.jsonl' --format csv").Error,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "error OH2032",
            OmniProgram.Run("data", "inspect", csv, "--report", Path.Combine(folder.Path, "r.csv")).Error,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "error OH1204 standard input:3",
            Piped(Write("c.csv", "a,sequence\n1,A\n1,A,2\n"), $"data convert - '{folder.Path}/c.jsonl' --format csv").Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void TheFlagThatGenomeNlpIgnoresIsAcceptedAndSaysSo()
    {
        var csv = Write("t.csv", "title,label,text\n"
            + string.Concat(Enumerable.Range(0, 40).Select(i => $"t{i},{(i % 2 == 0 ? "a" : "b")},{new string("ACGU"[i % 4], 20 + i)}\n")));
        var run = OmniProgram.Run(
            "create_dataset_nlp", csv, SourceTree.PathOf("models", "omnihelix-rna-1m"), "title", "label", "text", "-d", "x", "-o",
            folder["nlp"]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("note -d has no effect", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ConversionLosesNothingUnlessAskedTo()
    {
        var csv = Write("a.csv", "id,sequence,label\nx,ACGU,1\n");
        var (fasta, parquet) = (folder["a.fasta"], folder["a.parquet"]);
        var refused = OmniProgram.Run("data", "convert", csv, fasta);
        Assert.Equal(1, refused.ExitCode);
        Assert.StartsWith("error OH1640", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, OmniProgram.Run("data", "convert", csv, parquet).ExitCode);
        Assert.Equal(0, OmniProgram.Run("data", "convert", parquet, fasta, "--drop", "--uracil", "u2t").ExitCode);
        Assert.Equal(">x\nACGT\n", File.ReadAllText(fasta));
        Assert.Equal(2, OmniProgram.Run("data", "convert", parquet, fasta, "--drop").ExitCode);
    }

    [Fact]
    public void SyntheticSequencesDependOnTheSeedAlone()
    {
        var fasta = Write("a.fa", ">x\nACGTTGCAACGGTTACGATCGATTTACGACG\n>y\nGGGATTACAGATTACAGGGATACACCAGT\n");
        string Made(string name, string seed, string command = "data synthetic")
        {
            var run = OmniProgram.Run([.. command.Split(' '), fasta, "-o", folder[name], "--seed", seed]);
            Assert.True(run.ExitCode == 0, run.Error);
            return File.ReadAllText(folder[name]);
        }
        Assert.Equal(Made("1.fa", "7"), Made("2.fa", "7", "generate_synthetic"));
        Assert.NotEqual(Made("3.fa", "7", "data synthetic --method shuffle"), Made("4.fa", "8", "data synthetic --method shuffle"));
    }

    [Theory]
    [InlineData(1, "OH1203", "the columns present are id, sequence, label", "--label-field", "lable")]
    [InlineData(2, "OH1620", "must sum to 1", "--train", "0.5")]
    [InlineData(2, "OH2016", "Did you mean 'similarity'?", "--method", "similarty")]
    [InlineData(2, "OH1622", "needs a column", "--method", "grouped")]
    [InlineData(1, "OH1203", "no column 'gen'", "--group", "gen")]
    public void WhatCannotBeSplitIsSaid(int exit, string code, string says, string flag, string value)
    {
        var run = OmniProgram.Run("data", "split", Write("a.csv", "id,sequence,label\nx,ACGU,1\n"), "--output", folder["s"], flag, value);
        Assert.Equal(exit, run.ExitCode);
        Assert.StartsWith($"error {code}", run.Error, StringComparison.Ordinal);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["s"]));
    }

    [Fact]
    public void AnEmptyClassIsSaid()
    {
        var run = OmniProgram.Run(
            "data", "create", "--class", $"a={Write("a.fa", ">x\nACGT\n")}", "--class", $"b={Write("b.fa", "")}", "--output", folder["s"]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("OH1005", run.Error, StringComparison.Ordinal);
        Assert.Contains("b.fa", run.Error, StringComparison.Ordinal);
    }

    private static int Twins(string data)
    {
        using var report = JsonDocument.Parse(OmniProgram.Run("data", "audit", data, "--json", "--examples", "0").Output);
        return report.RootElement.GetProperty("findings").EnumerateArray()
            .Where(f => f.GetProperty("kind").GetString() == "reverse_complement" && f.GetProperty("split").GetString() == "test"
                && f.GetProperty("other").GetString() == "train")
            .Sum(f => f.GetProperty("records").GetInt32());
    }

    private static OmniProgram Piped(string file, string arguments) =>
        OmniProgram.Run("sh", ["-c", $"dotnet '{OmniProgram.Library}' {arguments} < '{file}'"]);

    private string Write(string name, string content)
    {
        var path = folder[name];
        File.WriteAllText(path, content);
        return path;
    }
}

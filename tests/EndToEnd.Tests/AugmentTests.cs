using System.Text.Json;
using OmniHelix.Models;

namespace OmniHelix.EndToEnd.Tests;

/// <summary><c>omni augment</c>, and models that answer as one, with small models of random weights.</summary>
public sealed class AugmentTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void VariantsKeepNameAndLabel()
    {
        ModelFolder.Write(folder["lm"], SmallModel.Config, TaskType.MaskedLanguageModel, new OmniModelOptions());
        var source = folder.Write("x.jsonl", "{\"id\":\"a\",\"seq\":\"GGGAAACCCU\",\"y\":3}\n{\"id\":\"b\",\"seq\":\"U\",\"y\":4}\n");
        var run = OmniProgram.Run(
            "augment", "--model", folder["lm"], "--input", source, "--output", folder["y.jsonl"], "--count", "5", "--temperature", "50");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("8 variants; of 1 record fewer than 5 different ones were found", run.Error, StringComparison.Ordinal);
        var lines = File.ReadAllLines(folder["y.jsonl"]).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["a 3", "b 4"], lines.Select(line => $"{line.GetProperty("id")} {line.GetProperty("y")}").Distinct());
        Assert.Equal([10, 1], lines.Select(line => line.GetProperty("aug_seq").GetString()!.Length).Distinct());
        var again = OmniProgram.Run("augment", "--model", folder["lm"], "--input", source, "--output", folder["y.jsonl"]);
        Assert.Equal(2, again.ExitCode);
        Assert.Contains("OH2031", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void AModelWithoutALanguageModelIsNamed()
    {
        using var model = new SmallModel();
        var run = OmniProgram.Run("augment", "--model", model.Folder, "--sequence", "ACGU");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("OH3607", run.Error, StringComparison.Ordinal);
        run = OmniProgram.Run("augment", "--model", model.Folder, "--sequence", "ACGU", "--label-field", "y");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("OH2021", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ModelsAnswerAsOneAndSayHowFarTheyAreApart()
    {
        using var one = new SmallModel(TaskType.SequenceClassification, "no", "yes");
        using var other = new SmallModel(TaskType.SequenceClassification, "no", "yes");
        var run = OmniProgram.Run("infer", "--model", one.Folder, "--ensemble", other.Folder, "--sequence", "GGGAAACCC");
        Assert.Equal(0, run.ExitCode);
        // Both have the same weights.
        Assert.Equal(0, JsonDocument.Parse(run.Output).RootElement.GetProperty("spread").GetDouble());
        var data = folder.Write("x.jsonl", "{\"sequence\":\"GGGAAACCC\",\"label\":\"yes\"}\n{\"sequence\":\"ACGUACG\",\"label\":\"no\"}\n");
        run = OmniProgram.Run("evaluate", "--model", one.Folder, "--ensemble", other.Folder, "--combine", "vote", "--data", data);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("2 models answer as one by vote", run.Error + run.Output, StringComparison.Ordinal);
        run = OmniProgram.Run("infer", "--model", one.Folder, "--combine", "vote", "--sequence", "GGGAAACCC");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("OH2021", run.Error, StringComparison.Ordinal);
        using var third = new SmallModel(TaskType.SequenceClassification, "yes", "no");
        run = OmniProgram.Run("infer", "--model", one.Folder, "--ensemble", third.Folder, "--sequence", "GGGAAACCC");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("the labels no yes and yes no", run.Error, StringComparison.Ordinal);
    }
}

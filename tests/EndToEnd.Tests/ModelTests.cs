using System.Text.Json;
using OmniHelix.Data.Numpy;

namespace OmniHelix.EndToEnd.Tests;

/// <summary><c>omni model inspect</c> and <c>omni attention</c>, and models by name.</summary>
public sealed class ModelTests(InferTests.Folder folder) : IClassFixture<InferTests.Folder>
{
    [Fact]
    public void AShippedModelIsInspectedFromAnyFolder()
    {
        var run = OmniProgram.Run("dotnet", [OmniProgram.Library, "model", "inspect", "omnihelix-rna-1m"], Path.GetTempPath());
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("masked_lm; embeddings", run.Output, StringComparison.Ordinal);
        Assert.Contains("1,209,752 in 104 tensors", run.Output, StringComparison.Ordinal);
        Assert.Contains("<mask> 23 (mask)", run.Output, StringComparison.Ordinal);
        const string Tensor = "lm_head.layer_norm.weight";
        Assert.DoesNotContain(Tensor, run.Output, StringComparison.Ordinal);
        run = OmniProgram.Run("model", "inspect", "omnihelix-rna-1m", "--tensors");
        Assert.Contains(Tensor, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void ATokenizerThatDoesNotFitEndsTheInspectionWithItsError()
    {
        using var model = new SmallModel();
        File.AppendAllLines(Path.Combine(model.Folder, "vocab.txt"), Enumerable.Range(0, 40).Select(i => $"<more{i}>"));
        var run = OmniProgram.Run("model", "inspect", model.Folder);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("hidden size", run.Output, StringComparison.Ordinal);
        Assert.StartsWith($"error OH1508 {model.Folder}", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatATaskStartsAfreshIsSaid()
    {
        var run = OmniProgram.Run("model", "inspect", "omnihelix-rna-1m", "--task", "token_classification", "--json");
        Assert.True(run.ExitCode == 0, run.Error);
        var fresh = JsonDocument.Parse(run.Output).RootElement.GetProperty("fresh");
        var tensors = fresh.GetProperty("tensors").EnumerateArray().Select(t => t.GetString());
        Assert.Equal(["classifier.bias", "classifier.weight"], tensors.Order());
    }

    // No hub is there; HubTests have one.
    [Fact]
    public void APublishedNameSaysWhatToDo()
    {
        foreach (var words in new[] { "infer --sequence ACGU", "embed --sequence ACGU", "model inspect" })
        {
            var parts = words.Split(' ');
            var command = parts[0] == "model" ? [.. parts, "owner/name"] : (string[])[.. parts, "--model", "owner/name"];
            var run = OmniProgram.Run("env", ["HF_HUB_OFFLINE=1", $"HF_HOME={folder.Run}", "dotnet", OmniProgram.Library, .. command]);
            Assert.Equal(1, run.ExitCode);
            Assert.StartsWith("error OH3902 owner/name", run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void TheTaskOfAModelCanBeNamed()
    {
        var run = OmniProgram.Run("infer", "--model", folder.Run, "--sequence", "ACGU", "--task", "token_classification");
        Assert.True(run.ExitCode == 0, run.Error);
        run = OmniProgram.Run("infer", "--model", "omnihelix-rna-1m", "--sequence", "ACGU", "--task", "token_classification");
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("error OH3607", run.Error, StringComparison.Ordinal);
        Assert.Contains("They serve masked_lm, embedding", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void AttentionGoesIntoAnArchiveAndOntoAPage()
    {
        var (target, page) = (folder.New("a.npz"), folder.New("a.html"));
        var run = OmniProgram.Run("attention", "--model", folder.Run, "--sequence", "GGGAAACCC", "--output", target, "--report", page);
        Assert.True(run.ExitCode == 0, run.Error);
        var arrays = NpzFile.Read(target).ToDictionary(a => a.Key, a => a.Value);
        Assert.Equal([1, 2, 11, 11], arrays["attentions"].Shape);
        Assert.Equal(["<cls>", "G", "G", "G", "A"], arrays["tokens"].ToTexts()[..5]);
        Assert.All(arrays["attentions"].ToDoubles().Chunk(11), row => Assert.Equal(1, row.Sum(), 1e-5));
        Assert.Contains("data:image/png;base64,", File.ReadAllText(page), StringComparison.Ordinal);
        Assert.Contains($"page written to {page}", run.Error, StringComparison.Ordinal);
        run = OmniProgram.Run("attention", "--model", folder.Run, "--sequence", "GGGAAACCC", "--output", target);
        Assert.StartsWith("error OH2031", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void LettersThatTheModelCannotReadOrHardlyReadAreToldOfAttentionToo()
    {
        var page = folder.New("a.html");
        var run = OmniProgram.Run(
            "attention", "--model", "omnihelix-rna-1m", "--sequence", "ACgU!", "--output", folder.New("a.npz"), "--report", page, "--json");
        Assert.True(run.ExitCode == 0, run.Error);
        const string Unknown = "1 of 5 letters are unknown to the vocabulary.";
        const string Hardly = "1 of 5 letters are ones that the model hardly read while it was trained (g 1); it knows G, U, A, C, N.";
        foreach (var note in new[] { Unknown, Hardly })
        {
            Assert.Contains($"Warning: {note}", run.Error, StringComparison.Ordinal);
            Assert.Contains(note, File.ReadAllText(page), StringComparison.Ordinal);
        }
        var letters = JsonDocument.Parse(run.Output).RootElement.GetProperty("letters");
        const string Counted = """{"given":5,"unknown":1,"hardly_read":{"g":1},"labels_of_unknown":0,"converted":0,"folded":0}""";
        Assert.Equal(Counted, JsonSerializer.Serialize(letters));
    }

    [Fact]
    public void OneArrayHasItsTokensBeside()
    {
        var target = folder.New("a.npy");
        var run = OmniProgram.Run(
            "attention", "--model", folder.Run, "--sequence", "ACGU", "--heads", "1", "--layers", "0", "--output", target, "--json");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal([1, 1, 6, 6], NpyFile.Read(target).Shape);
        Assert.Equal(["<cls>", "A", "C", "G", "U", "<eos>"], File.ReadAllLines(Path.ChangeExtension(target, ".tokens.txt")));
        Assert.Equal(1, JsonDocument.Parse(run.Output).RootElement.GetProperty("heads")[0].GetInt32());
    }

    [Theory]
    [InlineData("OH2020", 2, "--sequence", "ACGU", "--output", "x.npz")]
    [InlineData("OH2020", 2, "--model", "MODEL", "--output", "x.npz")]
    [InlineData("OH2020", 2, "--model", "MODEL", "--sequence", "ACGU")]
    [InlineData("OH2032", 2, "--model", "MODEL", "--sequence", "ACGU", "--output", "x.csv")]
    [InlineData("OH2032", 2, "--model", "MODEL", "--sequence", "ACGU", "--output", "x.npz", "--report", "x.csv")]
    [InlineData("OH5307", 2, "--model", "MODEL", "--sequence", "ACGU,GGGG", "--output", "x.npz")]
    [InlineData("OH3703", 2, "--model", "MODEL", "--sequence", "ACGU", "--output", "x.npz", "--layers", "7")]
    [InlineData("OH1402", 1, "--model", "MODEL", "--sequence", "MKTAYIAKQRQISFVKSHFSRQLEERLGLIEV", "--output", "x.npz")]
    public void WhatIsWrongIsSaid(string code, int exit, params string[] words)
    {
        var run = OmniProgram.Run(["attention", .. words.Select(w => w == "MODEL" ? folder.Run : w)]);
        Assert.Equal(exit, run.ExitCode);
        Assert.StartsWith($"error {code}", run.Error, StringComparison.Ordinal);
    }
}

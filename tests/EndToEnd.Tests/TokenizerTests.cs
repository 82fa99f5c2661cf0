using System.Text.Json;

namespace OmniHelix.EndToEnd.Tests;

/// <summary><c>omni tokenizer</c>.</summary>
public sealed class TokenizerTests
{
    [Fact]
    public void TheTokenizerOfAShippedModelIsInspected()
    {
        var run = OmniProgram.Run("tokenizer", "inspect", "omnihelix-rna-1m");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("<cls> A <eos>; pairs <cls> A <eos> B <eos>", run.Output, StringComparison.Ordinal);
        run = OmniProgram.Run("tokenizer", "inspect", "omnihelix-rna-1m", "--json");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(24, JsonDocument.Parse(run.Output).RootElement.GetProperty("vocabulary_size").GetInt32());
    }

    [Fact]
    public void WhatIsNoTokenizerIsNamed()
    {
        var run = OmniProgram.Run("tokenizer", "inspect", "no/such/folder");
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("error OH5302 no/such/folder", run.Error, StringComparison.Ordinal);
    }
}

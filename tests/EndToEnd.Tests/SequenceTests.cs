namespace OmniHelix.EndToEnd.Tests;

/// <summary>Sequences translated and counted from the command line.</summary>
public sealed class SequenceTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void GenesAreTranslated()
    {
        var fasta = folder.Write("x.fa", ">g1 first\nATGGCCTAAATGTGA\n>g2\nAUGUGA\n>g3\nAC\n");
        var run = OmniProgram.Run("genome", "translate", fasta);
        Assert.Equal((0, ">g1 first\nMA*M*\n>g2\nM*\n"), (run.ExitCode, run.Output));
        Assert.Equal("note 1 protein has no residue and is left out\n", run.Error);
        Assert.Equal(">g1 first\nMA\n>g2\nM\n", OmniProgram.Run("genome", "translate", fasta, "--to-stop").Output);
        Assert.Equal(">g1 first\nMA*MW\n>g2\nMW\n", OmniProgram.Run("genome", "translate", fasta, "-T", "4").Output);
        Assert.Equal(">g1 first\nSHLGH\n>g2\nSH\n", OmniProgram.Run("genome", "translate", fasta, "-f", "-1").Output);
        var frames = OmniProgram.Run("genome", "translate", fasta, "--frame", "0", "--output", folder["y.fa.gz"]);
        Assert.Equal(0, frames.ExitCode);
        Assert.Contains("g1_frame=-3\t4\t", OmniProgram.Run("genome", "stats", folder["y.fa.gz"]).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "OH1107", "--table", "3")]
    [InlineData(2, "OH2014", "--frame", "4")]
    [InlineData(1, "OH1108")]
    public void WhatCannotBeTranslatedIsNamed(int exitCode, string code, params string[] flags)
    {
        var run = OmniProgram.Run(["genome", "translate", folder.Write("x.fa", ">g\nATGA-G\n"), .. flags]);
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(code, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void LettersAreCounted()
    {
        var run = OmniProgram.Run("genome", "stats", folder.Write("x.fa", ">a d\nACGTN\nacgu\n>b\nSSRR-\n"));
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            "name\tlength\tA\tC\tG\tT\tN\tother\tlower_case\tgc\tgc_weighted\n"
            + "a\t9\t2\t2\t2\t2\t1\t0\t4\t0.5\t0.5\n"
            + "b\t5\t0\t0\t0\t0\t0\t5\t0\t1\t0.6\n"
            + "total\t14\t2\t2\t2\t2\t1\t5\t4\t0.6\t0.535714286\n",
            run.Output);
    }
}

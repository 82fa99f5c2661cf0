namespace OmniHelix.EndToEnd.Tests;

/// <summary>Outputs that others write or read at the same time.</summary>
public sealed class SharedOutputTests : IDisposable
{
    private const string Endless = "awk 'BEGIN { while (1) print \">r\\nACGTACGUACGA\" }'";

    private static readonly string Model = SourceTree.PathOf("models", "omnihelix-rna-1m");

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private OmniProgram Bash(string script) =>
        OmniProgram.Run("bash", ["-c", script.Replace("OMNI", $"dotnet '{OmniProgram.Library}'", StringComparison.Ordinal)], folder[""]);

    [Theory]
    [InlineData("tokenizer encode fifo --tokenizer MODEL --output out.jsonl", "out.jsonl")]
    [InlineData("tokenizer train fifo --vocab-size 12 --output out.json", "out.json")]
    [InlineData("tokenizer train fifo --vocab-size 12 --output out", "out")]
    [InlineData("embed --model MODEL --input fifo --output out.npz", "out.npz")]
    public void TheLaterOfTwoFails(string command, string output)
    {
        // The pipe opens when the program reads, so that it has found nothing at its output.
        var run = Bash(
            $$"""
            mkfifo fifo
            OMNI {{command.Replace("MODEL", $"'{Model}'", StringComparison.Ordinal)}} &
            exec 3> fifo
            if [[ {{output}} == *.* ]]; then echo theirs > {{output}}; else mkdir {{output}}; echo theirs > {{output}}/tokenizer.json; fi
            printf '>r\nACGTACGTACGA\n' >&3
            exec 3>&-
            wait $!
            """);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"error OH6005 {output}: another process has written this meanwhile", run.Error, StringComparison.Ordinal);
        var file = output.Contains('.', StringComparison.Ordinal) ? folder[output] : folder[output, "tokenizer.json"];
        Assert.Equal("theirs\n", File.ReadAllText(file));
    }

    [Theory]
    [InlineData("tokenizer encode - --tokenizer MODEL")]
    [InlineData("embed --model MODEL --input - --output -")]
    [InlineData("genome stats -")]
    public void AClosedPipeEndsTheWork(string command)
    {
        var run = Bash(
            $$"""
            {{Endless}} | OMNI {{command.Replace("MODEL", $"'{Model}'", StringComparison.Ordinal)}} | head -c 20 > first
            echo "${PIPESTATUS[1]}"
            """);
        Assert.Equal("141\n", run.Output);
        Assert.Equal(20, new FileInfo(folder["first"]).Length);
        Assert.DoesNotContain("error", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void TextOnAClosedPipeIsNoError()
    {
        var run = Bash("OMNI doctor --help | true; echo \"${PIPESTATUS[0]}\"");
        Assert.True(run.Output is "0\n" or "141\n", run.Output + run.Error);
        Assert.Equal("", run.Error);
    }
}

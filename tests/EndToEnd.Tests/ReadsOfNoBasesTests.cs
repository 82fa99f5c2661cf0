namespace OmniHelix.EndToEnd.Tests;

/// <summary>Reads and sequences of no bases, and files called what they are not: every command says the same about them.</summary>
public sealed class ReadsOfNoBasesTests : IDisposable
{
    private const string Reads = "@a\nACGT\n+\nIIII\n@b\n\n+\n\n@c\nAC\n+\nII\n";
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void AReadOfNoBasesIsCountedKeptOrSaidToBeLeftOut()
    {
        var reads = folder.Write("x.fastq", Reads);
        Good("1 record of no bases", "quickcheck", reads);
        Good("1 row of no bases", "data", "inspect", reads);
        Good("3 records", "data", "convert", reads, folder["y.fastq"]);
        Assert.Equal(Reads, File.ReadAllText(folder["y.fastq"]));
        Good("x.fastq:5: 'b' has no sequence and is left out", "genome", "view", reads);
        Good("note 1 record of no bases is left out", "data", "convert", reads, folder["y.fa"], "--drop");
        Assert.Equal(">a\nACGT\n>c\nAC\n", File.ReadAllText(folder["y.fa"]));
    }

    [Fact]
    public void AFastaRecordWithoutSequenceIsDamageAndViewSaysThatItLeavesItOut()
    {
        var fasta = folder.Write("x.fa", ">a\nACGT\n>b\n>c\nAC\n");
        foreach (var words in new[] { "quickcheck {0}", "data inspect {0}", "data convert {0} {0}.csv" })
        {
            var run = OmniProgram.Run(string.Format(null, words, fasta).Split(' '));
            Assert.Equal(1, run.ExitCode);
            Assert.Contains("x.fa:3: record 2 'b' has no sequence", run.Output + run.Error, StringComparison.Ordinal);
        }
        Good("x.fa:3: 'b' has no sequence and is left out", "genome", "view", fasta);
    }

    [Fact]
    public void FastqUnderTheNameOfFastaIsRefusedByAll()
    {
        var wrong = folder.Write("x.fa", Reads);
        string[] lines = ["quickcheck {0}", "data inspect {0}", "data convert {0} {0}.csv", "genome view {0}", "genome window {0} a:1-2"];
        foreach (var words in lines)
        {
            var run = OmniProgram.Run(string.Format(null, words, wrong).Split(' '));
            Assert.Equal(1, run.ExitCode);
            Assert.Contains("the name promises FASTA, but the content is FASTQ", run.Output + run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void AByteOrderMarkIsPassedOverByAll()
    {
        var fasta = folder.Write("x.fa", "\uFEFF>a\nACGT\n");
        Good("good", "quickcheck", fasta);
        Good("fasta with id text", "data", "inspect", fasta);
        Good(">a\nACGT\n", "genome", "view", fasta);
        Good("1 record", "data", "convert", fasta, folder["y.csv"]);
        Assert.Equal("id,description,sequence\na,,ACGT\n", File.ReadAllText(folder["y.csv"]));
    }

    [Theory]
    [InlineData("data convert x.fastq -")]
    [InlineData("data split x.fastq --output -")]
    [InlineData("genome personal --reference x.fastq --vcf x.vcf --output -")]
    [InlineData("train --data x.fastq --model omnihelix-rna-1m --output -")]
    [InlineData("pretrain --data x.fastq --model omnihelix-rna-1m --output -")]
    [InlineData("evaluate --data x.fastq --model omnihelix-rna-1m --output -")]
    [InlineData("demo --output -")]
    [InlineData("attention --model omnihelix-rna-1m --sequence ACGU --output -")]
    public void NothingIsWrittenUnderTheNameOfStandardOutput(string line)
    {
        folder.Write("x.fastq", Reads);
        var run = OmniProgram.Run("dotnet", [OmniProgram.Library, .. line.Split(' ')], folder.Path);
        Assert.NotEqual(0, run.ExitCode);
        Assert.StartsWith("error OH2032", run.Error, StringComparison.Ordinal);
        Assert.Equal(["x.fastq"], Directory.EnumerateFileSystemEntries(folder.Path).Select(f => Path.GetFileName(f)));
    }

    private static void Good(string says, params string[] words)
    {
        var run = OmniProgram.Run(words);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains(says, run.Output + run.Error, StringComparison.Ordinal);
    }
}

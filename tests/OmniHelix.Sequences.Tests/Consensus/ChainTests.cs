using OmniHelix.Sequences.Consensus;
using static OmniHelix.Sequences.Tests.Consensus.ConsensusBench;

namespace OmniHelix.Sequences.Tests.Consensus;

public sealed class ChainTests : IDisposable
{
    private readonly ConsensusBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public void GapsAreWrittenInTheLayoutOfUcsc()
    {
        bench.Sequence(Records("3 GTA G 1|0", "9 A ACC 1|0"));
        Assert.Equal("chain 18 1 20 + 0 20 1 20 + 0 20 1\n3 2 0\n4 0 2\n11\n\n", bench.Chain);
    }

    [Fact]
    public void AChainThatIsWrittenAndReadIsTheSame()
    {
        bench.Fasta(Records("3 GTA G 1|0", "9 A ACC 1|0", "2:2 C CTT 1|0"), Twenty + ">2\nACGT\n>3\nACGT\n");
        var chains = ChainFile.Read(bench.Write("x.chain", bench.Chain));
        Assert.Equal(bench.Chain, string.Concat(chains.Select(c => c.ToString())));
        Assert.Equal(["1", "2", "3"], chains.Select(c => c.Reference.Contig));
    }

    [Fact]
    public void PositionsAreLifted()
    {
        bench.Sequence(Records("3 GTA G 1|0", "9 A ACC 1|0"));
        var chain = Assert.Single(ChainFile.Read(bench.Write("x.chain", bench.Chain)));
        // Reference ACG[TA]CGTA[cc]CGTACGTACGT
        Assert.Equal([0, 1, 2, 2, 2, 3, 4, 5, 6, 9, 10], Enumerable.Range(0, 11).Select(p => chain.ToResult(p)));
        Assert.Equal(25, chain.ToResult(25));
    }

    [Theory]
    [InlineData("x\n")]
    [InlineData("chain 1 2 3\n")]
    [InlineData("chain 20 1 20 + 0 20 1 20 - 0 20 1\n20\n\n")]
    [InlineData("chain 20 1 20 + 0 20 1 20 + 0 20 1\n19\n\n")]
    [InlineData("chain 20 1 20 + 0 20 1 20 + 0 20 1\n3 2 0\n")]
    [InlineData("chain 20 1 20 + 0 20 1 20 + 0 20 1\n3 2 0\n\n15\n")]
    [InlineData("chain 20 1 20 + 0 20 1 20 + 0 20 1\n3 2\n15\n")]
    [InlineData("chain 20 1 99999999999999999999 + 0 20 1 20 + 0 20 1\n20\n")]
    [InlineData("chain 20 1 20 + 0 20 1 20 + 0 20 1\n-3 2 0\n15\n")]
    public void FilesThatAreNoChainsAreRefused(string text)
    {
        Assert.Equal("OH1909", Assert.Throws<OmniException>(() => ChainFile.Read(bench.Write("x.chain", text))).Code);
    }

    [Fact]
    public void AnEmptyFileHasNoChains() => Assert.Empty(ChainFile.Read(bench.Write("x.chain", "")));
}

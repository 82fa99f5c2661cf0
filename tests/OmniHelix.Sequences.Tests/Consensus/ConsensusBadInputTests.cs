using OmniHelix.Sequences.Consensus;
using static OmniHelix.Sequences.Tests.Consensus.ConsensusBench;

namespace OmniHelix.Sequences.Tests.Consensus;

public sealed class ConsensusBadInputTests : IDisposable
{
    private readonly ConsensusBench bench = new();

    public void Dispose() => bench.Dispose();

    private OmniException Fails(
        string vcf, string fasta = Twenty, string haplotype = "1", Func<ConsensusRequest, ConsensusRequest>? with = null) =>
        Assert.ThrowsAny<OmniException>(() => bench.Fasta(vcf, fasta, haplotype, with));

    [Fact]
    public void AReferenceAlleleThatIsNotInTheSequenceIsNamedWithContigPositionAllelesAndBases()
    {
        var error = Fails(Records("5 CG T 1|0"));
        Assert.Equal(("OH1901", "1:5"), (error.Code, error.Place));
        Assert.Contains("CG (alternate T)", error.Message, StringComparison.Ordinal);
        Assert.Contains("reads AC", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AReferenceAlleleThatDoesNotFitButIsNotUsedIsNoError() =>
        Assert.Equal("ACGTACGTACGTACGTACGT", bench.Sequence(Records("5 CG T 0|1")));

    [Fact]
    public void AnAlleleNumberTooLargeIsAnErrorOnlyWhereItCounts()
    {
        Assert.Equal(("OH1902", "1:3"), (Fails(Records("3 G T 2|0")).Code, Fails(Records("3 G T 2|0")).Place));
        Assert.Equal("OH1902", Fails(Records("3 G T 2|0"), haplotype: "I").Code);
        Assert.Equal("OH1902", Fails(Records("3 G T 2|0"), haplotype: "R").Code);
        Assert.Equal("ACGTACGTACGTACGTACGT", bench.Sequence(Records("3 G T 2|0"), haplotype: "2"));
        Assert.Equal(
            "ACGTACGTACGTACGTACGT", bench.Sequence(Records("3 G T 1|0", "2:3 G T 2|0").Replace("1|0", "0|1", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("<INS>")]
    [InlineData("<DUP>")]
    [InlineData("<CN0>")]
    public void SymbolicAllelesWithoutSpellingStopTheLiteralModeAndAreCountedOtherwise(string allele)
    {
        Assert.Equal("OH1903", Fails(Records($"3 G {allele} 1|0 END=9"), with: Compatible).Code);
        Assert.Equal("ACGTACGTACGTACGTACGT", bench.Sequence(Records($"3 G {allele} 1|0 END=9")));
        Assert.Equal(1, bench.Summary.NotSpelled);
        Assert.Equal("ACGTACGTACGTACGTACGT", bench.Sequence(Records($"3 G {allele} 0|1 END=9"), with: Compatible));
    }

    [Fact]
    public void UnsortedRecordsAreAnError() => Assert.Equal("OH1070", Fails(Records("9 A T 1|0", "3 G T 1|0")).Code);

    [Fact]
    public void AnUnknownPersonIsAnErrorWithTheNearestName()
    {
        var error = Fails(RecordsOf(["HG00096", "HG00097"], "3 G T 1|0,0|0"), with: r => r with { Samples = ["HG0096"] });
        Assert.Equal("OH1064", error.Code);
        Assert.Contains("HG00096", error.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void AHaplotypeOfSeveralPeopleIsAnError() => Assert.Equal("OH1904", Fails(RecordsOf(["a", "b"], "3 G T 1|0,0|0")).Code);

    [Theory]
    [InlineData("x")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("pIu")]
    [InlineData("1pI")]
    [InlineData("99999999999")]
    [InlineData("")]
    public void OtherNamesOfHaplotypesAreRefused(string text) =>
        Assert.Equal("OH1905", Assert.Throws<UsageException>(() => HaplotypeRule.Parse(text)).Code);

    [Fact]
    public void FilesWithoutACommonContigAreAnErrorButOnlyARemarkInTheLiteralMode()
    {
        Assert.Equal("OH1907", Fails(Records("3 G T 1|0"), ">other\nACGT\n").Code);
        Assert.Equal("ACGT", bench.Sequence(Records("3 G T 1|0"), ">other\nACGT\n", with: Compatible));
        Assert.Equal(["other"], bench.Summary.UnknownContigs);
        Assert.Equal("ACGT", bench.Sequence(Records(), ">other\nACGT\n"));
    }

    /// <summary>The header may declare the sequence: when its records lie on contigs of other names, none would be applied.</summary>
    [Fact]
    public void RecordsOnOtherContigsThanTheHeaderDeclaresAreAnError()
    {
        var records = Records("3 G T 1|0").Replace("\n1\t", "\nNC_000001.11\t", StringComparison.Ordinal);
        Assert.Equal("OH1907", Fails(records).Code);
        Assert.Contains("records lie on 'NC_000001.11'", Fails(records).Message, StringComparison.Ordinal);
        Assert.Equal("ACTTACGTACGTACGTACGT", bench.Sequence(Records("3 G T 1|0").Replace("\n1\t", "\nCHR1\t", StringComparison.Ordinal)));
    }

    [Fact]
    public void AContigWithoutVariantsIsWrittenAsItIs() =>
        Assert.Equal(">1\nACTT\n>3\nACGT\n", bench.Fasta(Records("3 G T 1|0"), ">1\nACGT\n>3\nACGT\n"));

    [Fact]
    public void AnEmptyFastaIsAnError() => Assert.Equal("OH1005", Fails(Records("3 G T 1|0"), "").Code);

    [Fact]
    public void RecordsWithoutGenotypesArePassedOver() =>
        Assert.Equal(
            "ACGTACGTACGTACGTACGT", bench.Sequence(Records("3 G T 1|0").Replace("\tGT\t1|0", "\tDP\t7", StringComparison.Ordinal)));

    [Fact]
    public void AVcfWithoutPeopleAppliesItsAlternates()
    {
        var sites = Records("3 G T 1|0").Replace("\tFORMAT\tp", "", StringComparison.Ordinal)
            .Replace("\tGT\t1|0", "", StringComparison.Ordinal);
        Assert.Equal("ACTTACGTACGTACGTACGT", bench.Sequence(sites, haplotype: ""));
    }

    [Fact]
    public void ARecordBeforeTheFirstBaseIsPassedOver() => Assert.Equal("ACGTACGTACGTACGTACGT", bench.Sequence(Records("0 N A 1|0")));

    [Fact]
    public void ADamagedFileIsAnErrorAndNoShortResult()
    {
        var whole = Bytes.Gzip(Records([.. Enumerable.Range(1, 16).Select(i => $"{i} {"ACGT"[(i - 1) % 4]} N 1|0")]));
        var path = bench.Write("cut.vcf.gz", "");
        File.WriteAllBytes(path, whole[..^9]);
        Assert.Equal("OH1002", Fails(Records(), with: r => r with { Variants = path }).Code);
    }
}

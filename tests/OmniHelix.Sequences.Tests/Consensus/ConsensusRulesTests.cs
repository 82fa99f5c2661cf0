using OmniHelix.Sequences.Consensus;
using static OmniHelix.Sequences.Tests.Consensus.ConsensusBench;

namespace OmniHelix.Sequences.Tests.Consensus;

public sealed class ConsensusRulesTests : IDisposable
{
    private readonly ConsensusBench bench = new();

    public void Dispose() => bench.Dispose();

    [Theory]
    [InlineData("3 G T 1|0", "ACTTACGTACGTACGTACGT")]
    [InlineData("3 G N 1|0", "ACNTACGTACGTACGTACGT")]
    [InlineData("3 G GAA 1|0 + 3 G T 1|0", "ACGAATACGTACGTACGTACGT")]
    [InlineData("3 G T 1|0 + 3 G GAA 1|0", "ACTAATACGTACGTACGTACGT")]
    [InlineData("3 GTA G 1|0 + 5 A C 1|0", "ACGCGTACGTACGTACGT")]
    [InlineData("3 GTA G 1|0 + 5 A AGG 1|0", "ACGGGCGTACGTACGTACGT")]
    [InlineData("3 GTA CCC 1|0 + 4 T G 1|0", "ACCCCCGTACGTACGTACGT")]
    [InlineData("30 A C 1|0", "ACGTACGTACGTACGTACGT")]
    [InlineData("1 A TTA 1|0", "TTACGTACGTACGTACGTACGT")]
    [InlineData("20 T TGG 1|0", "ACGTACGTACGTACGTACGTGG")]
    [InlineData("19 GT G 1|0", "ACGTACGTACGTACGTACG")]
    [InlineData("1 ACGTACGTACGTACGTACGT A 1|0", "A")]
    [InlineData("3 GT G 1|0 + 4 TA T 1|0 + 5 A C 1|0", "ACGCGTACGTACGTACGT")]
    public void RecordsOnTopOfEachOtherFollowTheRulesOfBcftools(string records, string expected) =>
        Assert.Equal(expected, bench.Sequence(Records(records.Split(" + "))));

    [Theory]
    [InlineData("3 G * 1|0", "AC*TACGTACGTACGTACGT")]
    [InlineData("3 G G[2:5[ 1|0", "ACG[2:5[TACGTACGTACGTACGT")]
    public void AllelesThatAreNoBasesAreSkippedAndCountedUnlessAskedToBeLiteral(string record, string literal)
    {
        Assert.Equal("ACGTACGTACGTACGTACGT", bench.Sequence(Records(record)));
        Assert.Equal(1, bench.Summary.NotSpelled);
        Assert.Equal(literal, bench.Sequence(Records(record), with: Compatible));
        Assert.Equal(0, bench.Summary.NotSpelled);
    }

    [Theory]
    [InlineData("3 G <DEL> 1|0 END=6", "ACGGTACGTACGTACGT")]
    [InlineData("3 G <DEL> 1|0 SVLEN=-3", "ACGGTACGTACGTACGT")]
    [InlineData("3 G <DEL> 1|0 END=4;SVLEN=-3", "ACGGTACGTACGTACGT")]
    [InlineData("3 G T,<DEL> 1|0 SVLEN=.,-3", "ACTTACGTACGTACGTACGT")]
    [InlineData("3 G <*> 1|1 + 3 G T 1|0", "ACGTACGTACGTACGTACGT")]
    [InlineData("3 G <DEL> 1|0 END=300", "ACG")]
    public void SymbolicDeletionsTakeTheLongestSpanAndLeaveOtherAllelesOfTheRecordAlone(string records, string expected) =>
        Assert.Equal(expected, bench.Sequence(Records(records.Split(" + "))));

    [Theory]
    [InlineData("0/1", "1pIu", "ACKTACGTACGTACGTACGT")]
    [InlineData("0/1", "2pIu", "ACKTACGTACGTACGTACGT")]
    [InlineData("0|1", "1pIu", "ACGTACGTACGTACGTACGT")]
    [InlineData("0|1", "2pIu", "ACTTACGTACGTACGTACGT")]
    [InlineData("./1", "1", "ACGTACGTACGTACGTACGT")]
    [InlineData("./1", "2", "ACTTACGTACGTACGTACGT")]
    [InlineData("./1", "R", "ACGTACGTACGTACGTACGT")]
    [InlineData("./1", "I", "ACTTACGTACGTACGTACGT")]
    [InlineData("1", "1", "ACTTACGTACGTACGTACGT")]
    [InlineData("./.", "I", "ACGTACGTACGTACGTACGT")]
    [InlineData("0/1", "", "ACKTACGTACGTACGTACGT")]
    public void PhaseAndMissingAllelesDecideTheLetter(string genotype, string haplotype, string expected) =>
        Assert.Equal(expected, bench.Sequence(Records($"3 G T {genotype}"), haplotype: haplotype));

    [Theory]
    [InlineData("R", "1|2", 'C')]
    [InlineData("R", "2|1", 'T')]
    [InlineData("A", "1|2", 'C')]
    [InlineData("A", "2|1", 'T')]
    [InlineData("R", "2|0", 'G')]
    [InlineData("A", "2|0", 'C')]
    [InlineData("A", "0|2", 'C')]
    [InlineData("R", "1|1", 'T')]
    [InlineData("LR", "0|1", 'G')]
    [InlineData("LA", "0|1", 'T')]
    [InlineData("SR", "1|0", 'G')]
    [InlineData("SA", "1|0", 'T')]
    [InlineData("I", "1|2", 'Y')]
    [InlineData("I", "0|2", 'S')]
    public void HeterozygousGenotypesFollowTheHaplotypeRule(string haplotype, string genotype, char expected) =>
        Assert.Equal(expected, bench.Sequence(Records($"3 G T,C {genotype}"), haplotype: haplotype)[2]);

    [Fact]
    public void LongerAndShorterAllelesAreToldApart()
    {
        Assert.Equal("ACGAATACGTACGTACGTACGT", bench.Sequence(Records("3 G GAA 0/1"), haplotype: "LR"));
        Assert.Equal("ACGTACGTACGTACGTACGT", bench.Sequence(Records("3 G GAA 0/1"), haplotype: "SA"));
    }

    [Fact]
    public void WithoutGenotypesTheFirstAlternateIsTaken()
    {
        static ConsensusRequest Ignoring(ConsensusRequest r) => r with { Alleles = new AlleleChoice { IgnoreGenotypes = true } };
        Assert.Equal("ACTTACGTACGTACGTACGT", bench.Sequence(Records("3 G T,C 0|0"), haplotype: "", with: Ignoring));
        Assert.Equal("ACBTACGTACGTACGTACGT", bench.Sequence(
            Records("3 G T,C 0|0"), haplotype: "",
            with: r => r with { Alleles = new AlleleChoice { IgnoreGenotypes = true, Iupac = true } }));
    }

    [Fact]
    public void LowerCaseOfTheReferenceStays()
    {
        Assert.Equal("acttACGT", bench.Sequence(Records("3 G T 1|0"), ">1\nacgtACGT\n"));
        Assert.Equal("acgaatACGT", bench.Sequence(Records("3 G GAA 1|0"), ">1\nacgtACGT\n"));
    }

    [Fact]
    public void AnInsertionBehindASubstitutionKeepsItInLowerCaseStretchesButNotWhereBcftoolsLosesIt()
    {
        var vcf = Records("3 G T 1|0", "3 G GAA 1|0");
        Assert.Equal("actaatACGT", bench.Sequence(vcf, ">1\nacgtACGT\n"));
        Assert.Equal("acgaatACGT", bench.Sequence(vcf, ">1\nacgtACGT\n", with: Compatible));
    }

    [Fact]
    public void AnAmbiguityCodeIsUpperCaseAndAnchorsNoLowerCaseInsertionInBcftools()
    {
        var vcf = Records("1 AC TG 1|1", "2 c cAA 1|1");
        Assert.Equal("TGAAGT", bench.Sequence(vcf, ">1\nACGT\n", "I"));
        Assert.Equal("TGGT", bench.Sequence(vcf, ">1\nACGT\n", "I", Compatible));
        Assert.Equal("TCAAGT", bench.Sequence(vcf, ">1\nACGT\n", "1", Compatible));
    }

    [Fact]
    public void OverlappingRecordsAreCountedAndTold()
    {
        bench.Sequence(Records("3 GTA G 1|0", "5 A C 1|0"));
        Assert.Equal((1, 1), (bench.Summary.Applied, bench.Summary.Overlapping));
        Assert.Equal(new ConsensusNotice(NoticeKind.Overlap, "1", 4, "A", "C"), Assert.Single(bench.Notices));
    }

    [Fact]
    public void HeadersAreKeptAndLinesHaveSixtyLetters()
    {
        var fasta = ">1 first  contig\n" + new string('A', 130) + "\n>2\tx\nCCCC\n";
        Assert.Equal(
            ">p_1 first  contig\n" + new string('A', 60) + "\n" + new string('A', 60) + "\nAAAAAAAAAA\n>p_2\tx\nGCCC\n",
            bench.Fasta(Records("2:1 C G 1|0"), fasta, with: r => r with { Prefix = "p_" }));
    }

    [Fact]
    public void AHaplotypeThatThePersonDoesNotHaveChangesNothingAndSaysSo()
    {
        Assert.Equal("ACGTACGTACGTACGTACGT", bench.Sequence(Records("3 G T 1|1"), haplotype: "3"));
        Assert.Equal("1:3", bench.Summary.TooFewAlleles);
    }

    [Theory]
    [InlineData("1", "2", "ACTTACGTACGTACGTACGT", "ACGTACGTACGTACGTACGT")]
    public void HigherPloidiesAreRead(string first, string second, string withFirst, string withSecond)
    {
        Assert.Equal(withFirst, bench.Sequence(Records("3 G T 1|0|0|1"), haplotype: first));
        Assert.Equal(withSecond, bench.Sequence(Records("3 G T 1|0|0|1"), haplotype: second));
    }

    [Fact]
    public void ContigsAreFoundByAlias()
    {
        Assert.Equal("ACTTACGTACGTACGTACGT", bench.Sequence(Records("3 G T 1|0"), Twenty.Replace(">1", ">chr1", StringComparison.Ordinal)));
        Assert.Equal(
            "ACGTACGTACGTACGTACGT",
            bench.Sequence(Records("3 G T 1|0"), Twenty.Replace(">1", ">chr1", StringComparison.Ordinal), with: Compatible));
        Assert.Equal(["chr1"], bench.Summary.UnknownContigs);
    }

    [Theory]
    [InlineData("chr1", "1")]
    [InlineData("1", "chr1")]
    [InlineData("chrM", "MT")]
    public void TheHeaderMayNameAContigInAnotherWayThanItsRecordsDo(string declared, string record)
    {
        var vcf = Records($"{record}:4 T C 1|1").Replace("ID=1>", $"ID={declared}>", StringComparison.Ordinal);
        foreach (var name in new[] { declared, record, $"{declared}:1-20", $"{record}:1-20" })
            Assert.Equal("ACGCACGTACGTACGTACGT", bench.Sequence(vcf, $">{name}\nACGTACGTACGTACGTACGT\n"));
        Assert.Equal("ACGT", bench.Sequence(vcf, $">{declared}\nACGT\n", with: Compatible));
        Assert.Equal("ACGC", bench.Sequence(vcf, $">{record}\nACGT\n", with: Compatible));
    }

    [Fact]
    public void RecordsOfOneContigUnderTwoNamesAreAnError()
    {
        var vcf = Records("chr1:4 T C 1|1", "1:7 G C 1|1");
        Assert.Equal("OH1022", Assert.Throws<OmniException>(() => bench.Sequence(vcf)).Code);
        Assert.Equal("ACGTACCTACGTACGTACGT", bench.Sequence(vcf, with: Compatible));
    }

    [Fact]
    public void AMaskMayNameAContigInAnotherWay()
    {
        var path = bench.Write("m.bed", "chr1\t2\t4\n");
        ConsensusRequest Masked(ConsensusRequest request, bool exactNames) =>
            request with { Masks = [SequenceMask.Read(path, new BaseMark('N', false), exactNames)] };

        Assert.Equal("ACNNACGTACGTACGTACGT", bench.Sequence(Records("4 T C 1|1"), with: r => Masked(r, exactNames: false)));
        Assert.Equal("ACGCACGTACGTACGTACGT", bench.Sequence(Records("4 T C 1|1"), with: r => Masked(r, exactNames: true)));
    }

    [Fact]
    public void RecordsBeyondTheSequenceArePassedOverAndCounted()
    {
        Assert.Equal("ACGCACGTACGTACGTACGT", bench.Sequence(Records("4 T C 1|1", "45 A G 1|1")));
        Assert.Equal((1, 1), (bench.Summary.Applied, bench.Summary.Beyond));
        Assert.Equal([(NoticeKind.Beyond, 44L)], bench.Notices.Select(n => (n.Kind, n.Position)));
        Assert.Equal("ACGT", bench.Sequence(Records("45 A G 1|1"), ">1:1-4\nACGT\n"));
        Assert.Equal(0, bench.Summary.Beyond);
        Assert.Equal("ACGTACGTACGTACGTACGT", bench.Sequence(Records("20 TAA T 1|1")));
        Assert.Equal([(NoticeKind.Clipped, 19L)], bench.Notices.Select(n => (n.Kind, n.Position)));
        Assert.Equal("ACGT", bench.Sequence(Records("4 TAC T 1|1"), ">1:1-4\nACGT\n"));
        Assert.Empty(bench.Notices);
    }

    [Theory]
    [InlineData("10 C <DEL> 1|1 END=14 + 14 C CTT 1|1", ">1:13-16\nACGT\n", "TTGT")]
    [InlineData("10 C <DEL> 1|1 END=14 + 14 C CTT 1|1", ">1:14-16\nCGT\n", "TTGT")]
    [InlineData("10 C <DEL> 1|1 END=14 + 14 C CTT 1|1", ">1:12-13\nTA\n", "")]
    [InlineData("10 CGTAC C 1|1 + 14 C CTT 1|1", ">1:12-16\nTACGT\n", "TTGT")]
    [InlineData("10 CGTAC C 1|1 + 14 CG C 1|1", ">1:12-16\nTACGT\n", "T")]
    [InlineData("10 CGTAC C 1|1", ">1:11-14\nGTAC\n", "")]
    public void APartMayBeginOnABaseThatADeletionCovers(string records, string fasta, string expected)
    {
        // Positions 9 to 16 of the contig read ACGTACGT in this test.
        var vcf = Records(records.Split(" + "));
        Assert.Equal(expected, bench.Sequence(vcf, fasta));
        Assert.Equal(expected, bench.Sequence(vcf, fasta, with: Compatible));
    }
}

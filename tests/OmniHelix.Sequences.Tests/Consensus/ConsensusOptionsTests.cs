using OmniHelix.Sequences.Consensus;
using static OmniHelix.Sequences.Tests.Consensus.ConsensusBench;

namespace OmniHelix.Sequences.Tests.Consensus;

public sealed class ConsensusOptionsTests : IDisposable
{
    private readonly ConsensusBench bench = new();

    public void Dispose() => bench.Dispose();

    private static Func<ConsensusRequest, ConsensusRequest> Options(ConsensusOptions options) => r => r with { Options = options };

    private static Func<ConsensusRequest, ConsensusRequest> Missing(char letter) =>
        r => r with { Alleles = r.Alleles with { Missing = letter } };

    [Fact]
    public void MissingGenotypesBecomeTheLetterAtOneBase()
    {
        Assert.Equal("AC?TACGTACGTACGTACGT", bench.Sequence(Records("3 GTA T ./."), with: Missing('?')));
        Assert.Equal("AC????GTACGTACGTACGT", bench.Sequence(Records("3 G <*> ./. END=6"), with: Missing('?')));
        Assert.Equal("AC??????????????????", bench.Sequence(Records("3 G <NON_REF> ./. END=2000000000"), with: Missing('?')));
    }

    [Fact]
    public void AbsentBasesBecomeTheLetterWhereNoRecordStands()
    {
        Assert.Equal("--T-----------------", bench.Sequence(Records("3 G T 1|0"), with: Options(new ConsensusOptions { Absent = '-' })));
        Assert.Equal("--G-----------------", bench.Sequence(Records("3 G T 0|1"), with: Options(new ConsensusOptions { Absent = '-' })));
        Assert.Equal(
            "--GAA-A---------------",
            bench.Sequence(Records("3 G GAA 1|0", "5 A C 0|1"), with: Options(new ConsensusOptions { Absent = '-' })));
    }

    [Fact]
    public void MarksShowWhatChanged()
    {
        var vcf = Records("3 GT G 1|0", "7 G GAA 1|0", "10 C T 1|0");
        ConsensusOptions Marked(string insertion, string substitution) => new()
        {
            MarkDeletion = '-',
            MarkInsertion = BaseMark.Parse(insertion, "x"),
            MarkSubstitution = BaseMark.Parse(substitution, "x"),
        };

        Assert.Equal("ACG-ACGaaTAtGTACGTACGT", bench.Sequence(vcf, with: Options(Marked("lc", "lc"))));
        Assert.Equal("ACG:ACG++TA:GTACGTACGT", bench.Sequence(vcf, with: Options(Marked("+", ":"))));
        Assert.Equal(
            "ACG---GTACGTACGTACGT",
            bench.Sequence(Records("3 G <DEL> 1|0 END=6"), with: Options(new ConsensusOptions { MarkDeletion = '-' })));
    }

    [Fact]
    public void LettersForDeletedBasesTakeTheCaseOfTheSequence()
    {
        var options = new ConsensusOptions { MarkDeletion = 'n' };
        Assert.Equal("ACGNNCGTACGTACGTACGT", bench.Sequence(Records("3 GTA G 1|0"), with: Options(options)));
        Assert.Equal("acgnncgt", bench.Sequence(Records("3 GTA G 1|0"), ">1\nacgtacgt\n", with: Options(options)));
    }

    [Theory]
    [InlineData("3 GTAC GT 1|0", "ACGT::GTACGTACGTACGT")]
    [InlineData("3 GTA C 1|0", "AC:::CGTACGTACGTACGT")]
    [InlineData("3 G <DEL> 1|0 END=6", "ACG---GTACGTACGTACGT")]
    public void MarksOfSubstitutionsMarkTheLettersForDeletedBasesOfARefAsBcftoolsDoes(string record, string expected)
    {
        var options = new ConsensusOptions
        {
            MarkDeletion = '-',
            MarkInsertion = BaseMark.Parse("+", "x"),
            MarkSubstitution = BaseMark.Parse(":", "x"),
        };
        Assert.Equal(expected, bench.Sequence(Records(record), with: Options(options)));
        Assert.Equal(expected, bench.Sequence(Records(record), with: Options(options with { BcftoolsCompatible = true })));
    }

    [Fact]
    public void AnAmbiguityCodeThatEqualsTheReferenceAlleleIsStillAnAlternate()
    {
        var vcf = Records("3 NA T 0|0", "3 NAC TAC 0|1");
        var options = new ConsensusOptions { Absent = '-' };
        Assert.Equal("--NAC--", bench.Sequence(vcf, ">1\nACNACGT\n", "I", Options(options)));
        Assert.Equal((1, 0), (bench.Summary.Applied, bench.Summary.Overlapping));
        Assert.Equal("--NA---", bench.Sequence(vcf, ">1\nACNACGT\n", "I", Options(options with { BcftoolsCompatible = true })));
        Assert.Equal(1, bench.Summary.Overlapping);
    }

    [Fact]
    public void ForBcftoolsReferenceCallsOfAllPeopleLoseTheBasesThatAreConsumedAndProtectTheRest()
    {
        var vcf = Records("3 G T 1|1", "3 GTA C 0|0", "5 A C 1|1");
        Assert.Equal("ACTTACGTACGTACGTACGT", bench.Sequence(vcf, haplotype: "", with: Compatible));
        Assert.Equal((2, 1), (bench.Summary.Applied, bench.Summary.Overlapping));
        Assert.Equal("ACTTCCGTACGTACGTACGT", bench.Sequence(vcf, haplotype: ""));
        Assert.Equal((2, 0), (bench.Summary.Applied, bench.Summary.Overlapping));
    }

    [Theory]
    [InlineData("4 T G 0/0 + 4 T C 1/1", "", "ACGCACGTACGTACGTACGT", "C")]
    [InlineData("3 GTAC G 0/0 + 4 T C 0/1", "", "ACGYACGTACGTACGTACGT", "GYAC")]
    [InlineData("4 T G 0/0 + 4 T C 1/1", "1", "ACGCACGTACGTACGTACGT", "C")]
    [InlineData("4 T G ./. + 4 T C 1/1", "", "ACGCACGTACGTACGTACGT", "C")]
    [InlineData("4 T G ./. + 4 T TGG 1/1", "1", "ACGTGGACGTACGTACGTACGT", "TGG")]
    public void ARecordThatThePersonDoesNotCarryHidesNone(string records, string haplotype, string expected, string covered)
    {
        var vcf = Records(records.Split(" + "));
        Assert.Equal(expected, bench.Sequence(vcf, haplotype: haplotype));
        Assert.Equal(expected, bench.Sequence(vcf, haplotype: haplotype, with: Missing('?')));
        Assert.Equal(
            covered, bench.Sequence(vcf, haplotype: haplotype, with: Options(new ConsensusOptions { Absent = '-' })).Trim('-'));
    }

    [Fact]
    public void ABlockOfReferenceCallsStaysCoveredBehindARecordInIt() =>
        Assert.Equal(
            "-CGTCCGT------------",
            bench.Sequence(
                Records("2 C <*> 0|0 END=8", "5 A C 1|1"), haplotype: "1", with: Options(new ConsensusOptions { Absent = '-' })));

    [Theory]
    [InlineData("uc", true)]
    [InlineData("lc", false)]
    public void MarksOfCaseAreRead(string text, bool upper) => Assert.Equal(new BaseMark('\0', upper), BaseMark.Parse(text, "--mark-ins"));

    [Theory]
    [InlineData("")]
    [InlineData("xx")]
    [InlineData(" ")]
    [InlineData("é")]
    public void OtherMarksAreRefused(string text) =>
        Assert.Equal("OH1906", Assert.Throws<UsageException>(() => BaseMark.Parse(text, "--mark-ins")).Code);

    [Fact]
    public void MasksHideBasesAndTheVariantsUnderThem()
    {
        var mask = SequenceMask.Read(bench.Write("m.bed", "track x\n# c\n1\t2\t4\n1\t3\t6\n2\t0\t9\n"), new BaseMark('N', false));
        Assert.Equal("ACNNNNGTACGTACGTACGT", bench.Sequence(Records("3 G T 1|0", "6 CG C 1|0"), with: r => r with { Masks = [mask] }));
        Assert.Equal(2, bench.Summary.Masked);
    }

    [Fact]
    public void AWindowThatBeginsBeforeItsContigTakesTheVariantsWhereTheyBelong() =>
        Assert.Equal("NNACTTAC", bench.Sequence(Records("3 G T 1|0"), ">1:-1-6\nNNACGTAC\n"));

    [Fact]
    public void MasksBeyondASequenceOrOnOtherContigsAreCounted()
    {
        var mask = SequenceMask.Read(
            bench.Write("m.bed", "1\t10\t20\n1\t15\t21\n1\t30\t40\n2\t0\t9\n9\t0\t1\n"), new BaseMark('N', false));
        bench.Sequence(Records("3 G T 1|0"), with: r => r with { Masks = [mask] });
        Assert.Equal((2, 2), (bench.Summary.MasksBeyond, bench.Summary.MasksElsewhere));
        bench.Sequence(Records("3 G T 1|0"), ">1:1-4\nACGT\n>2\nACGTACGTA\n", with: r => r with { Masks = [mask] });
        Assert.Equal((0, 1), (bench.Summary.MasksBeyond, bench.Summary.MasksElsewhere));
    }

    [Fact]
    public void AMaskHidesARecordThatReachesUnderItEvenIfOnlyItsFirstBaseWouldChange()
    {
        var mask = SequenceMask.Read(bench.Write("m.bed", "1\t4\t6\n"), new BaseMark('N', false));
        Assert.Equal("ACGTNNGTACGTACGTACGT", bench.Sequence(Records("3 GTA G ./."), with: r => Missing('?')(r) with { Masks = [mask] }));
        Assert.Equal("ACGTNNGTACGTACGTACGT", bench.Sequence(Records("3 G T 1|0 END=5"), with: r => r with { Masks = [mask] }));
    }

    [Fact]
    public void MasksOfCaseHideNoVariantsAndComeInTheOrderGiven()
    {
        var lower = SequenceMask.Read(bench.Write("m.txt", "1 1 4\n1 7\n"), new BaseMark('\0', false));
        Assert.Equal("actt" + "ACgTACGTACGTACGT", bench.Sequence(Records("3 G T 1|0"), with: r => r with { Masks = [lower] }));
        var letter = SequenceMask.Read(bench.Write("n.txt", "1 1 2\n"), new BaseMark('N', false));
        Assert.StartsWith(
            "nn", bench.Sequence(Records("3 G T 1|0"), with: r => r with { Masks = [letter, lower] }), StringComparison.Ordinal);
        Assert.StartsWith(
            "NN", bench.Sequence(Records("3 G T 1|0"), with: r => r with { Masks = [lower, letter] }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("m.bed", "1\t5\n")]
    [InlineData("m.bed", "1\t5\tx\n")]
    [InlineData("m.bed", "1\t5\t4\n")]
    [InlineData("m.bed", "1\t-1\t4\n")]
    [InlineData("m.txt", "1\n")]
    [InlineData("m.txt", "1 0 4\n")]
    [InlineData("m.txt", "1 99999999999999999999 4\n")]
    public void AMaskWithALineThatIsNoIntervalNamesTheLine(string name, string text)
    {
        var error = Assert.Throws<OmniException>(() => SequenceMask.Read(bench.Write(name, "1\t1\t2\n" + text), new BaseMark('N', false)));
        Assert.Equal("OH1908", error.Code);
        Assert.EndsWith(":2", error.Place, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1:3-8", "1", 2, 8)]
    [InlineData("1:3-8 text", "1", 2, 8)]
    [InlineData("1 text:3-8", "1", 0, long.MaxValue)]
    [InlineData("HLA:3", "HLA", 0, long.MaxValue)]
    [InlineData("1:8-3", "1", 0, long.MaxValue)]
    [InlineData("1:0-3", "1", -1, 3)]
    [InlineData("1:-5-14", "1", -6, 14)]
    [InlineData("1:-5--1", "1", -6, -1)]
    [InlineData("1:-1--5", "1", 0, long.MaxValue)]
    [InlineData("1:", "1", 0, long.MaxValue)]
    [InlineData("1:x-3", "1", 0, long.MaxValue)]
    [InlineData("1:-3", "1", 0, long.MaxValue)]
    public void HeadersNameContigsOrPartsOfThem(string header, string contig, long start, long end) =>
        Assert.Equal(new ConsensusTarget(contig, start, end), ConsensusTarget.Parse(header));

    [Theory]
    [InlineData(RegionOverlap.Position, "ACGTAC")]
    [InlineData(RegionOverlap.Record, "GTAC")]
    [InlineData(RegionOverlap.Variant, "GTAC")]
    public void RecordsThatBeginBeforeTheTargetAreCutToIt(RegionOverlap overlap, string expected) =>
        Assert.Equal(expected, bench.Sequence(Records("3 GTAC G 1|0"), ">1:5-10\nACGTAC\n", with: r => r with { RegionOverlap = overlap }));

    [Fact]
    public void SubstitutionsAndLongerAllelesThatBeginBeforeTheTargetLoseTheirFirstBases()
    {
        Assert.Equal("TTGTAC", bench.Sequence(Records("4 TAC GTT 1|0"), ">1:5-10\nACGTAC\n"));
        Assert.Equal("TTGGTAC", bench.Sequence(Records("4 TAC GTTG 1|0"), ">1:5-10\nACGTAC\n"));
    }

    [Fact]
    public void ARecordThatReachesBeyondTheTargetIsCutAndTold()
    {
        Assert.Equal("ACGTTT", bench.Sequence(Records("9 ACG TTT 1|0"), ">1:5-10\nACGTAC\n"));
        Assert.Equal(NoticeKind.Clipped, Assert.Single(bench.Notices).Kind);
    }
}

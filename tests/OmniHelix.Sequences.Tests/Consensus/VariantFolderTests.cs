using OmniHelix.Sequences.Consensus.Personal;
using OmniHelix.Sequences.Genome;

namespace OmniHelix.Sequences.Tests.Consensus;

/// <summary>Genotypes in a folder: which file holds which contig, and what becomes of contigs that none holds.</summary>
public sealed class VariantFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly RandomPeople people = new(21);

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("no file")]
    [InlineData("a file without records")]
    [InlineData("an empty header")]
    public void AContigWithoutRecordsIsTheReferenceAndIsSaid(string second)
    {
        Write("a.vcf", people.Vcf("1"));
        Write("c.vcf", people.Vcf("X"));
        if (second == "a file without records") Write("b.vcf", people.Vcf([]));
        if (second == "an empty header") Write("b.vcf", Undeclared(people.Vcf([])));
        var report = PersonalConsensus.Write(Request());
        Assert.Equal((3, true), (report.Contigs.Count, report.IsComplete));
        Assert.Equal(["2"], report.WithoutRecords);
        AssertLike(people.Vcf("1", "X"), report);
    }

    [Fact]
    public void FilesMayShareTheContigsOutAsTheyLike()
    {
        Write("a.vcf", people.Vcf("2"));
        Write("b.vcf", people.Vcf("1", "X"));
        foreach (var order in new string[][] { ["1", "2", "X"], ["X", "2", "1"], ["X"], ["2", "X", "1"] })
        {
            var report = PersonalConsensus.Write(Request() with { Contigs = order, Output = folder[string.Concat(order)] });
            Assert.Empty(report.WithoutRecords);
            AssertLike(people.Vcf(), report, order);
            using var reference = ReferenceGenome.Open(folder["ref.fa"]);
            var genomes = PersonalGenome.Load(reference, folder["vcfs"], new PersonalGenomeOptions { Contigs = order });
            Assert.Empty(genomes.WithoutRecords);
        }
    }

    [Fact]
    public void AContigInTwoFilesIsAnErrorWhereverItStands()
    {
        Write("a.vcf", people.Vcf("1", "2"));
        Write("b.vcf", people.Vcf("2"));
        var error = Assert.Throws<OmniException>(() => PersonalConsensus.Write(Request()));
        Assert.Equal("OH1911", error.Code);
        Assert.Contains("both b.vcf and a.vcf have records of contig '2'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void ContigsThatNoHeaderDeclaresAreFoundByTheirRecords(int files)
    {
        Write("a.vcf", Undeclared(files == 1 ? people.Vcf() : people.Vcf("1", "X")));
        if (files == 2) Write("b.vcf", Undeclared(people.Vcf("2")));
        var report = PersonalConsensus.Write(Request());
        AssertLike(people.Vcf(), report);
        Assert.Equal(["X"], PersonalConsensus.Write(Request() with { Contigs = ["X"], Output = folder["x"] }).Contigs);
    }

    [Fact]
    public void AContigThatNoVcfKnowsIsAnErrorBeforeAnythingIsWritten()
    {
        Write("a.vcf", Undeclared(people.Vcf("1")));
        Write("b.vcf", Undeclared(people.Vcf("2")));
        var error = Assert.Throws<OmniException>(() => PersonalConsensus.Write(Request() with { Contigs = ["1", "X"] }));
        Assert.Equal("OH1912", error.Code);
        Assert.False(Directory.Exists(folder["out"]));
        Assert.Equal(["1", "2"], PersonalConsensus.Write(Request()).Contigs);
    }

    [Fact]
    public void PeopleThatSomeFilesLackAreNamed()
    {
        Write("a.vcf", people.Vcf("1"));
        var someone = PersonalConsensus.Write(Request()).Haplotypes[0].Person;
        Write("b.vcf", people.Vcf("2").Replace($"\t{someone}", "\tsomebody", StringComparison.Ordinal));
        var report = PersonalConsensus.Write(Request() with { Output = folder["again"] });
        Assert.False(report.IsComplete);
        Assert.Equal(
            [someone, "somebody"], report.Haplotypes.Where(h => h.Outcome == PersonalOutcome.Failed).Select(h => h.Person).Distinct());
        using var reference = ReferenceGenome.Open(folder["ref.fa"]);
        Assert.Equal("OH1064", Assert.Throws<OmniException>(() => PersonalGenome.Load(reference, folder["vcfs"])).Code);
    }

    [Theory]
    [InlineData("there are no records", true, true)]
    [InlineData("there are no people", true, false)]
    [InlineData("there is no VCF", false, false)]
    public void AFolderWithoutGenotypesSaysWhatItLacks(string message, bool isThere, bool hasPeople)
    {
        Directory.CreateDirectory(folder["vcfs"]);
        var nobody = "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n";
        if (isThere) Write("a.vcf", hasPeople ? people.Vcf([]) : nobody);
        var error = Assert.Throws<OmniException>(() => PersonalConsensus.Write(Request()));
        Assert.Equal(("OH1910", message), (error.Code, error.Message));
    }

    /// <summary>Names of another assembly would make everybody the reference.</summary>
    [Fact]
    public void RecordsOnContigsThatNeitherHeaderNorReferenceHasAreAnError()
    {
        var records = people.Vcf("1", "2", "X").Split('\n')
            .Select(line => line.StartsWith('#') || line.Length == 0 ? line : $"NC_00000{line}");
        Write("a.vcf", string.Join('\n', records));
        Assert.Equal("OH1907", Assert.Throws<OmniException>(() => PersonalConsensus.Write(Request())).Code);
    }

    // As the genomes that one file with the same records gives.
    private void AssertLike(string vcf, PersonalConsensusReport report, IReadOnlyList<string>? order = null)
    {
        var one = new PersonalConsensusRequest
        {
            Reference = folder["ref.fa"],
            Variants = folder.Write("one.vcf", vcf),
            Contigs = order,
            Output = folder["one " + string.Join(' ', report.Contigs)],
        };
        var expected = PersonalConsensus.Write(one);
        Assert.Equal(expected.Contigs, report.Contigs);
        foreach (var (mine, its) in report.Haplotypes.Zip(expected.Haplotypes))
            Assert.Equal(File.ReadAllText(its.Path), File.ReadAllText(mine.Path));
    }

    private PersonalConsensusRequest Request() => new()
    {
        Reference = folder.Write("ref.fa", people.Fasta),
        Variants = folder["vcfs"],
        Output = folder["out"],
    };

    private void Write(string name, string vcf)
    {
        Directory.CreateDirectory(folder["vcfs"]);
        File.WriteAllText(folder["vcfs", name], vcf);
    }

    private static string Undeclared(string vcf) =>
        string.Join('\n', vcf.Split('\n').Where(line => !line.StartsWith("##contig", StringComparison.Ordinal)));
}

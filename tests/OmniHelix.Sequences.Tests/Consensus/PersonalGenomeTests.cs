using System.Text;
using OmniHelix.Sequences.Consensus.Personal;
using OmniHelix.Sequences.Genome;

namespace OmniHelix.Sequences.Tests.Consensus;

public sealed class PersonalGenomeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private (ReferenceGenome Reference, PersonalGenome Genomes) Load(
        RandomPeople people, bool indels, IReadOnlyList<string>? contigs = null)
    {
        folder.Write("all.vcf", people.Vcf());
        var reference = ReferenceGenome.Open(folder.Write("ref.fa", people.Fasta));
        return (
            reference, PersonalGenome.Load(reference, folder["all.vcf"], new PersonalGenomeOptions { Indels = indels, Contigs = contigs }));
    }

    private Dictionary<string, string> Sequences(string person, int haplotype, bool indels) =>
        PersonalConsensusTests.Alone(folder["all.vcf"], folder["ref.fa"], person, haplotype, indels)
            .Split('>', StringSplitOptions.RemoveEmptyEntries)
            .ToDictionary(r => r.Split('\n')[0], r => string.Concat(r.Split('\n').Skip(1)));

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    public void WindowsEqualSlicesOfTheWrittenGenome(long seed)
    {
        var people = new RandomPeople(seed);
        var (reference, genomes) = Load(people, indels: false);
        using var _ = reference;
        var random = new Xoshiro256(seed);
        foreach (var person in people.Names)
            for (var h = 1; h <= 2; h++)
                foreach (var (contig, sequence) in Sequences(person, h, indels: false))
                {
                    Assert.Equal(sequence, Text(Slice(genomes.Haplotype(person, h), contig, 0, sequence.Length)));
                    for (var i = 0; i < 60; i++)
                    {
                        var start = random.Next(sequence.Length);
                        var end = start + random.Next(Math.Min(90, sequence.Length - start) + 1);
                        Assert.Equal(sequence[start..end], Text(Slice(genomes.Haplotype(person, h), contig, start, end)));
                    }
                }
    }

    [Theory]
    [InlineData(23)]
    [InlineData(24)]
    [InlineData(25)]
    public void WithIndelsAHaplotypeReadsLikeTheWrittenGenomeAndPositionsAreLifted(long seed)
    {
        var people = new RandomPeople(seed);
        var (reference, genomes) = Load(people, indels: true);
        using var _ = reference;
        var random = new Xoshiro256(seed);
        foreach (var person in people.Names)
            for (var h = 1; h <= 2; h++)
            {
                var haplotype = genomes.Haplotype(person, h);
                foreach (var (contig, sequence) in Sequences(person, h, indels: true))
                {
                    Assert.Equal(sequence.Length, haplotype.LengthOf(contig));
                    var all = new byte[sequence.Length];
                    haplotype.Fetch(contig, 0, all.Length, all);
                    Assert.Equal(sequence, Text(all));
                    for (var i = 0; i < 60; i++)
                    {
                        var start = random.Next(sequence.Length);
                        var slice = new byte[random.Next(Math.Min(90, sequence.Length - start) + 1)];
                        haplotype.Fetch(contig, start, start + slice.Length, slice);
                        Assert.Equal(sequence.Substring(start, slice.Length), Text(slice));
                    }
                    for (var p = 0; p < people.Sequences[contig].Length; p++)
                    {
                        var lifted = haplotype.ToPersonal(contig, p);
                        Assert.InRange(lifted, 0, sequence.Length - 1);
                        Assert.True(p == 0 || lifted >= haplotype.ToPersonal(contig, p - 1));
                    }
                }
            }
    }

    [Fact]
    public void WithIndelsPositionsAreLifted()
    {
        folder.Write("all.vcf", ConsensusBench.Records("3 G GCC 1|0", "10 CG C 1|0", "18 C T 1|0"));
        using var reference = ReferenceGenome.Open(folder.Write("ref.fa", ConsensusBench.Twenty));
        var genomes = PersonalGenome.Load(reference, folder["all.vcf"], new PersonalGenomeOptions { Indels = true });
        // ACGTACGTACGTACGTACGT becomes ACGCCTACGTACTACGTATGT
        Assert.Equal("ACGCCTACGTACTACGTATGT", Fetch(genomes.Haplotype("p", 1), 21));
        Assert.Equal(8, genomes.Haplotype("p", 1).ToPersonal("1", 6));
    }

    [Fact]
    public void StartSiteWindowsAreCutFromPeopleAsFromReferences()
    {
        var people = new RandomPeople(26);
        var (reference, genomes) = Load(people, indels: false);
        using var _ = reference;
        var sequence = Sequences("P2", 2, indels: false)["2"].ToUpperInvariant();
        var window = new WindowCutter(genomes.Haplotype("P2", 2), new WindowOptions { Length = 100 }).Cut("chr2", 301, Strand.Forward);
        Assert.Equal(string.Concat(sequence.Substring(250, 100).Select(c => "ACGT".Contains(c) ? c : 'N')), Text(window.Bases));
    }

    [Fact]
    public void ContigsWhoseVariantsAreNotHeldReadAsTheReference()
    {
        var people = new RandomPeople(27);
        var (reference, genomes) = Load(people, indels: true, ["2"]);
        using var _ = reference;
        Assert.Equal(people.Sequences["X"], Text(Slice(genomes.Haplotype("P1", 1), "X", 0, people.Sequences["X"].Length)));
        Assert.Equal(7, genomes.Haplotype("P1", 1).ToPersonal("X", 7));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void PlacesAndPeopleThatAreNotThereAreErrors(bool indels)
    {
        var people = new RandomPeople(28);
        var (reference, genomes) = Load(people, indels);
        using var _ = reference;
        var length = genomes.Haplotype("P1", 1).LengthOf("1");
        Assert.Equal("OH1021", Assert.Throws<OmniException>(() => Slice(genomes.Haplotype("P1", 1), "1", length - 3, length + 1)).Code);
        Assert.Equal("OH1021", Assert.Throws<OmniException>(() => Slice(genomes.Haplotype("P1", 1), "1", -1, 4)).Code);
        Assert.Equal("OH1020", Assert.Throws<OmniException>(() => Slice(genomes.Haplotype("P1", 1), "9", 0, 4)).Code);
        Assert.Equal("OH1064", Assert.Throws<OmniException>(() => Slice(genomes.Haplotype("nobody", 1), "1", 0, 4)).Code);
        Assert.Throws<ArgumentOutOfRangeException>(() => genomes.Haplotype("P1", 3));
        Assert.Empty(Slice(genomes.Haplotype("P1", 1), "1", 5, 5));
    }

    [Fact]
    public void AStrangerAndAVcfThatDoesNotFitAreFoundWhenLoading()
    {
        using var reference = ReferenceGenome.Open(folder.Write("ref.fa", ConsensusBench.Twenty));
        var vcf = folder.Write("v.vcf", ConsensusBench.Records("3 T C 1|0"));
        Assert.Equal(
            "OH1064",
            Assert.Throws<OmniException>(() => PersonalGenome.Load(reference, vcf, new PersonalGenomeOptions { People = ["q"] })).Code);
        Assert.Equal("OH1901", Assert.Throws<OmniException>(() => PersonalGenome.Load(reference, vcf)).Code);
    }

    private static string Fetch(PersonalHaplotype haplotype, int length) => Text(Slice(haplotype, "1", 0, length));

    private static byte[] Slice(PersonalHaplotype haplotype, string contig, long start, long end)
    {
        var bases = new byte[end - start];
        haplotype.Fetch(contig, start, end, bases);
        return bases;
    }

    private static string Text(byte[] bases) => Encoding.ASCII.GetString(bases);
}

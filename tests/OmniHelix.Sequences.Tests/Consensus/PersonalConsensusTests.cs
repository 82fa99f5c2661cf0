using System.Text;
using OmniHelix.Sequences.Consensus;
using OmniHelix.Sequences.Consensus.Personal;
using OmniHelix.Sequences.Fasta;
using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Vcf.Filtering;

namespace OmniHelix.Sequences.Tests.Consensus;

public sealed class PersonalConsensusTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>What one haplotype is when it is made alone.</summary>
    internal static string Alone(string vcf, string fasta, string person, int haplotype, bool indels)
    {
        var request = new ConsensusRequest
        {
            Variants = vcf,
            Samples = [person],
            Alleles = new AlleleChoice { Haplotype = HaplotypeRule.Phased(haplotype) },
            Filter = indels ? null : header => VariantFilter.Parse("type=\"snp\"", header).Accepts,
        };
        using var reader = FastaReader.Open(fasta);
        using var output = new MemoryStream();
        ConsensusRun.Write(request, reader, output);
        return Encoding.ASCII.GetString(output.ToArray());
    }

    private PersonalConsensusRequest Request(RandomPeople people, bool indels = false, bool manyFiles = false, string output = "out")
    {
        folder.Write("all.vcf", people.Vcf());
        if (manyFiles)
        {
            Directory.CreateDirectory(folder["vcfs"]);
            foreach (var contig in RandomPeople.Contigs)
                File.WriteAllBytes(Path.Combine(folder["vcfs"], $"chr{contig}.vcf.gz"), Bytes.Gzip(people.Vcf(contig)));
            File.WriteAllText(Path.Combine(folder["vcfs"], "notes.txt"), "not a VCF");
        }
        return new PersonalConsensusRequest
        {
            Reference = folder.Write("ref.fa", people.Fasta),
            Variants = folder[manyFiles ? "vcfs" : "all.vcf"],
            Output = folder[output],
            Indels = indels,
        };
    }

    private string Written(string person, int haplotype, string output = "out") =>
        File.ReadAllText(Path.Combine(folder[output], $"{person}_allele_{haplotype}_forward.fa"));

    private void AssertComplete(RandomPeople people, bool indels = false, string output = "out")
    {
        foreach (var person in people.Names)
            for (var h = 1; h <= 2; h++)
                Assert.Equal(Alone(folder["all.vcf"], folder["ref.fa"], person, h, indels), Written(person, h, output));
        Assert.Empty(Directory.EnumerateFiles(folder[output], "*.partial"));
    }

    [Theory]
    [InlineData(1, false, false, 1 << 20)]
    [InlineData(2, true, false, 1 << 20)]
    [InlineData(3, false, true, 7)]
    [InlineData(4, true, true, 7)]
    [InlineData(5, true, false, 1)]
    public void AllPeopleAtOnceGiveWhatEachHaplotypeGivesAlone(long seed, bool indels, bool manyFiles, long entriesOfBlock)
    {
        var people = new RandomPeople(seed);
        var request = Request(people, indels, manyFiles);
        var report = PersonalConsensus.Write(request, entriesOfBlock, null, default);
        Assert.True(report.IsComplete);
        Assert.Equal(RandomPeople.Contigs, report.Contigs);
        Assert.Equal(2 * people.Names.Count, report.Haplotypes.Count);
        Assert.True(report.Haplotypes.Sum(h => h.Applied) > 0);
        Assert.All(report.Haplotypes, h => Assert.Equal(File.ReadLines(h.Path).Where(l => l[0] != '>').Sum(l => l.Length), h.Bases));
        AssertComplete(people, indels);
    }

    [Fact]
    public void ARunThatWasStoppedGoesOnBehindItsLastWholeContig()
    {
        var people = new RandomPeople(6);
        var request = Request(people, indels: true);
        Assert.Throws<InvalidOperationException>(() => PersonalConsensus.Write(request, new ContigBegins(contig =>
        {
            if (contig == "X") throw new InvalidOperationException("stopped");
        })));
        Assert.Equal(2 * people.Names.Count, Directory.EnumerateFiles(folder["out"], "*.fa.partial").Count());
        Assert.Empty(Directory.EnumerateFiles(folder["out"], "*.fa"));
        // What was begun of the next contig when the run ended is not there twice afterwards.
        File.AppendAllText(Path.Combine(folder["out"], "P1_allele_1_forward.fa.partial"), ">X\nACG");
        var seen = new List<string>();
        Assert.True(PersonalConsensus.Write(request, new ContigBegins(seen.Add)).IsComplete);
        Assert.Equal(["X"], seen);
        AssertComplete(people, indels: true);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(9)]
    public void ARunThatDiedWhileFilesGotTheirNamesGivesTheOthersTheirs(int named)
    {
        var people = new RandomPeople(18);
        var request = Request(people, indels: true);
        var names = new List<string>();
        Assert.ThrowsAny<Exception>(() => PersonalConsensus.Write(request, 1 << 20, null, default, naming: path =>
        {
            lock (names)
            {
                // Whoever comes later dies too, as in a process that ends.
                if (names.Count == named) throw new InvalidOperationException("killed");
                names.Add(path);
            }
        }));
        Assert.Equal(named, Directory.EnumerateFiles(folder["out"], "*.fa").Count());
        Assert.Equal(10 - named, Directory.EnumerateFiles(folder["out"], "*.fa.partial").Count());
        var before = names.ToDictionary(n => n, File.GetLastWriteTimeUtc);

        var report = PersonalConsensus.Write(request, new ContigBegins(contig => Assert.Fail($"contig {contig} is written again")));
        Assert.All(report.Haplotypes, h => Assert.Equal(PersonalOutcome.Written, h.Outcome));
        Assert.All(before, b => Assert.Equal(b.Value, File.GetLastWriteTimeUtc(b.Key)));
        AssertComplete(people, indels: true);
        Assert.False(File.Exists(Path.Combine(folder["out"], "personal-genomes.txt.partial")));
        Assert.All(PersonalConsensus.Write(request).Haplotypes, h => Assert.Equal(PersonalOutcome.Kept, h.Outcome));
    }

    [Fact]
    public void ANamedFileThatWasChangedSinceIsNotTakenForTheRunSOwn()
    {
        var people = new RandomPeople(19);
        var request = Request(people);
        var named = "";
        Assert.ThrowsAny<Exception>(() => PersonalConsensus.Write(request, 1 << 20, null, default, naming: path =>
        {
            if (Interlocked.CompareExchange(ref named, path, "").Length > 0) throw new InvalidOperationException("killed");
        }));
        File.AppendAllText(named, "A");
        Assert.Equal("OH1913", Assert.Throws<OmniException>(() => PersonalConsensus.Write(request)).Code);
        Assert.True(PersonalConsensus.Write(request with { Overwrite = true }).IsComplete);
        AssertComplete(people);
    }

    [Fact]
    public void ProgressMovesInsideAContigUpToTheWhole()
    {
        var seen = new List<PersonalProgress>();
        var report = PersonalConsensus.Write(Request(new RandomPeople(20)), 40, new Listener(seen), default);
        Assert.All(seen, p => Assert.InRange(p.Share, 0, 1));
        Assert.Equal(RandomPeople.Contigs, seen.Select(p => p.Contig).Distinct());
        Assert.True(seen.Count(p => p.Contig == "2") > 10);
        Assert.Equal(report.Haplotypes.Sum(h => new FileInfo(h.Path).Length), seen.Max(p => p.Bytes));
        Assert.InRange(seen.Max(p => p.Share), 0.95, 1);
    }

    private sealed class Listener(List<PersonalProgress> seen) : IProgress<PersonalProgress>
    {
        public void Report(PersonalProgress value)
        {
            lock (seen) seen.Add(value);
        }
    }

    [Fact]
    public void APartialFileThatIsTooShortIsNotTrusted()
    {
        var people = new RandomPeople(7);
        var request = Request(people);
        Assert.Throws<InvalidOperationException>(() => PersonalConsensus.Write(request, new ContigBegins(contig =>
        {
            if (contig == "X") throw new InvalidOperationException("stopped");
        })));
        File.WriteAllText(Path.Combine(folder["out"], "P1_allele_1_forward.fa.partial"), ">1\n");
        var seen = new List<string>();
        Assert.True(PersonalConsensus.Write(request, new ContigBegins(seen.Add)).IsComplete);
        Assert.Equal(RandomPeople.Contigs, seen);
        AssertComplete(people);
    }

    [Fact]
    public void ARunThatFailsInItsFirstContigLeavesNothing()
    {
        var request = Request(new RandomPeople(8));
        Directory.CreateDirectory(Path.Combine(folder["out"], "P2_allele_1_forward.fa.partial"));
        Assert.Equal("OH6002", Assert.Throws<OmniException>(() => PersonalConsensus.Write(request)).Code);
        Assert.Empty(Directory.EnumerateFiles(folder["out"]));
    }

    [Fact]
    public void ACancelledRunLeavesNothing()
    {
        using var source = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(
            () => PersonalConsensus.Write(Request(new RandomPeople(8)), new ContigBegins(_ => source.Cancel()), source.Token));
        Assert.Empty(Directory.EnumerateFiles(folder["out"]));
    }

    [Fact]
    public void ASecondRunKeepsWhatIsCompleteAndWritesWhatIsNot()
    {
        var people = new RandomPeople(9);
        var request = Request(people);
        PersonalConsensus.Write(request with { People = ["P1", "P2"] });
        var before = File.GetLastWriteTimeUtc(Path.Combine(folder["out"], "P1_allele_1_forward.fa"));
        var report = PersonalConsensus.Write(request);
        Assert.Equal(4, report.Haplotypes.Count(h => h.Outcome == PersonalOutcome.Kept));
        Assert.Equal(6, report.Haplotypes.Count(h => h.Outcome == PersonalOutcome.Written));
        Assert.Equal(before, File.GetLastWriteTimeUtc(Path.Combine(folder["out"], "P1_allele_1_forward.fa")));
        AssertComplete(people);
        Assert.All(PersonalConsensus.Write(request).Haplotypes, h => Assert.Equal(PersonalOutcome.Kept, h.Outcome));
        Assert.All(
            PersonalConsensus.Write(request with { Overwrite = true }).Haplotypes, h => Assert.True(h.Outcome is PersonalOutcome.Kept));
    }

    [Fact]
    public void GenomesOfOtherInputAreReplacedOnlyWhenAsked()
    {
        var people = new RandomPeople(10);
        var request = Request(people);
        PersonalConsensus.Write(request);
        Assert.Equal("OH1913", Assert.Throws<OmniException>(() => PersonalConsensus.Write(request with { Indels = true })).Code);
        AssertComplete(people);
        Assert.True(PersonalConsensus.Write(request with { Indels = true, Overwrite = true }).IsComplete);
        AssertComplete(people, indels: true);
    }

    [Fact]
    public void AFileThatWasCutAfterwardsIsWrittenAgainOnlyWhenAsked()
    {
        var people = new RandomPeople(11);
        var request = Request(people);
        PersonalConsensus.Write(request);
        File.WriteAllText(Path.Combine(folder["out"], "P3_allele_2_forward.fa"), ">1\n");
        Assert.Equal("OH1913", Assert.Throws<OmniException>(() => PersonalConsensus.Write(request)).Code);
        PersonalConsensus.Write(request with { Overwrite = true });
        AssertComplete(people);
    }

    [Theory]
    [InlineData("OH6003", "")]
    [InlineData("OH6003", "other\n")]
    [InlineData("OH6003", "{input}\n1\t2\tX\nmany\n")]
    [InlineData("OH1913", "{input}\n1\t2\tX\n9\n")]
    [InlineData("OH1913", "{input}\n1\t2\tX\n3\nP1_allele_1_forward.fa\t7\n")]
    [InlineData("OH1913", "{input}\n1\t2\tX\n3\nP1_allele_1_forward.fa\t7\tx\t1\t1\n")]
    public void ADamagedListOfWhatIsThereProvesNothing(string code, string text)
    {
        var people = new RandomPeople(17);
        var request = Request(people);
        PersonalConsensus.Write(request);
        var list = Path.Combine(folder["out"], "personal-genomes.txt");
        File.WriteAllText(list, text.Replace("{input}", File.ReadLines(list).First(), StringComparison.Ordinal));
        Assert.Equal(code, Assert.ThrowsAny<OmniException>(() => PersonalConsensus.Write(request)).Code);
        Assert.Equal("OH6003", Assert.Throws<UsageException>(() => PersonalConsensus.Write(request with { Overwrite = true })).Code);
    }

    [Fact]
    public void ASecondRunIntoOneFolderIsTold()
    {
        var request = Request(new RandomPeople(18));
        string? told = null;
        Assert.True(PersonalConsensus.Write(request, new ContigBegins(
            _ => told = Assert.Throws<UsageException>(() => PersonalConsensus.Write(request)).Code)).IsComplete);
        Assert.Equal("OH6004", told);
        Assert.Empty(Directory.EnumerateFiles(folder["out"], "*.lock"));
    }

    [Fact]
    public void AGenomeThatNoEarlierRunWroteIsNotReplaced()
    {
        var people = new RandomPeople(11);
        Directory.CreateDirectory(folder["out"]);
        var mine = Path.Combine(folder["out"], "P3_allele_2_forward.fa");
        File.WriteAllText(mine, ">mine\nACGT\n");
        Assert.Equal(
            "OH6003", Assert.Throws<UsageException>(() => PersonalConsensus.Write(Request(people) with { Overwrite = true })).Code);
        Assert.Equal(">mine\nACGT\n", File.ReadAllText(mine));
    }

    [Fact]
    public void APersonWhomTheVcfDoesNotKnowFailsAlone()
    {
        var report = PersonalConsensus.Write(Request(new RandomPeople(12)) with { People = ["P1", "nobody", "P2", "P1"] });
        Assert.False(report.IsComplete);
        Assert.Equal(["P1", "P1", "nobody", "nobody", "P2", "P2"], report.Haplotypes.Select(h => h.Person));
        Assert.Equal(["nobody", "nobody"], report.Haplotypes.Where(h => h.Outcome == PersonalOutcome.Failed).Select(h => h.Person));
        Assert.Contains("OH1064", report.Haplotypes[2].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void AGenotypeThatDoesNotFitFailsItsPersonAlone()
    {
        var vcf = ConsensusBench.RecordsOf(["a", "b", "c"], "3 T G 1|0,0|0,0|0", "5 A C 0|0,0|1,0|2");
        var report = PersonalConsensus.Write(new PersonalConsensusRequest
        {
            Reference = folder.Write("r.fa", ConsensusBench.Twenty),
            Variants = folder.Write("v.vcf", vcf),
            Output = folder["out"],
        });
        PersonalOutcome[] expected =
        [
            PersonalOutcome.Failed, PersonalOutcome.Written, PersonalOutcome.Written, PersonalOutcome.Written, PersonalOutcome.Written,
            PersonalOutcome.Failed,
        ];
        Assert.Equal(expected, report.Haplotypes.Select(h => h.Outcome));
        Assert.Contains("OH1901 1:3", report.Haplotypes[0].Problem, StringComparison.Ordinal);
        Assert.Contains("OH1902 1:5", report.Haplotypes[5].Problem, StringComparison.Ordinal);
        Assert.Equal(4, Directory.EnumerateFiles(folder["out"], "*.fa").Count());
        Assert.Empty(Directory.EnumerateFiles(folder["out"], "*.partial"));
    }

    [Fact]
    public void ContigsComeInTheOrderAskedFor()
    {
        var people = new RandomPeople(13);
        var report = PersonalConsensus.Write(Request(people, manyFiles: true) with { Contigs = ["chrX", "1"] });
        Assert.Equal(["X", "1"], report.Contigs);
        Assert.Equal([">X", ">1"], File.ReadLines(report.Haplotypes[0].Path).Where(l => l[0] == '>'));
        var fromOne = PersonalConsensus.Write(Request(people, output: "one") with { Contigs = ["chrX", "1"] });
        Assert.All(fromOne.Haplotypes, h => Assert.Equal(Written(h.Person, h.Haplotype), Written(h.Person, h.Haplotype, "one")));
    }

    [Fact]
    public void ContigsThatHaveNoVariantsOrNoSequenceAreErrors()
    {
        var request = Request(new RandomPeople(14), manyFiles: true);
        Assert.Equal("OH1020", Assert.Throws<OmniException>(() => PersonalConsensus.Write(request with { Contigs = ["7"] })).Code);
        var undeclared = new RandomPeople(14).Vcf("1").Replace("##contig=<ID=X>\n", "", StringComparison.Ordinal);
        var oneFile = folder.Write("1.vcf", undeclared);
        var twice = request with { Variants = oneFile, Contigs = ["1", "X"], Output = folder["other"] };
        Assert.Equal("OH1912", Assert.Throws<OmniException>(() => PersonalConsensus.Write(twice)).Code);
        var other = request with { Reference = folder.Write("o.fa", ">other\nACGT\n") };
        Assert.Equal("OH1907", Assert.Throws<OmniException>(() => PersonalConsensus.Write(other)).Code);
    }

    [Fact]
    public void AContigThatTheHeaderDeclaresWithoutRecordsIsTheReference()
    {
        var people = new RandomPeople(14);
        var request = Request(people, manyFiles: false) with { Variants = folder.Write("1.vcf", people.Vcf("1")) };
        var report = PersonalConsensus.Write(request);
        Assert.Equal(["1", "2", "X"], report.Contigs);
        Assert.Equal(["2", "X"], report.WithoutRecords);
        Assert.True(report.IsComplete);
        var written = File.ReadAllText(report.Haplotypes[0].Path).Replace("\n", "", StringComparison.Ordinal);
        Assert.EndsWith($">2{people.Sequences["2"]}>X{people.Sequences["X"]}", written, StringComparison.Ordinal);
        using var reference = ReferenceGenome.Open(request.Reference);
        var genomes = PersonalGenome.Load(reference, request.Variants, new PersonalGenomeOptions { Contigs = ["2", "1"] });
        Assert.Equal(["2"], genomes.WithoutRecords);
    }

    [Fact]
    public void RecordsOfOneContigUnderTwoNamesAreAnErrorInAllGenomes()
    {
        var people = new RandomPeople(14);
        var twoNames = people.Vcf("1") + people.Vcf("1").Split('\n').Last(l => l.StartsWith("1\t", StringComparison.Ordinal))
            .Replace("1\t", "chr1\t", StringComparison.Ordinal) + "\n";
        var request = Request(people, manyFiles: false) with { Variants = folder.Write("1.vcf", twoNames) };
        Assert.Equal("OH1022", Assert.Throws<OmniException>(() => PersonalConsensus.Write(request)).Code);
    }

    [Fact]
    public void FoldersWithoutGenotypesAndTwoFilesOfAContigAreErrors()
    {
        var people = new RandomPeople(15);
        var request = Request(people, manyFiles: true);
        File.WriteAllText(Path.Combine(folder["vcfs"], "again.vcf"), people.Vcf("2"));
        Assert.Equal("OH1911", Assert.Throws<OmniException>(() => PersonalConsensus.Write(request)).Code);
        Directory.CreateDirectory(folder["none"]);
        Assert.Equal(
            "OH1910", Assert.Throws<OmniException>(() => PersonalConsensus.Write(request with { Variants = folder["none"] })).Code);
    }

    [Fact]
    public void ATruncatedVcfIsAnErrorAndNoShortGenome()
    {
        var people = new RandomPeople(16);
        var request = Request(people);
        var whole = Bytes.Gzip(people.Vcf());
        File.WriteAllBytes(folder["cut.vcf.gz"], whole[..(whole.Length / 2)]);
        var cut = request with { Variants = folder["cut.vcf.gz"], Contigs = ["1", "2", "X"] };
        Assert.Equal("OH1002", Assert.Throws<OmniException>(() => PersonalConsensus.Write(cut)).Code);
        Assert.Empty(Directory.EnumerateFiles(folder["out"], "*.fa"));
    }
}

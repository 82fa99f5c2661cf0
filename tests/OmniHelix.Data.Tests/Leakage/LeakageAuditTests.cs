using System.Text;
using OmniHelix.Data.Leakage;

namespace OmniHelix.Data.Tests.Leakage;

public class LeakageAuditTests
{
    private static LeakageReport Audit(IEnumerable<string> train, IEnumerable<string> test, LeakageOptions? options = null) =>
        LeakageAudit.Run(Planted.Records(train, test), options);

    [Fact]
    public void RandomSequencesAreNotAlike()
    {
        var planted = new Planted(1);
        string[] train = [.. Enumerable.Range(0, 4000).Select(_ => planted.Sequence(60 + planted.Next(300)))];
        string[] test = [.. Enumerable.Range(0, 1000).Select(_ => planted.Sequence(60 + planted.Next(300)))];
        var report = Audit(train, test);
        Assert.Empty(report.Findings);
        Assert.False(report.HasLeakage);
        Assert.Contains("No leakage between splits.", report.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void EqualSequencesAndTwinsAreFoundWhateverTheirCaseAndTheirU()
    {
        var planted = new Planted(2);
        string[] train = [.. Enumerable.Range(0, 50).Select(_ => planted.Sequence(90))];
        string[] test = [train[3].ToLowerInvariant().Replace('t', 'u'), Planted.Reverse(train[7]), planted.Sequence(90)];
        var report = Audit(train, test);
        Assert.Equal([(LeakageKind.Duplicate, 1), (LeakageKind.ReverseComplement, 1)], report.Findings.Select(f => (f.Kind, f.Records)));
        Assert.Equal((2, 2.0 / 3), (report.Totals[0].Records, report.Totals[0].Share));
        var example = report.Findings[1].Examples.Single();
        Assert.Equal(("r52", "r8", true), (example.Record.Id, example.Other.Id, example.ReverseStrand));
        Assert.Equal("x:52", example.Record.Place);
        Assert.DoesNotContain(
            Audit(train, test, new LeakageOptions { ReverseStrand = false }).Findings, f => f.Kind == LeakageKind.ReverseComplement);
    }

    [Fact]
    public void SequencesShorterThanAWordAreComparedWhole() =>
        Assert.Equal(
            [LeakageKind.Duplicate, LeakageKind.ReverseComplement],
            Audit(["ACG", "AAAC", "ACGT"], ["acg", "GUUU", "TT"]).Findings.Select(f => f.Kind));

    [Fact]
    public void ASequenceThatIsItsOwnReverseComplementIsADuplicateAndNoTwin() =>
        Assert.Equal([LeakageKind.Duplicate], Audit(["AACGTT"], ["AACGTT"]).Findings.Select(f => f.Kind));

    [Theory]
    [InlineData(81, 40)]
    [InlineData(81, 33)]
    [InlineData(500, 130)]
    [InlineData(2000, 1990)]
    public void WindowsOfOneLocusAreFoundOnBothStrandsWithTheirShift(int length, int overlap)
    {
        var planted = new Planted(length + overlap);
        var loci = Enumerable.Range(0, 40).Select(_ => planted.Sequence((2 * length) - overlap)).ToArray();
        var test = loci.Select((l, i) => i % 2 == 0 ? l[^length..] : Planted.Reverse(l[^length..]));
        var report = Audit(loci.Select(l => l[..length]), test, new LeakageOptions { Examples = 40 });
        Assert.Equal(40, Planted.Count(report, LeakageKind.ShiftedWindow));
        Assert.All(
            report.Findings.Single().Examples,
            e => Assert.Equal((overlap - length, (int?)overlap, 1.0), (e.Shift!.Value, e.Overlap, e.Similarity!.Value)));
        Assert.Equal(20, report.Findings.Single().Examples.Count(e => e.ReverseStrand));
    }

    [Fact]
    public void AnOverlapThatIsTooShortIsNone()
    {
        var planted = new Planted(3);
        var locus = planted.Sequence(200 - 30);
        Assert.Empty(Audit([locus[..100]], [locus[^100..]]).Findings);
        Assert.NotEmpty(Audit([locus[..100]], [locus[^100..]], new LeakageOptions { MinimumOverlap = 30 }).Findings);
    }

    [Theory]
    [InlineData(0.95, 0.99)]
    [InlineData(0.92, 0.90)]
    public void NearDuplicatesOfAStatedIdentityAreFound(double identity, double found)
    {
        var planted = new Planted(4);
        string[] train = [.. Enumerable.Range(0, 400).Select(_ => planted.Sequence(100))];
        var report = Audit(train, train.Select((s, i) => planted.Substitute(i % 2 == 0 ? s : Planted.Reverse(s), 1 - identity)));
        Assert.InRange(Planted.Count(report, LeakageKind.NearDuplicate), found * 400, 400);
        Assert.Equal([LeakageKind.NearDuplicate], report.Findings.Select(f => f.Kind));
    }

    [Fact]
    public void SequencesLessAlikeThanAskedForAreNotReported()
    {
        var planted = new Planted(5);
        string[] train = [.. Enumerable.Range(0, 400).Select(_ => planted.Sequence(150))];
        Assert.Empty(Audit(train, train.Select(s => planted.Substitute(s, 0.25))).Findings);
    }

    [Fact]
    public void InsertionsAndDeletionsDoNotHideANearDuplicate()
    {
        var planted = new Planted(6);
        string[] train = [.. Enumerable.Range(0, 100).Select(_ => planted.Sequence(400))];
        var report = Audit(train, train.Select(s => planted.InsertAndDelete(s, 5)));
        Assert.Equal(100, report.Totals[0].Records);
    }

    [Fact]
    public void ALargeFamilyOfVariantsIsFoundWhole()
    {
        var planted = new Planted(7);
        var element = planted.Sequence(250);
        string[] variants = [.. Enumerable.Range(0, 3000).Select(_ => planted.Substitute(element, 0.01)).Distinct()];
        var report = Audit(variants[..2000], variants[2000..]);
        Assert.Equal(variants.Length - 2000, Planted.Count(report, LeakageKind.NearDuplicate));
        Assert.All(LeakageAudit.Cluster(Planted.Records(variants, [])), c => Assert.Equal(0, c));
    }

    [Fact]
    public void ProteinsAreComparedWithoutASecondStrand()
    {
        var planted = new Planted(8);
        const string Residues = "ACDEFGHIKLMNPQRSTVWY";
        string[] train = [.. Enumerable.Range(0, 300).Select(_ => planted.Sequence(200, Residues))];
        string[] test = [
            train[0], planted.Substitute(train[1], 0.05, Residues), train[2][60..] + planted.Sequence(60, Residues),
            planted.Sequence(200, Residues)];
        var report = Audit(train, test, new LeakageOptions { Protein = true });
        Assert.Equal(
            [(LeakageKind.Duplicate, 1), (LeakageKind.ShiftedWindow, 1), (LeakageKind.NearDuplicate, 1)],
            report.Findings.Select(f => (f.Kind, f.Records)));
    }

    [Fact]
    public void UnknownBasesMakeNothingAlike()
    {
        var planted = new Planted(9);
        string[] train = [.. Enumerable.Range(0, 20).Select(_ => planted.Sequence(40) + new string('N', 400) + planted.Sequence(40))];
        string[] test = [.. Enumerable.Range(0, 20).Select(_ => planted.Sequence(40) + new string('N', 400) + planted.Sequence(40))];
        Assert.Empty(Audit(train, test).Findings);
        Assert.Equal(20, Planted.Count(Audit(train, train), LeakageKind.Duplicate));
    }

    [Fact]
    public void GroupsAreCountedByColumnAndRecordsWithoutAGroupAreInNone()
    {
        var records = new AuditRecords("gene", "individual");
        records.Begin("train");
        records.Add("ACGTACGA"u8, new RecordName("a", "f", 1, 1), "1", "BRCA1", "NA1");
        records.Add("ACGTACGC"u8, new RecordName("b", "f", 2, 2), "1", null, "NA2");
        records.Begin("test");
        records.Add("ACGTACGG"u8, new RecordName("c", "f", 3, 3), "1", "BRCA1", "NA3");
        records.Add("ACGTAAAA"u8, new RecordName("d", "f", 4, 4), "1", null, "NA2");
        var report = LeakageAudit.Run(records);
        Assert.Equal([("gene", 1), ("individual", 1)], report.Findings.Select(f => (f.Column, f.Records)));
        Assert.Equal("BRCA1", report.Findings[0].Examples[0].Detail);
        Assert.Equal(2, report.Totals[0].Records);
    }

    [Fact]
    public void EqualSequencesWithOtherLabelsAreConflictsButNoFurtherLeak()
    {
        var records = new AuditRecords();
        records.Begin("train");
        foreach (var label in new[] { "0", "0", "1" }) records.Add("ACGTACGAA"u8, new RecordName("t", "f", 1, 1), label);
        records.Begin("test");
        records.Add("acguacgaa"u8, new RecordName("v", "f", 4, 4), "0");
        records.Add("acguacgaa"u8, new RecordName("v", "f", 5, 5), null);
        var report = LeakageAudit.Run(records);
        Assert.Equal(
            [("test", "train", 1), ("train", "train", 1)],
            report.Findings.Where(f => f.Kind == LeakageKind.ConflictingLabel).Select(f => (f.Split, f.Other, f.Records)));
        Assert.Equal("'0' and '1'", report.Findings.First(f => f.Kind == LeakageKind.ConflictingLabel).Examples[0].Detail);
        Assert.Equal(2, report.Totals.Single(t => t.Split == "test" && t.Other == "train").Records);
    }

    [Fact]
    public void TheReportDoesNotDependOnTheNumberOfThreads()
    {
        var planted = new Planted(10);
        var genome = planted.Sequence(20_000);
        string[] windows = [
            .. Enumerable.Range(0, 600).Select(_ => planted.Next(genome.Length - 200)).Select(
                (at, i) => planted.Substitute(i % 3 == 0 ? Planted.Reverse(genome.Substring(at, 200)) : genome.Substring(at, 200), 0.02))];
        LeakageReport Run(int threads) => Audit(windows[..400], windows[400..], new LeakageOptions { Threads = threads });
        Assert.Equal(Run(1).ToText(), Run(7).ToText());
        Assert.Equal(
            LeakageAudit.Cluster(Planted.Records(windows, []), new LeakageOptions { Threads = 1 }),
            LeakageAudit.Cluster(Planted.Records(windows, []), new LeakageOptions { Threads = 7 }));
    }

    [Fact]
    public void ClustersJoinWhatIsAlikeAndNothingElse()
    {
        var planted = new Planted(11);
        var (locus, other) = (planted.Sequence(400), planted.Sequence(100));
        string[] sequences = [
            locus[..100], other, locus[50..150], Planted.Reverse(locus[100..200]), planted.Sequence(100), other.ToLowerInvariant(),
            Planted.Reverse(other)];
        Assert.Equal([0, 1, 0, 0, 4, 1, 1], LeakageAudit.Cluster(Planted.Records(sequences, [])));
        Assert.Equal([0, 1, 2, 3, 4, 1, 1], LeakageAudit.ClusterEqual(Planted.Records(sequences, [])));
    }

    [Theory]
    [InlineData(0.4, 15, 5)]
    [InlineData(0.9, 14, 5)]
    [InlineData(0.9, 33, 5)]
    [InlineData(0.9, 15, 0)]
    public void SettingsWithoutSenseAreRefused(double identity, int k, int window) =>
        Assert.Equal("OH1610", Assert.Throws<UsageException>(
            () => Audit(["ACGT"], ["ACGT"], new LeakageOptions { Identity = identity, WordLength = k, Window = window })).Code);

    [Fact]
    public void EmptySplitsAndNoSplitsAreNoFailure()
    {
        Assert.Empty(Audit([], ["ACGT"]).Findings);
        Assert.Empty(LeakageAudit.Run(new AuditRecords()).Totals);
    }

    [Fact]
    public void ContainmentEqualsTheDefinition()
    {
        var planted = new Planted(13);
        var share = new WordShare(7, protein: false);
        static HashSet<string> Words(string s) =>
            [.. Enumerable.Range(0, s.Length - 6).Select(i => s.Substring(i, 7)).Where(w => !w.Contains('N', StringComparison.Ordinal))];
        for (var i = 0; i < 100; i++)
        {
            var (a, b) = (planted.Sequence(200, "ACGTTTTTTTN"), planted.Sequence(200 + planted.Next(2000)));
            Assert.Equal(
                (double)Words(a).Intersect(Words(b)).Count() / Words(a).Count,
                share.Of(Encoding.ASCII.GetBytes(b), Encoding.ASCII.GetBytes(a)), 12);
        }
    }

    /// <summary>Letters compared and words looked at grow as the data do, whatever repeats in them.</summary>
    [Theory]
    [InlineData("one sequence")]
    [InlineData("poly-A")]
    [InlineData("tandem repeat")]
    [InlineData("two long repeats")]
    [InlineData("variants")]
    public void TheWorkIsLinearInHostileRepeats(string kind)
    {
        var (small, large) = (Work(kind, 1000), Work(kind, 4000));
        Assert.InRange((double)large.Work / large.Letters, 0, Math.Max(1.3 * small.Work / small.Letters, 1));
        // For each letter in two splits: 16 occurrences of each word, 64 candidates letter by letter, the words of 8.
        Assert.InRange((double)large.Work / large.Letters, 0, 2 * (16 + 64 + 16));
    }

    [Fact]
    public void OneSequenceAHundredThousandTimesIsOneCluster()
    {
        var sequence = new Planted(15).Sequence(40);
        var records = Planted.Records(Enumerable.Repeat(sequence, 60_000), Enumerable.Repeat(Planted.Reverse(sequence), 40_000));
        Assert.All(LeakageAudit.Cluster(records), c => Assert.Equal(0, c));
        Assert.Equal(40_000, Planted.Count(LeakageAudit.Run(records), LeakageKind.ReverseComplement));
    }

    private static (long Work, long Letters) Work(string kind, int size)
    {
        var planted = new Planted(14);
        var one = planted.Sequence(100);
        string[] sequences = kind switch
        {
            "one sequence" => [.. Enumerable.Repeat(one, size)],
            "poly-A" => [.. Enumerable.Range(0, size / 4).Select(_ => new string('A', 80 + planted.Next(40)))],
            "tandem repeat" =>
                [
                    .. Enumerable.Range(0, size).Select(
                        _ => string.Concat(Enumerable.Repeat("ACGTTGCATC", 12)).Substring(planted.Next(10), 90 + planted.Next(20)))],
            "two long repeats" =>
                [new string('A', 20 * size), new string('A', 20 * size + 1), string.Concat(Enumerable.Repeat("ACCGT", 4 * size))],
            _ => [.. Enumerable.Range(0, size).Select(_ => planted.Substitute(one, 0.03))],
        };
        var records = Planted.Records(sequences[..(sequences.Length / 2)], sequences[(sequences.Length / 2)..]);
        var options = new LeakageOptions();
        var search = new SimilaritySearch(records, SeedIndex.Build(records.Sequences, options, null, CancellationToken.None), options);
        var links = new List<SimilarityLink>();
        for (var record = 0; record < records.Count; record++) search.Find(record, record < records.RangeOf(0).End.Value ? 0 : 1, links);
        return (search.Work, records.Sequences.Letters);
    }
}

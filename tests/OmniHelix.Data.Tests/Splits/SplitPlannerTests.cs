using OmniHelix.Data.Leakage;
using OmniHelix.Data.Splits;
using OmniHelix.Data.Tests.Leakage;

namespace OmniHelix.Data.Tests.Splits;

public class SplitPlannerTests
{
    private static AuditRecords Records(
        int count, long seed, Func<int, string?> label, Func<int, string?>? group = null, Func<int, string>? sequence = null)
    {
        var planted = new Planted(seed);
        var records = group is null ? new AuditRecords() : new AuditRecords("group");
        records.Begin("all");
        for (var i = 0; i < count; i++)
        {
            var text = System.Text.Encoding.ASCII.GetBytes(sequence?.Invoke(i) ?? planted.Sequence(60));
            var name = new RecordName($"r{i}", "f.csv", i + 1, i + 2);
            if (group is null) records.Add(text, name, label(i));
            else records.Add(text, name, label(i), group(i));
        }
        return records;
    }

    private static int[] Sizes(SplitPlan plan) => [.. Enumerable.Range(0, 3).Select(s => plan.SplitOf.Count(x => x == s))];

    [Theory]
    [InlineData(13528, 12175, 677, 676)]
    [InlineData(10799, 9719, 540, 540)]
    public void IndependentRecordsGiveTheSizesOfGenomeNLP(int count, int train, int test, int valid) =>
        Assert.Equal([train, valid, test], new SplitRatios(0.9, 0.05, 0.05).CountsOf(count));

    [Fact]
    public void SharesThatSumToOneButForRoundingAreTaken() =>
        Assert.Equal([7, 1, 2], new SplitRatios(0.7, 0.1, 0.2).Checked().CountsOf(10));

    [Theory]
    [InlineData(0.9, 0.05, 0.06, "sum to 1.01")]
    [InlineData(0, 0.5, 0.5, "above 0")]
    [InlineData(1.2, -0.1, -0.1, "between 0 and 1")]
    [InlineData(double.NaN, 0.5, 0.5, "between 0 and 1")]
    public void BadSharesAreRefused(double train, double valid, double test, string says)
    {
        var error = Assert.Throws<UsageException>(() => new SplitRatios(train, valid, test).Checked());
        Assert.Equal("OH1620", error.Code);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void StratifiedSplitsHaveTheLabelBalanceOfTheWhole()
    {
        var records = Records(1000, 1, i => i % 10 == 0 ? "rare" : "common");
        var plan = SplitPlanner.Plan(records, new SplitOptions { Method = SplitMethod.Stratified, Ratios = new(0.8, 0.1, 0.1) });
        Assert.Equal([800, 100, 100], Sizes(plan));
        foreach (var (split, rare) in new[] { (0, 80), (1, 10), (2, 10) })
            Assert.Equal(rare, plan.RecordsOf(split).Count(r => records.LabelOf(r) == "rare"));
    }

    [Theory]
    [InlineData(SplitMethod.Random)]
    [InlineData(SplitMethod.Stratified)]
    [InlineData(SplitMethod.Grouped)]
    [InlineData(SplitMethod.Similarity)]
    public void EveryRecordIsInOneSplitSeedsReproduceAndGroupsStayWhole(SplitMethod method)
    {
        var records = Records(500, 2, i => (i % 3).ToString(System.Globalization.CultureInfo.InvariantCulture), i => $"g{i % 83}");
        var options = new SplitOptions { Method = method, Ratios = new(0.7, 0.1, 0.2), Seed = 5 };
        var plan = SplitPlanner.Plan(records, options);
        Assert.Equal(500, plan.SplitOf.Count);
        Assert.All(plan.SplitOf, s => Assert.InRange(s, 0, 2));
        Assert.Equal(plan.SplitOf, SplitPlanner.Plan(records, options with { Similarity = new LeakageOptions { Threads = 5 } }).SplitOf);
        Assert.NotEqual(plan.SplitOf, SplitPlanner.Plan(records, options with { Seed = 6 }).SplitOf);
        Assert.All(Enumerable.Range(0, 500), i => Assert.Equal(plan.SplitOf[i % 83], plan.SplitOf[i]));
        foreach (var (split, wanted) in new[] { (0, 350), (1, 50), (2, 100) }) Assert.InRange(Sizes(plan)[split], wanted - 12, wanted + 12);
        Assert.Equal(83, plan.Units);
    }

    [Fact]
    public void TwinsAndEqualSequencesStayTogetherUnlessRecordsAreIndependent()
    {
        var planted = new Planted(3);
        var forward = Enumerable.Range(0, 400).Select(_ => planted.Sequence(81)).ToArray();
        var records = Records(
            800, 4, i => (i / 2 % 2).ToString(System.Globalization.CultureInfo.InvariantCulture), null,
            i => i % 2 == 0 ? forward[i / 2] : Planted.Reverse(forward[i / 2]));
        var options = new SplitOptions { Method = SplitMethod.Random };
        var together = SplitManifest.Of(records, SplitPlanner.Plan(records, options), options);
        Assert.False(together.Audit.HasLeakage);
        Assert.Equal([720, 40, 40], together.Splits.Select(s => s.Records));
        Assert.Equal((400, 2), (together.Units, together.LargestUnit));
        var torn = SplitManifest.Of(records, SplitPlanner.Plan(records, options with { IndependentRecords = true }), options);
        Assert.InRange(
            torn.Audit.Findings.First(f => f.Split == "test" && f.Other == "train" && f.Kind == LeakageKind.ReverseComplement).Records, 30,
            40);
    }

    [Fact]
    public void SplitsBySimilarityLeaveNoLeak()
    {
        var planted = new Planted(5);
        var genome = planted.Sequence(60_000);
        var starts = Enumerable.Range(0, 500).Select(i => (i * 100) + planted.Next(60)).ToArray();
        var records = Records(
            500, 6, i => "x", null, i => i % 4 == 0 ? Planted.Reverse(genome.Substring(starts[i], 120)) : genome.Substring(starts[i], 120));
        var options = new SplitOptions { Method = SplitMethod.Similarity, Ratios = new(0.6, 0.2, 0.2) };
        var manifest = SplitManifest.Of(records, SplitPlanner.Plan(records, options), options);
        Assert.False(manifest.Audit.HasLeakage);
        Assert.True(manifest.LargestUnit > 1);
        var random = options with { Method = SplitMethod.Random };
        Assert.True(SplitManifest.Of(records, SplitPlanner.Plan(records, random), random).Audit.HasLeakage);
    }

    [Fact]
    public void ChromosomesAreKeptWholeAndNamedOnesGoWhereTheyAreSent()
    {
        var records = Records(300, 7, _ => null, i => $"chr{1 + (i % 10)}");
        var options = new SplitOptions { Method = SplitMethod.Chromosome, Ratios = new(0.8, 0.1, 0.1) };
        var plan = SplitPlanner.Plan(records, options);
        Assert.Equal([240, 30, 30], Sizes(plan));
        var named = SplitPlanner.Plan(records, options with { TestChromosomes = ["chr3", "chr4"], ValidChromosomes = ["chr10"] });
        Assert.Equal([210, 30, 60], Sizes(named));
        Assert.All(named.RecordsOf(2), r => Assert.Contains(r % 10, new[] { 2, 3 }));
        var error = Assert.Throws<OmniException>(() => SplitPlanner.Plan(records, options with { TestChromosomes = ["chr11"] }));
        Assert.Equal("OH1625", error.Code);
        Assert.Contains("chr10", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SettingsThatContradictEachOtherAreRefused()
    {
        var records = Records(10, 8, i => "x");
        string Code(SplitOptions options) => Assert.ThrowsAny<OmniException>(() => SplitPlanner.Plan(records, options)).Code;
        Assert.Equal("OH1622", Code(new SplitOptions { Method = SplitMethod.Grouped }));
        Assert.Equal("OH1622", Code(new SplitOptions { Method = SplitMethod.Similarity, IndependentRecords = true }));
        Assert.Equal("OH1622", Code(new SplitOptions { TestChromosomes = ["chr1"] }));
        Assert.Equal("OH1623", Code(new SplitOptions { Ratios = new(0.98, 0.01, 0.01) }));
        var ungrouped = Records(5, 9, _ => null, i => i == 3 ? null : "g");
        var grouped = new SplitOptions { Method = SplitMethod.Grouped };
        Assert.Equal("OH1624", Assert.Throws<OmniException>(() => SplitPlanner.Plan(ungrouped, grouped)).Code);
        Assert.Equal(
            "OH1622", Assert.Throws<UsageException>(() => SplitPlanner.Plan(Records(1100, 9, i => $"{i}"), new SplitOptions())).Code);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void FewerRecordsThanSplitsAreRefused(int count)
    {
        foreach (var method in new[] { SplitMethod.Random, SplitMethod.Stratified, SplitMethod.Similarity })
        {
            var error = Assert.Throws<OmniException>(
                () => SplitPlanner.Plan(Records(count, 11, _ => "x"), new SplitOptions { Method = method }));
            Assert.Equal("OH1623", error.Code);
            Assert.Contains("split would be empty", error.Message, StringComparison.Ordinal);
        }
        Assert.Equal(
            [count],
            SplitPlanner.Plan(
                Records(count, 11, _ => "x"), new SplitOptions { Ratios = new(1, 0, 0) }).SplitOf.CountBy(s => s).Select(c => c.Value));
        Assert.Equal("OH1623", Assert.Throws<OmniException>(() => SplitPlanner.Plan(new AuditRecords(), new SplitOptions())).Code);
    }

    [Fact]
    public void OneClusterOfEverythingIsRefusedAndAGiantOneIsToldOf()
    {
        var planted = new Planted(12);
        var element = planted.Sequence(120);
        AuditRecords Mixed(int alike, int others) =>
            Records(alike + others, 13, _ => "x", null, i => i < alike ? planted.Substitute(element, 0.02) : planted.Sequence(120));
        var options = new SplitOptions { Method = SplitMethod.Similarity, Ratios = new(0.5, 0.25, 0.25) };
        var error = Assert.Throws<OmniException>(() => SplitPlanner.Plan(Mixed(60, 0), options));
        Assert.Equal("OH1623", error.Code);
        Assert.Contains("60 records in 1 parts that stay together, the largest of 60", error.Message, StringComparison.Ordinal);
        var plan = SplitPlanner.Plan(Mixed(90, 10), options);
        Assert.Equal((11, 1, 90), (plan.Units, plan.JointUnits, plan.LargestUnit));
        Assert.Equal([90, 5, 5], Sizes(plan));
        Assert.Contains(
            plan.Notes, n => n == "train has 90 records instead of 50: of the 11 parts that stay together the largest holds 90 records.");
        Assert.DoesNotContain(SplitPlanner.Plan(Mixed(0, 100), options).Notes, n => n.Contains("instead of", StringComparison.Ordinal));
    }

    [Fact]
    public void RecordsWithoutLabelsAreSpreadAndToldOf()
    {
        var plan = SplitPlanner.Plan(Records(100, 14, _ => null), new SplitOptions { Ratios = new(0.8, 0.1, 0.1) });
        Assert.Equal([80, 10, 10], Sizes(plan));
        Assert.Equal(["No record has a label: there is nothing to balance."], plan.Notes);
        var some = SplitPlanner.Plan(Records(100, 14, i => i % 2 == 0 ? null : "a"), new SplitOptions { Ratios = new(0.8, 0.1, 0.1) });
        Assert.Empty(some.Notes);
        Assert.Equal(40, some.RecordsOf(0).Count(r => r % 2 == 0));
    }

    [Fact]
    public void TheManifestTellsLabelsAndAudit()
    {
        var records = Records(40, 10, i => i % 4 == 0 ? "a" : "b");
        var options = new SplitOptions { Ratios = new(0.5, 0, 0.5) };
        var json = SplitManifest.Of(records, SplitPlanner.Plan(records, options), options).ToJson();
        Assert.Equal("stratified", (string?)json["method"]);
        Assert.Equal(15, (int)json["splits"]![0]!["labels"]!["b"]!);
        Assert.False((bool)json["audit"]!["leakage"]!);
    }
}

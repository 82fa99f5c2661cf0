using OmniHelix.Sequences.Vcf;
using OmniHelix.Sequences.Vcf.Filtering;

namespace OmniHelix.Sequences.Tests.Vcf.Filtering;

public class VariantFilterTests
{
    // Alternates enough for the call 12|3.
    private const string Twelve = "C,G,T,AC,AG,AT,ACC,ACG,ACT,AGC,AGG,AGT";

    private static readonly string Data = Path.Combine(AppContext.BaseDirectory, "Vcf", "data");

    private static string Accepted(string expression, string file = "filters.vcf")
    {
        using var reader = VcfReader.Open(Path.Combine(Data, file));
        var filter = VariantFilter.Parse(
            expression.Replace("@", "@" + Data + Path.DirectorySeparatorChar, StringComparison.Ordinal), reader.Header);
        var positions = new List<long>();
        while (reader.TryRead())
            if (filter.Accepts(reader.Record)) positions.Add(reader.Record.Position + 1);
        return string.Join(' ', positions);
    }

    private static UsageException Refused(string expression) => Assert.Throws<UsageException>(() => Accepted(expression));

    public static TheoryData<string, string, string> Agreed()
    {
        var rows = new TheoryData<string, string, string>();
        foreach (var name in new[] { "filters", "functions" })
            foreach (var columns in File.ReadLines(Path.Combine(Data, name + ".tsv")).Skip(1).Distinct().Select(line => line.Split('\t')))
                rows.Add(columns[0], name + ".vcf", columns[1]);
        return rows;
    }

    [Theory]
    [MemberData(nameof(Agreed))]
    public void ExpressionsKeepTheRecordsThatBcftoolsKeeps(string expression, string file, string positions) =>
        Assert.Equal(positions, Accepted(expression, file));

    [Theory]
    [InlineData("!(QUAL>20)", "2 3 4")]
    [InlineData("QUAL>20 && !(type=\"snp\")", "5 6 7 8 9 10")]
    [InlineData("!FILTER='PASS'", "2 3 4 5")]
    [InlineData("!!POS=3", "3")]
    [InlineData("%QUAL>40", "1")]
    [InlineData("N_MISSING>0", "2 3 4")]
    [InlineData("AF[1]>0.3", "2")]
    [InlineData("ILEN<0", "3 10")]
    [InlineData("ILEN>0", "4")]
    [InlineData("\"v1\"=ID", "1")]
    public void WhatBcftoolsDoesNotKnowOrGetsWrongMeansWhatItSays(string expression, string positions) =>
        Assert.Equal(positions, Accepted(expression));

    [Theory]
    [InlineData("phred(binom(INFO/AD))>20", "3")]
    [InlineData("binom(FMT/AD)>0.9", "1 2 7 8")]
    [InlineData("COUNT(GQ)=3", "1 3 4 5 6")]
    [InlineData("STRLEN(ID)>2", "3")]
    [InlineData("binom(FMT/AD)=\".\" && POS<3", "2")]
    [InlineData("!(ID=@ids.txt) && POS>6", "7 8")]
    [InlineData("(ID=@ids.txt) || POS=8", "1 5 8")]
    [InlineData("CHROM!=@ids.txt && POS=1", "1")]
    [InlineData("SMPL_COUNT(FMT/AD)>2", "2")]
    [InlineData("FMT/AD[@people.txt]>400", "3")]
    public void FunctionsWorkWhereThoseOfBcftoolsDoNot(string expression, string positions) =>
        Assert.Equal(positions, Accepted(expression, "functions.vcf"));

    [Theory]
    [InlineData("binom(FMT/AD,1,2)>1", "OH1072")]
    [InlineData("binom(FMT/AD[:0],FMT/AD)>1", "OH1072")]
    [InlineData("binom()>1", "OH1072")]
    [InlineData("binom(ID)>1", "OH1072")]
    [InlineData("ABS(QUAL,2)>1", "OH1072")]
    [InlineData("QUAL>1,2", "OH1072")]
    [InlineData("ID~@ids.txt", "OH1072")]
    [InlineData("QUAL=@ids.txt", "OH1072")]
    [InlineData("@ids.txt=@ids.txt", "OH1072")]
    [InlineData("ID=@none.txt", "OH1001")]
    [InlineData("GT[@none.txt]=\"het\"", "OH1001")]
    [InlineData("GT[@ids.txt]=\"het\"", "OH1064")]
    [InlineData("gt=\"het\"", "OH1073")]
    [InlineData("fisher(DP4)<0.5", "OH1073")]
    [InlineData("perl.severity(INFO/AD)>3", "OH1073")]
    public void WhatCannotBeAskedIsRefused(string expression, string code) =>
        Assert.Equal(code, Assert.ThrowsAny<OmniException>(() => Accepted(expression, "functions.vcf")).Code);

    [Fact]
    public void AFileMustBeNamedBehindItsSign()
    {
        using var reader = VcfText.Read(VcfText.Of([], "1 5 . A C . . ."));
        Assert.Equal("OH1072", Assert.Throws<UsageException>(() => VariantFilter.Parse("ID=@ && POS>1", reader.Header)).Code);
    }

    /// <summary>Random calls of many people, judged one by one by what their text says.</summary>
    [Theory]
    [InlineData("het")]
    [InlineData("hom")]
    [InlineData("mis")]
    [InlineData("ref")]
    [InlineData("alt")]
    [InlineData("hap")]
    [InlineData("RR")]
    [InlineData("AA")]
    [InlineData("RA")]
    [InlineData("Aa")]
    [InlineData("R")]
    [InlineData("A")]
    public void KindsOfCallsAreToldAlikeForManyPeopleAndForOne(string kind)
    {
        var random = new Xoshiro256(41);
        foreach (var people in new[] { 1, 7, 8, 9, 40, 333 })
            foreach (var odd in new[] { 0, 30, 3 })
            {
                var calls = Enumerable.Range(0, people).Select(_ => odd > 0 && random.Next(odd) == 0
                    ? new[] { "0", "1", ".", "0/1/2", "./1", ".|.", "2", "12|3" }[random.Next(8)]
                    : $"{random.Next(3)}{(random.Next(2) == 0 ? '/' : '|')}{random.Next(3)}").ToArray();
                string[] names = [.. Enumerable.Range(0, people).Select(i => $"p{i}")];
                using var together = VcfText.Read(VcfText.Of(names, $"1 5 . A {Twelve} . . . GT {string.Join(' ', calls)}"));
                Assert.True(together.TryRead());
                var expected = calls.Count(call =>
                {
                    using var alone = VcfText.Read(VcfText.Of(["p"], $"1 5 . A {Twelve} . . . GT {call}"));
                    return alone.TryRead() && VariantFilter.Parse($"GT[0]=\"{kind}\"", alone.Header).Accepts(alone.Record);
                });
                Assert.True(
                    VariantFilter.Parse($"N_PASS(GT=\"{kind}\")={expected}", together.Header).Accepts(together.Record),
                    $"{kind} of {string.Join(' ', calls)}");
                Assert.True(
                    VariantFilter.Parse($"N_PASS(GT!=\"{kind}\")={people - expected}", together.Header).Accepts(together.Record),
                    $"not {kind} of {string.Join(' ', calls)}");
                Assert.Equal(expected > 0, VariantFilter.Parse($"GT=\"{kind}\"", together.Header).Accepts(together.Record));
            }
    }

    /// <summary>A call is its text: asked by a pattern that spells it out, the same people are found.</summary>
    [Theory]
    [InlineData("0|1", "^0|1$")]
    [InlineData("0/1", "^0/1$")]
    [InlineData("0", "^0$")]
    [InlineData(".", "^\\.$")]
    [InlineData("./.", "^\\./\\.$")]
    [InlineData(".|.", "^\\.|\\.$")]
    [InlineData("0/1/2", "^0/1/2$")]
    [InlineData("12|3", "^12|3$")]
    [InlineData("0|1,1|0,2", "^0|1$\\|^1|0$\\|^2$")]
    [InlineData("x", "^x$")]
    public void ACallIsFoundByItsSpelling(string call, string pattern)
    {
        var random = new Xoshiro256(42);
        string[] calls = ["0|1", "1|0", "0/1", "0", "2", ".", "./.", ".|.", "0/1/2", "12|3", "0|0", "1/1"];
        for (var round = 0; round < 20; round++)
        {
            var people = Enumerable.Range(0, 1 + random.Next(20)).Select(_ => calls[random.Next(round % 2 == 0 ? calls.Length : 3)])
                .ToArray();
            string[] names = [.. people.Select((_, i) => $"p{i}")];
            using var reader = VcfText.Read(VcfText.Of(names, $"1 5 . A {Twelve} . . . GT {string.Join(' ', people)}"));
            Assert.True(reader.TryRead());
            var count = people.Count(call.Split(',').Contains);
            var judgements = new[]
            {
                ($"GT=\"{call}\"", count),
                ($"GT~\"{pattern}\"", count),
                ($"GT!=\"{call}\"", people.Length - count),
                ($"GT[0]=\"{call}\"", call.Split(',').Contains(people[0]) ? 1 : 0),
            };
            foreach (var (expression, expected) in judgements)
                Assert.True(
                    VariantFilter.Parse($"N_PASS({expression})={expected}", reader.Header).Accepts(reader.Record),
                    $"{expression} of {string.Join(' ', people)}");
        }
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("   ", 4)]
    [InlineData("QUAL>", 6)]
    [InlineData("(QUAL>1", 1)]
    [InlineData("QUAL>1)", 7)]
    [InlineData("QUAL>1 QUAL", 8)]
    [InlineData("QUAL", 1)]
    [InlineData("QUAL>1 && POS", 11)]
    [InlineData("QUAL>1>2", 7)]
    [InlineData("QUAL>1 ; POS", 8)]
    [InlineData("ID=\"v1", 4)]
    [InlineData("AF[0>1", 3)]
    [InlineData("AF[x]>1", 1)]
    [InlineData("AD[0]>2", 1)]
    [InlineData("QUAL>1x", 6)]
    [InlineData("INFO/DP=\"5\"", 8)]
    [InlineData("ID>\"5\"", 3)]
    [InlineData("ID~5", 3)]
    [InlineData("ID+1=2", 1)]
    [InlineData("ID~\"[a\"", 3)]
    [InlineData("ID~\"\\(a\"", 3)]
    [InlineData("STRLEN(QUAL)>1", 8)]
    [InlineData("(GT=\"het\")>1", 11)]
    public void AMalformedExpressionIsRefusedWithItsPlace(string expression, int column)
    {
        var error = Refused(expression);
        Assert.Equal(("OH1072", $"{expression}, column {column}"), (error.Code, error.Place));
    }

    [Theory]
    [InlineData("DP=5", "Write INFO/DP or FORMAT/DP.")]
    [InlineData("QUALL>1", "Did you mean 'QUAL'?")]
    [InlineData("INFO/AE>1", "Did you mean 'AF'?")]
    [InlineData("FORMAT/ADD>1", "Did you mean 'AD'?")]
    [InlineData("FILTER=\"q3\"", "Did you mean 'q1'?")]
    [InlineData("type=\"snp,indel\"", "Known are snp, indel, mnp, ref, bnd, overlap and other.")]
    [InlineData("LOG(QUAL)>1", null)]
    public void ANameThatNothingHasIsRefusedWithAdvice(string expression, string? advice)
    {
        var error = Refused(expression);
        Assert.Equal("OH1073", error.Code);
        if (advice is not null) Assert.Equal(advice, error.Advice);
    }

    [Fact]
    public void AMissingTagIsNotTakenForAnUnlikeName()
    {
        var error = Refused("XY<10");
        Assert.Equal(
            ("OH1073", "the header declares no INFO or FORMAT tag 'XY'", (string?)null), (error.Code, error.Message, error.Advice));
    }

    [Theory]
    [InlineData('(')]
    [InlineData('!')]
    [InlineData('-')]
    public void EndlessNestingIsRefused(char opening) => Assert.Equal("OH1072", Refused(new string(opening, 4000) + "QUAL>1").Code);

    [Fact]
    public void AnExpressionOfCountlessWordsIsRefused() =>
        Assert.Equal("OH1072", Refused(string.Join("||", Enumerable.Repeat("QUAL>1", 100_000))).Code);

    [Fact]
    public void AValueThatIsNoNumberIsAnErrorOfTheFile()
    {
        using var reader = VcfText.Read(VcfText.Of([], "1 5 . A C . . DP=x"));
        Assert.True(reader.TryRead());
        Assert.Equal(
            "OH1071", Assert.Throws<OmniException>(() => VariantFilter.Parse("INFO/DP>1", reader.Header).Accepts(reader.Record)).Code);
    }
}

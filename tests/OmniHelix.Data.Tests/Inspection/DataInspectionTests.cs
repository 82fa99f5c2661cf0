using OmniHelix.Data.Inspection;
using OmniHelix.Data.Leakage;

namespace OmniHelix.Data.Tests.Inspection;

public sealed class DataInspectionTests : IDisposable
{
    private readonly TemporaryFolder scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void ThePromoterSetIsDescribed()
    {
        var inspection = DataInspection.Of(SourceTree.PathOf("samples", "promoter-ecoli"));
        Assert.Equal(["non_promoter", "promoter"], inspection.Labels!.Names);
        Assert.Equal([("train", 5412), ("test", 1082)], inspection.Report.Splits.Select(s => (s.Name, s.Rows)));
        var json = inspection.ToJson();
        Assert.Equal("text", (string?)json["files"]![0]!["columns"]!["sequence"]);
        Assert.Equal(2706, (long)json["splits"]![0]!["labels"]!["promoter"]!);
        Assert.Equal(81, (int)json["splits"]![1]!["length_percentiles"]!["50"]!);
        Assert.Contains("0 non_promoter  1 promoter", inspection.ToText(), StringComparison.Ordinal);
        Assert.Contains("test: 1082 rows, 87642 letters, DNA\n", inspection.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void UnknownBasesAndLowerCaseAreCountedAndNumbersAreNoClasses()
    {
        var inspection = DataInspection.Of(
            scratch.Write("a.jsonl", """{"seq":"ACGNNn","y":0.5}""" + "\n" + """{"seq":"acgt","y":0.7}""" + "\n"));
        Assert.Null(inspection.Labels);
        var split = inspection.ToJson()["splits"]![0]!;
        Assert.Equal((3L, 5L), ((long)split["unknown_bases"]!, (long)split["lower_case"]!));
        Assert.Contains("N 3, 30.00 % of all", inspection.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void ASymbolABaseIsNoClassOfTheSequence()
    {
        var inspection = DataInspection.Of(scratch.Write("a.csv", "sequence,label\nGGAACC,((..))\nGAAC,(..)\n"));
        Assert.Same(TaskType.TokenClassification, inspection.Task);
        Assert.Equal(["(", ")", "."], inspection.Labels!.Names);
    }

    [Fact]
    public void ProteinsAndMixedLettersAreDescribedAndNotRefused() =>
        Assert.Equal(
            "Protein",
            (string?)DataInspection.Of(scratch.Write("p.fa", ">x\nMKVLAAGIVGLLLAQWERTYPLKHGF\n")).ToJson()["splits"]![0]!["molecule"]);

    [Fact]
    public void SequencesWithBlanksAreCountedHereAndInTheAudit()
    {
        var file = scratch.Write("a.csv", "sequence,label\nAC GT,1\nACGT,0\n");
        var inspection = DataInspection.Of(file);
        Assert.Equal(2, inspection.Report.Splits[0].Rows);
        Assert.StartsWith("1 of 2 sequences have a blank in them. First places: ", inspection.Report.Notes[0], StringComparison.Ordinal);
        Assert.Contains("a.csv:2", inspection.ToText(), StringComparison.Ordinal);
        var audit = LeakageAudit.OfSplits([file], new AuditFields(), new LeakageOptions());
        Assert.Equal(1, audit.Splits[0].WithBlanks);
        Assert.Contains("; one of them has blanks inside the sequence", audit.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void OfATableWithoutSequencesTheColumnsAreShown()
    {
        var inspection = DataInspection.Of(scratch.Write("a.csv", "id,letters\n1,ACGT\n"));
        Assert.Equal(["id", "letters"], inspection.Files.Single().Columns.Select(column => column.Name));
        Assert.Contains("no column 'sequence'", inspection.ToText(), StringComparison.Ordinal);
        Assert.Empty(inspection.ToJson()["splits"]!.AsArray());
    }

    [Theory]
    [InlineData("a.csv", "", "OH1005")]
    [InlineData("a.fa", ">x\n", "OH1102")]
    public void WhatCannotBeReadIsNamed(string name, string content, string code) =>
        Assert.Equal(code, Assert.ThrowsAny<OmniException>(() => DataInspection.Of(scratch.Write(name, content))).Code);
}

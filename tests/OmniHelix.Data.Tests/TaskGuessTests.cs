using System.Text.Json.Nodes;
using OmniHelix.Data.Creation;
using OmniHelix.Data.Inspection;
using OmniHelix.Data.Leakage;
using OmniHelix.Data.Splits;

namespace OmniHelix.Data.Tests;

/// <summary>What labels are taken for: alike by inspection, and in the configurations of data sets that are split or made.</summary>
public sealed class TaskGuessTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("sequence_classification", "a b", "a", "b")]
    [InlineData("sequence_classification", "0 1", "0", "1")]
    [InlineData("sequence_regression", null, "0", "1.5", "2")]
    [InlineData("sequence_regression", null, "1e-3", "2", "-7")]
    [InlineData("token_classification", "( ) .", "((....))", "........")]
    [InlineData("multilabel_classification", "0 1 2", "0;1;1", "1;0;0")]
    [InlineData("multilabel_classification", "0 1 2", "[0 1 1]", "[1 0 0]")]
    [InlineData("multilabel_classification", "0 1 2", "[0 1 -100]", "[1 0 0]")]
    [InlineData("sequence_classification", "0 1", "-100", "0", "1")]
    [InlineData("sequence_regression", null, "[0.5 1]", "[1 2.5]")]
    [InlineData("token_classification", "0 1", "[0 1 0 1 0 1 0 0]", "[1 1 1 1 0 0 0 0]")]
    [InlineData("token_regression", null, "[0.5 1 0 1 0 1 0 0]", "[1 1 1 1 0 0 0 0]")]
    [InlineData(null, null, "[0.5 1]", "[1 2.5 3]")]
    [InlineData("sequence_classification", "5' nothing", "nothing", "5'")]
    public void LabelsTellTheTaskEverywhere(string? task, string? classes, params string[] labels)
    {
        var csv = folder.Write("a.csv", "id,sequence,label\n" + string.Concat(
            Enumerable.Range(0, 40).Select(i => $"r{i},{Sequence(i)},{labels[i % labels.Length]}\n")));
        var inspection = DataInspection.Of(csv);
        Assert.Equal(task, inspection.Task?.Name);
        Assert.Equal(classes, inspection.Labels is { } found ? string.Join(' ', found.Names) : null);

        var split = new SplitOptions { Method = SplitMethod.Random };
        DataSetSplitting.Run(csv, new(folder["split"], [new SplitForm(".csv")]), new AuditFields(), split);
        DataSetCreation.Run(
            DataSetSource.OfTable(csv, new AuditFields()), new(folder["made"], [new SplitForm(".csv")]), CreationColumns.Usual,
            new CreationOptions { Split = split });
        foreach (var made in new[] { "split", "made" })
        {
            var config = JsonNode.Parse(File.ReadAllText(folder[made, "config.json"]))!;
            Assert.Equal((made, task), (made, (string?)config["task_type"]));
            Assert.Equal(classes, config["label2id"] is { } ids ? string.Join(' ', ids.AsObject().Select(p => p.Key)) : null);
        }
    }

    [Theory]
    [InlineData("\"((((....((((....))))....))))....((((....((((....))))....))))....\"")]
    [InlineData("[0.5, null, -1]")]
    public void LongLabelsAndListsStandInANewDataSetAsTheyWere(string label)
    {
        var csv = folder.Write("a.jsonl", string.Concat(Enumerable.Range(0, 40).Select(
            i => $"{{\"seq\":\"{new string("ACGT"[i % 4], 20 + i)}\",\"label\":{label}}}\n")));
        DataSetCreation.Run(
            DataSetSource.OfTable(csv, new AuditFields()), new(folder["made"], [new SplitForm(".jsonl")]), CreationColumns.Usual,
            new CreationOptions { Split = new SplitOptions { Method = SplitMethod.Random } });
        Assert.Contains($"\"label\":\"{label.Trim('"')}\"", File.ReadAllText(folder["made", "train.jsonl"]), StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private static string Sequence(int number) => string.Concat(Enumerable.Range(0, 8).Select(i => "ACGT"[number >> i * 2 & 3]));
}

using System.Text.Json.Nodes;
using OmniHelix.Data.Columns;
using OmniHelix.Data.DataSets;
using OmniHelix.Data.Leakage;
using OmniHelix.Data.Records;
using OmniHelix.Data.Splits;
using OmniHelix.Data.Tables;

namespace OmniHelix.Data.Tests.Tables;

public sealed class SavedDataSetTests : IDisposable
{
    private static readonly TableColumn[] Columns =
        [
            new("sequence", TableType.Text), new("label", TableType.Int64) { ClassNames = ["other", "promoter"] },
            new("input_ids", TableType.ListOf(new(TableKind.Int32))),
            new("spans", TableType.ListOf(TableType.StructOf([new("n", TableType.Double)])))];

    private readonly TemporaryFolder scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void SplitsAreWrittenAsTheLibrarySavesThemAndReadAgain()
    {
        var folder = Saved();
        Assert.Equal(
            ["config.json", "dataset_dict.json", "manifest.json", "test", "train"],
            Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal("""{"splits":["train","test"]}""", File.ReadAllText(Path.Combine(folder, "dataset_dict.json")).Trim());
        Assert.Equal(
            ["data-00000-of-00001.arrow", "dataset_info.json", "state.json"],
            Directory.GetFiles(Path.Combine(folder, "train")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var info = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "train", "dataset_info.json")))!;
        Assert.Equal(
            """{"sequence":{"dtype":"string","_type":"Value"},"label":{"names":["other","promoter"],"_type":"ClassLabel"}"""
                + ""","input_ids":{"feature":{"dtype":"int32","_type":"Value"},"_type":"Sequence"}"""
                + ""","spans":[{"n":{"dtype":"float64","_type":"Value"}}]}""",
            info["features"]!.ToJsonString());
        var state = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "test", "state.json")))!;
        Assert.Equal(
            ("test", "data-00000-of-00001.arrow", 16),
            ((string)state["_split"]!, (string)state["_data_files"]![0]!["filename"]!, ((string)state["_fingerprint"]!).Length));

        var data = DataSetFolder.Open(folder, new() { ValidationShare = 0 });
        Assert.Equal((3, 1), (data.Train!.Count, data.Test!.Count));
        Assert.All(data.Train, e => Assert.Equal(new TextLabel("promoter"), e.Label));
        Assert.Equal(4, AuditReader.ReadSplits([folder]).Count);
    }

    [Fact]
    public void OneSavedSplitIsADataSetAndATable()
    {
        var folder = Path.Combine(Saved(), "test");
        Assert.Equal("TTTTT", Assert.Single(DataSetFolder.Open(folder).Test!).Sequence);
        var table = Table.Open(folder);
        Assert.Equal(Columns, table.Columns);
        object?[] row = ["TTTTT", 1L, new object?[] { 1L, null }, new object?[] { new KeyValuePair<string, object?>[] { new("n", 0.5) } }];
        Assert.Equal([row], table.Rows().Select(r => r.Fields.Select(f => f.Value).ToArray()));
    }

    [Fact]
    public void FoldersOfSplitsWithoutAListAreFoundByName()
    {
        var folder = Saved();
        File.Delete(Path.Combine(folder, "dataset_dict.json"));
        Assert.Equal(3, DataSetFolder.Open(folder, new() { ValidationShare = 0 }).Train!.Count);
    }

    [Theory]
    [InlineData("dataset_dict.json", "[]", "OH1227", "no JSON object")]
    [InlineData("dataset_dict.json", "{", "OH1227", "cannot be read")]
    [InlineData("dataset_dict.json", "{\"splits\": []}", "OH1227", "names no splits")]
    [InlineData("dataset_dict.json", "{\"splits\": [\"../saved\"]}", "OH1227", "does not lie beside it")]
    [InlineData("dataset_dict.json", "{\"splits\": [\"valid\"]}", "OH1227", "not there")]
    [InlineData("dataset_dict.json", "{\"splits\": [3]}", "OH1227", "other than a name")]
    [InlineData("train/state.json", "{}", "OH1227", "names no _data_files")]
    [InlineData("train/state.json", "{\"_data_files\": [{\"filename\": \"..\"}]}", "OH1227", "does not lie beside it")]
    [InlineData("train/state.json", "{\"_data_files\": [{\"filename\": \"/etc/passwd\"}]}", "OH1227", "does not lie beside it")]
    [InlineData("train/state.json", "{\"_data_files\": [{\"name\": \"data-00000-of-00001.arrow\"}]}", "OH1227", "other than a name")]
    [InlineData("train/state.json", "{\"_data_files\": [{\"filename\": \"data-00001-of-00002.arrow\"}]}", "OH1227", "not there")]
    public void WhatASavedFolderSaysWronglyIsNamed(string file, string content, string code, string message)
    {
        var folder = Saved();
        File.WriteAllText(Path.Combine(folder, file), content);
        var error = Assert.Throws<OmniException>(() => DataSetFolder.Open(folder));
        Assert.Equal(code, error.Code);
        Assert.Equal(Path.Combine(folder, file), error.Place);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ASplitOfAnotherNameIsNotPassedOver()
    {
        var folder = Saved();
        Directory.Move(Path.Combine(folder, "test"), Path.Combine(folder, "unsupervised"));
        File.WriteAllText(Path.Combine(folder, "dataset_dict.json"), "{\"splits\": [\"train\", \"unsupervised\"]}");
        Assert.Contains("'unsupervised'", Assert.Throws<OmniException>(() => DataSetFolder.Open(folder)).Message, StringComparison.Ordinal);
    }

    private string Saved()
    {
        var folder = scratch["saved"];
        object?[] Row(string sequence) =>
            [sequence, 1L, new object?[] { 1L, null }, new object?[] { new KeyValuePair<string, object?>[] { new("n", 0.5) } }];
        var rows = new[] { "ACGT", "ACGTA", "TTTTT", "GGGG" }.Select(Row);
        SplitFolder.Write(
            new SplitOutput(folder, [SplitForm.SavedDataSet]),
            new RowSource<object?[]>(Columns, rows, (writer, row) => writer.Append(row)),
            new SplitPlan([0, 0, 2, 0], [0, 1, 2, 3], []), [], []);
        return folder;
    }
}

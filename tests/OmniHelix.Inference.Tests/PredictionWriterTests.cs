using System.Text.Json;
using OmniHelix.Inference.Writing;
using OmniHelix.Data.Files;
using OmniHelix.Data.Records;
using OmniHelix.Models;
using OmniHelix.Rna.Files;
using OmniHelix.Sequences.Files;

namespace OmniHelix.Inference.Tests;

public sealed class PredictionWriterTests : IDisposable
{
    private readonly SmallModel structures = new();

    public void Dispose() => structures.Dispose();

    [Fact]
    public void JsonIsTheDocumentOfAutoinfer()
    {
        const string Input = """{"data":[{"sequence":"GGGAAACCC","gene":"x\"y"},{"sequence":"ACGUT"}]}""";
        using var document = JsonDocument.Parse(Write(structures, DataFileKinds.Json, Input));
        var root = document.RootElement;
        Assert.Equal(("model", 2), (root.GetProperty("model").GetString(), root.GetProperty("total_sequences").GetInt32()));
        var (good, bad) = (root.GetProperty("results")[0], root.GetProperty("results")[1]);
        Assert.Equal("x\"y", good.GetProperty("metadata").GetProperty("gene").GetString());
        Assert.Equal(9, good.GetProperty("predictions").GetArrayLength());
        Assert.Equal(9, good.GetProperty("structure").GetString()!.Length);
        Assert.Equal(
            good.GetProperty("token_confidence").EnumerateArray().Average(v => v.GetDouble()), good.GetProperty("confidence").GetDouble(),
            1e-6);
        Assert.False(good.TryGetProperty("probabilities", out _));
        Assert.False(good.TryGetProperty("logits", out _));
        Assert.StartsWith("OH1403", bad.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.False(bad.TryGetProperty("predictions", out _));
    }

    [Theory]
    [InlineData("[\"(\", \".\", \".\", \")\"]", "(..)")]
    [InlineData("[\"a\", \"bc\"]", "[\"a\",\"bc\"]")]
    [InlineData("[0, 1, null]", "[0, 1, null]")]
    [InlineData("1.0", "1")]
    public void ALabelInACellIsReadAsTheSameLabel(string label, string cell)
    {
        using var folder = new TemporaryFolder();
        var options = new RecordOptions { ForInference = true, LabelFields = ["label"] };
        var example = ExampleReader.Read(folder.Write("a.jsonl", $$"""{"sequence":"GGCC","label":{{label}}}"""), options).Single();
        Assert.Equal(cell, RecordLabel.Text(example));
        var quoted = cell.Replace("\"", "\"\"", StringComparison.Ordinal);
        var again = ExampleReader.Read(folder.Write("a.csv", $"sequence,label\nGGCC,\"{quoted}\"\n"), options).Single();
        Assert.Equal(cell, RecordLabel.Text(again));
    }

    [Fact]
    public void LinesHoldWhatIsAskedFor()
    {
        var line = Write(
            structures, DataFileKinds.JsonLines, "[\"GGGAAACCC\"]", new() { Logits = true, HiddenStates = true }, probabilities: true);
        Assert.Equal(line.Length - 1, line.IndexOf('\n', StringComparison.Ordinal));
        using var document = JsonDocument.Parse(line);
        var record = document.RootElement;
        Assert.Equal(0, record.GetProperty("metadata").GetProperty("index").GetInt32());
        Assert.Equal(9, record.GetProperty("probabilities").GetProperty("(").GetArrayLength());
        Assert.Equal((9, 3), (record.GetProperty("logits").GetArrayLength(), record.GetProperty("logits")[0].GetArrayLength()));
        Assert.Equal(
            (9, 16),
            (record.GetProperty("last_hidden_state").GetArrayLength(), record.GetProperty("last_hidden_state")[0].GetArrayLength()));
    }

    [Fact]
    public void SequenceTasksAlwaysHaveProbabilities()
    {
        using var small = new SmallModel(TaskType.SequenceClassification, "no", "yes");
        using var document = JsonDocument.Parse(Write(small, DataFileKinds.JsonLines, "[\"GGGAAACCC\"]"));
        var probabilities = document.RootElement.GetProperty("probabilities");
        Assert.Equal(1, probabilities.GetProperty("no").GetDouble() + probabilities.GetProperty("yes").GetDouble(), 1e-6);
        Assert.Contains(document.RootElement.GetProperty("predictions").GetString(), new[] { "no", "yes" });
    }

    [Fact]
    public void MultiLabelWritesMarksAndNames()
    {
        using var small = new SmallModel(TaskType.MultiLabelClassification, "a", "b", "c");
        using var document = JsonDocument.Parse(Write(small, DataFileKinds.JsonLines, "[\"GGGAAACCC\"]"));
        var marks = document.RootElement.GetProperty("predictions").EnumerateArray().Select(v => v.GetInt32()).ToList();
        Assert.Equal(3, marks.Count);
        Assert.Equal(
            new[] { "a", "b", "c" }.Where((_, i) => marks[i] == 1),
            document.RootElement.GetProperty("labels").EnumerateArray().Select(v => v.GetString()));
    }

    [Fact]
    public void ASingleValueIsANumber()
    {
        using var small = new SmallModel(TaskType.SequenceRegression);
        using var document = JsonDocument.Parse(Write(small, DataFileKinds.JsonLines, "[\"GGGAAACCC\"]"));
        Assert.Equal(JsonValueKind.Number, document.RootElement.GetProperty("predictions").ValueKind);
    }

    [Fact]
    public void TablesQuoteWhatNeedsIt()
    {
        var rows = Write(
            structures, DataFileKinds.Csv,
            "[{\"id\":\"a,b\",\"sequence\":\"GGGAAACCC\"},{\"id\":\"c\",\"sequence\":\"ACGUT\"}]").Split('\n');
        Assert.Equal("id,sequence,metadata,prediction,structure,structure_energy,confidence,truncated_bases,unknown_bases,error", rows[0]);
        Assert.StartsWith("\"a,b\",GGGAAACCC,\"{\"\"id\"\":\"\"a,b\"\"}\",", rows[1], StringComparison.Ordinal);
        Assert.StartsWith("c,ACGUT,\"{\"\"id\"\":\"\"c\"\"}\",,,,,0,0,", rows[2], StringComparison.Ordinal);
        Assert.Equal(4, rows.Length);
    }

    // The tokenizer reads a run of unknown characters as one token: four characters here, and one.
    [Fact]
    public void ARecordSaysHowManyOfItsBasesTheVocabularyDoesNotKnow()
    {
        const string Input = "[\"GGXX!!AAXCC\",\"GGGAAACCC\"]";
        var lines = Write(structures, DataFileKinds.JsonLines, Input).Trim().Split('\n').Select(l => JsonDocument.Parse(l)).ToList();
        Assert.Equal(5, lines[0].RootElement.GetProperty("unknown_bases").GetInt32());
        Assert.False(lines[1].RootElement.TryGetProperty("unknown_bases", out _));
        var rows = Write(structures, DataFileKinds.Csv, Input).Trim().Split('\n');
        Assert.EndsWith(",0,5,", rows[1], StringComparison.Ordinal);
        Assert.EndsWith(",0,0,", rows[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x.dbn", 6)]
    [InlineData("x.ct", 14)]
    [InlineData("x.bpseq", 14)]
    public void StructureFilesLeaveFailedRecordsOut(string name, int lines) =>
        Assert.Equal(
            lines, Write(structures, PredictionWriter.KindOf(name), "[\"GGGAA\",\"ACGUT\",\"GGGAAAC\"]").Trim().Split('\n').Length);

    [Fact]
    public void StructuresNeedAModelThatPredictsThem()
    {
        using var small = new SmallModel(TaskType.SequenceClassification, "no", "yes");
        Assert.Equal("OH5306", Assert.Throws<UsageException>(() => Write(small, StructureFileKinds.DotBracket, "[\"ACGU\"]")).Code);
    }

    [Theory]
    [InlineData("x.xyz")]
    [InlineData("x")]
    [InlineData("x.npy")]
    [InlineData("x.dbn.gz")]
    [InlineData("x.csv.zst")]
    public void ANameThatPromisesNoPredictionsIsWrongUsage(string name) =>
        Assert.Equal("OH2032", Assert.Throws<UsageException>(() => PredictionWriter.KindOf(name)).Code);

    [Theory]
    [InlineData("x.tab", "TSV")]
    [InlineData("x.ndjson.gz", "JSONL")]
    public void PredictionsAreKnownByEveryEndingOfTheirKind(string name, string kind) =>
        Assert.Equal(kind, PredictionWriter.KindOf(name).Name);

    [Fact]
    public void FoldedStructuresHaveTheirEnergy()
    {
        var options = new InferenceOptions { Decode = StructureSource.Hybrid, DecodeWeight = 0 };
        var record = JsonDocument.Parse(Write(structures, DataFileKinds.JsonLines, "[\"GGGGAAAACCCC\"]", options)).RootElement;
        Assert.Equal("((((....))))", record.GetProperty("structure").GetString());
        Assert.Equal(-5.4, record.GetProperty("structure_energy").GetDouble(), 1);
        Assert.Contains("(-5.", Write(structures, StructureFileKinds.DotBracket, "[\"GGGGAAAACCCC\"]", options), StringComparison.Ordinal);
        Assert.DoesNotContain("energy", Write(structures, DataFileKinds.JsonLines, "[\"GGGGAAAACCCC\"]"), StringComparison.Ordinal);
    }

    /// <summary>A model that was never fitted for folding says what to do; a fitted one folds by itself.</summary>
    [Fact]
    public void WhatStructuresAreDrawnFromIsTheModelsOwnUnlessSaid()
    {
        const string Input = "[\"GGGGAAAACCCC\",\"ACGUU\"]";
        Assert.Equal("OH5312", Refused(new() { Decode = StructureSource.Hybrid }));
        Assert.Equal("OH5312", Refused(new() { Decode = StructureSource.Nested, DecodeWeight = 1 }));
        Assert.Equal("OH1822", Refused(new() { DecodeWeight = -1 }));
        var nested = Write(structures, DataFileKinds.JsonLines, Input);
        Assert.Equal(nested, Write(structures, DataFileKinds.JsonLines, Input, new() { Decode = StructureSource.Nested }));
        using (var model = OmniModel.FromPretrained(structures.Folder))
        {
            model.Card = model.Card with { Folding = new HybridFolding(0.5, 1) };
            model.SaveConfig(structures.Folder);
        }
        var hybrid = Write(structures, DataFileKinds.JsonLines, Input);
        Assert.Contains("structure_energy", hybrid, StringComparison.Ordinal);
        Assert.Equal(hybrid, Write(structures, DataFileKinds.JsonLines, Input, new() { Decode = StructureSource.Hybrid }));
        Assert.Equal(hybrid, Write(structures, DataFileKinds.JsonLines, Input, new() { DecodeWeight = 0.5 }));
        Assert.Equal(nested, Write(structures, DataFileKinds.JsonLines, Input, new() { Decode = StructureSource.Nested }));

        string Refused(InferenceOptions options) =>
            Assert.Throws<UsageException>(() => Write(structures, DataFileKinds.JsonLines, Input, options)).Code;
    }

    private static string Write(SmallModel small, FileKind kind, string input, InferenceOptions? options = null, bool probabilities = false)
    {
        options ??= new();
        using var records = InferenceInput.FromFile(small.Write("x.json", input));
        using var model = PretrainedModel.Open(small.Folder, options);
        using var text = new StringWriter();
        var writer = PredictionWriter.Create(kind, text, model, new() { Probabilities = probabilities });
        writer.Begin();
        foreach (var prediction in new SequenceInference(model, options).Run(records)) writer.Write(prediction);
        writer.End();
        return text.ToString();
    }
}

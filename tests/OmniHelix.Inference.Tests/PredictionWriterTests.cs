using System.Text.Json;
using OmniHelix.Inference.Writing;

namespace OmniHelix.Inference.Tests;

public sealed class PredictionWriterTests : IDisposable
{
    private readonly SmallModel structures = new();

    public void Dispose() => structures.Dispose();

    [Fact]
    public void JsonIsTheDocumentOfAutoinfer()
    {
        using var document = JsonDocument.Parse(Write(structures, PredictionFormat.Json, "{\"data\":[{\"sequence\":\"GGGAAACCC\",\"gene\":\"x\\\"y\"},{\"sequence\":\"ACGUT\"}]}"));
        var root = document.RootElement;
        Assert.Equal(("model", 2), (root.GetProperty("model").GetString(), root.GetProperty("total_sequences").GetInt32()));
        var (good, bad) = (root.GetProperty("results")[0], root.GetProperty("results")[1]);
        Assert.Equal("x\"y", good.GetProperty("metadata").GetProperty("gene").GetString());
        Assert.Equal(9, good.GetProperty("predictions").GetArrayLength());
        Assert.Equal(9, good.GetProperty("structure").GetString()!.Length);
        Assert.Equal(good.GetProperty("token_confidence").EnumerateArray().Average(v => v.GetDouble()), good.GetProperty("confidence").GetDouble(), 1e-6);
        Assert.False(good.TryGetProperty("probabilities", out _));
        Assert.False(good.TryGetProperty("logits", out _));
        Assert.StartsWith("OH1403", bad.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.False(bad.TryGetProperty("predictions", out _));
    }

    [Fact]
    public void LinesHoldWhatIsAskedFor()
    {
        var line = Write(structures, PredictionFormat.JsonLines, "[\"GGGAAACCC\"]", new() { Logits = true, HiddenStates = true }, probabilities: true);
        Assert.Equal(line.Length - 1, line.IndexOf('\n', StringComparison.Ordinal));
        using var document = JsonDocument.Parse(line);
        var record = document.RootElement;
        Assert.Equal(0, record.GetProperty("metadata").GetProperty("index").GetInt32());
        Assert.Equal(9, record.GetProperty("probabilities").GetProperty("(").GetArrayLength());
        Assert.Equal((9, 3), (record.GetProperty("logits").GetArrayLength(), record.GetProperty("logits")[0].GetArrayLength()));
        Assert.Equal((9, 16), (record.GetProperty("last_hidden_state").GetArrayLength(), record.GetProperty("last_hidden_state")[0].GetArrayLength()));
    }

    [Fact]
    public void SequenceTasksAlwaysHaveProbabilities()
    {
        using var small = new SmallModel(TaskType.SequenceClassification, "no", "yes");
        using var document = JsonDocument.Parse(Write(small, PredictionFormat.JsonLines, "[\"GGGAAACCC\"]"));
        var probabilities = document.RootElement.GetProperty("probabilities");
        Assert.Equal(1, probabilities.GetProperty("no").GetDouble() + probabilities.GetProperty("yes").GetDouble(), 1e-6);
        Assert.Contains(document.RootElement.GetProperty("predictions").GetString(), new[] { "no", "yes" });
    }

    [Fact]
    public void MultiLabelWritesMarksAndNames()
    {
        using var small = new SmallModel(TaskType.MultiLabelClassification, "a", "b", "c");
        using var document = JsonDocument.Parse(Write(small, PredictionFormat.JsonLines, "[\"GGGAAACCC\"]"));
        var marks = document.RootElement.GetProperty("predictions").EnumerateArray().Select(v => v.GetInt32()).ToList();
        Assert.Equal(3, marks.Count);
        Assert.Equal(new[] { "a", "b", "c" }.Where((_, i) => marks[i] == 1), document.RootElement.GetProperty("labels").EnumerateArray().Select(v => v.GetString()));
    }

    [Fact]
    public void ASingleValueIsANumber()
    {
        using var small = new SmallModel(TaskType.SequenceRegression);
        using var document = JsonDocument.Parse(Write(small, PredictionFormat.JsonLines, "[\"GGGAAACCC\"]"));
        Assert.Equal(JsonValueKind.Number, document.RootElement.GetProperty("predictions").ValueKind);
    }

    [Fact]
    public void TablesQuoteWhatNeedsIt()
    {
        var rows = Write(structures, PredictionFormat.Csv, "[{\"id\":\"a,b\",\"sequence\":\"GGGAAACCC\"},{\"id\":\"c\",\"sequence\":\"ACGUT\"}]").Split('\n');
        Assert.Equal("id,sequence,metadata,prediction,structure,confidence,truncated_bases,error", rows[0]);
        Assert.StartsWith("\"a,b\",GGGAAACCC,\"{\"\"id\"\":\"\"a,b\"\"}\",", rows[1], StringComparison.Ordinal);
        Assert.StartsWith("c,ACGUT,\"{\"\"id\"\":\"\"c\"\"}\",,,,0,", rows[2], StringComparison.Ordinal);
        Assert.Equal(4, rows.Length);
    }

    [Theory]
    [InlineData(PredictionFormat.DotBracket, 6)]
    [InlineData(PredictionFormat.Ct, 14)]
    [InlineData(PredictionFormat.Bpseq, 14)]
    public void StructureFilesLeaveFailedRecordsOut(PredictionFormat format, int lines) =>
        Assert.Equal(lines, Write(structures, format, "[\"GGGAA\",\"ACGUT\",\"GGGAAAC\"]").Trim().Split('\n').Length);

    [Fact]
    public void StructuresNeedAModelThatPredictsThem()
    {
        using var small = new SmallModel(TaskType.SequenceClassification, "no", "yes");
        Assert.Equal("OH5306", Assert.Throws<UsageException>(() => Write(small, PredictionFormat.DotBracket, "[\"ACGU\"]")).Code);
    }

    private static string Write(SmallModel small, PredictionFormat format, string input, InferenceOptions? options = null, bool probabilities = false)
    {
        options ??= new();
        using var records = InferenceInput.FromFile(small.Write("x.json", input));
        using var model = PretrainedModel.Open(small.Folder, options);
        using var text = new StringWriter();
        var writer = PredictionWriter.Create(format, text, model, probabilities);
        writer.Begin();
        foreach (var prediction in new SequenceInference(model, options).Run(records)) writer.Write(prediction);
        writer.End();
        return text.ToString();
    }
}

using System.Buffers.Binary;
using System.Text.Json;
using OmniHelix.Data.Tokens;
using OmniHelix.Inference.Writing;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Heads;
using OmniHelix.Tokenizers;
using OmniHelix.Torch;
using OmniHelix.Torch.Checkpoints;

namespace OmniHelix.Inference.Tests;

public sealed class SequenceEmbeddingTests : IDisposable
{
    private const int Width = 16;

    private readonly SmallModel small = new(TaskType.SequenceClassification, "no", "yes");

    public void Dispose() => small.Dispose();

    [Theory]
    [InlineData(Pooling.Cls)]
    [InlineData(Pooling.Last)]
    [InlineData(Pooling.Mean)]
    [InlineData(Pooling.MeanAllTokens)]
    [InlineData(Pooling.Max)]
    [InlineData(Pooling.MaxAllTokens)]
    [InlineData(Pooling.Attention)]
    public void VectorsAreWhatTheirNameSaysAndDoNotDependOnTheBatch(Pooling pooling)
    {
        var sequences = Enumerable.Range(0, 20).Select(i => SmallModel.Sequence(1 + i * 7 % 32, i)).ToList();
        var together = Embed(sequences, pooling);
        var alone = Embed(sequences, pooling, new InferenceOptions { BatchSize = 1 });
        using var model = PretrainedModel.Open(small.Folder, new());
        for (var i = 0; i < sequences.Count; i++)
        {
            Assert.Equal(sequences[i], together[i].Example.Sequence);
            var expected = Expected(model, sequences[i], pooling);
            for (var k = 0; k < Width; k++)
            {
                Assert.Equal(expected[k], together[i].Values[k], 1e-5f);
                Assert.Equal(expected[k], alone[i].Values[k], 1e-5f);
            }
        }
    }

    [Fact]
    public void CancellationStopsBetweenBatches()
    {
        using var model = PretrainedModel.Open(small.Folder, new());
        using var input = InferenceInput.FromText("ACGU");
        Assert.ThrowsAny<OperationCanceledException>(
            () => new SequenceEmbedding(model, new(), Pooling.Cls).Run(input, null, new CancellationToken(true)).Count());
        Assert.True(GradMode.IsEnabled);
    }

    [Fact]
    public void DropoutIsOff()
    {
        var config = SmallModel.Config with { HiddenDropout = 0.5 };
        var weights = Models.OmniModel.Create(config, TaskType.Embedding, new(), seed: 2);
        using var model = new PretrainedModel(weights, OmniTokenizer.OmniGenome());
        model.Model.Train();
        float[] Vector() => [.. new SequenceEmbedding(model, new(), Pooling.Mean).Run(InferenceInput.FromText("ACGU")).Single().Values];
        Assert.Equal(Vector(), Vector());
    }

    [Fact]
    public void TheEncoderAloneIsReadFromAModelWithAHead()
    {
        using var model = PretrainedModel.Open(small.Folder, new(), TaskType.Embedding);
        Assert.Equal(TaskType.Embedding, model.Model.Task);
        Assert.Equal("OH3705", Assert.Throws<UsageException>(
            () => new SequenceEmbedding(model, new(), Pooling.Attention).Run(InferenceInput.FromText("ACGU")).Count()).Code);
    }

    [Fact]
    public void TokensHaveOneVectorABaseAndWindowsAreJoined()
    {
        var options = new InferenceOptions { LongSequences = LengthPolicy.Window, WindowOverlap = 4 };
        var embedding = Embed([SmallModel.Sequence(70)], null, options)[0];
        Assert.Equal(Enumerable.Range(1, 70), embedding.Positions);
        Assert.Equal(70 * Width, embedding.Values.Length);
        var mean = Embed([SmallModel.Sequence(70)], Pooling.Mean, options)[0];
        for (var k = 0; k < Width; k++) Assert.Equal(embedding.Values.Where((_, i) => i % Width == k).Average(), mean.Values[k], 1e-5f);
    }

    [Fact]
    public void NumPyFilesHoldRowsAndTheirNamesStandBeside()
    {
        var (path, vectors) = (small.PathOf("x.npy"), Embed(["ACGU", "ACGUT", "GG"], Pooling.MeanAllTokens));
        EmbeddingFile.Write(path, vectors, Width);
        var bytes = File.ReadAllBytes(path);
        Assert.Contains("'shape': (2, 16), }", System.Text.Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
        Assert.Equal(
            [.. vectors[0].Values, .. vectors[2].Values],
            bytes[^(2 * Width * 4)..].Chunk(4).Select(b => BinaryPrimitives.ReadSingleLittleEndian(b)));
        Assert.Equal(["1", "3"], File.ReadAllLines(small.PathOf("x.ids.txt")));
        Assert.Empty(Directory.GetFiles(small.PathOf("."), "*.tmp"));
    }

    [Fact]
    public void TokenRowsAreNamedWithTheirPosition()
    {
        EmbeddingFile.Write(small.PathOf("x.npy"), Embed(["ACG", "GG"], null), Width);
        Assert.Equal(["1\t1", "1\t2", "1\t3", "2\t1", "2\t2"], File.ReadAllLines(small.PathOf("x.ids.txt")));
    }

    [Fact]
    public void SafetensorsHoldOneMatrix()
    {
        var (path, vectors) = (small.PathOf("x.safetensors"), Embed(["ACGU", "GG"], Pooling.Cls));
        EmbeddingFile.Write(path, vectors, Width);
        using var file = Checkpoint.Open(path);
        Assert.Equal([2, Width], file.Get("embeddings").Shape);
    }

    [Fact]
    public void TextFormsHoldFailedRecordsToo()
    {
        var vectors = Embed(["ACGU", "ACGUT"], Pooling.MaxAllTokens);
        EmbeddingFile.Write(small.PathOf("x.csv"), vectors, Width);
        var rows = File.ReadAllLines(small.PathOf("x.csv"));
        Assert.Equal(3, rows.Length);
        Assert.StartsWith("id,position,error,e0,e1,", rows[0], StringComparison.Ordinal);
        Assert.StartsWith("2,,OH1403", rows[2].Replace("\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
        EmbeddingFile.Write(small.PathOf("x.jsonl"), vectors, Width);
        var lines = File.ReadAllLines(small.PathOf("x.jsonl")).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(vectors[0].Values, lines[0].GetProperty("embedding").EnumerateArray().Select(v => v.GetSingle()));
        Assert.True(lines[1].TryGetProperty("error", out _));
    }

    [Fact]
    public void AnotherEndingIsWrongUsage() =>
        Assert.Equal("OH2032", Assert.Throws<UsageException>(() => EmbeddingFile.Write(small.PathOf("x.xyz"), [], Width)).Code);

    private List<Embedding> Embed(IReadOnlyList<string> sequences, Pooling? pooling, InferenceOptions? options = null)
    {
        options ??= new();
        using var model = PretrainedModel.Open(small.Folder, options);
        using var input = InferenceInput.FromText(string.Join(',', sequences));
        return [.. new SequenceEmbedding(model, options, pooling).Run(input)];
    }

    // By definition, from the hidden states of the sequence alone.
    private static float[] Expected(PretrainedModel model, string sequence, Pooling pooling)
    {
        using var off = GradMode.Off();
        using var scope = new TensorScope();
        long[] ids = [.. model.Tokenizer.Tokenize(sequence).Ids.Select(id => (long)id)];
        var output = model.Model.Forward(new ModelInput(Tensor.From<long>(ids, [1, ids.Length])));
        var tokens = output.LastHiddenState.ToArray<float>().Chunk(Width).ToArray();
        var bases = tokens[1..^1];
        float[] Channels(Func<int, float> value) => [.. Enumerable.Range(0, Width).Select(value)];
        return pooling switch
        {
            Pooling.Cls => tokens[0],
            Pooling.Last => tokens[^1],
            Pooling.Mean => Channels(k => bases.Average(t => t[k])),
            Pooling.MeanAllTokens => Channels(k => tokens.Average(t => t[k])),
            Pooling.Max => Channels(k => bases.Max(t => t[k])),
            Pooling.MaxAllTokens => Channels(k => tokens.Max(t => t[k])),
            _ => output.Features!.ToArray<float>(),
        };
    }
}

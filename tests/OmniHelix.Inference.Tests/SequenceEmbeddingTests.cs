using System.Buffers.Binary;
using System.Text.Json;
using OmniHelix.Data.Tokens;
using OmniHelix.Inference.Writing;
using OmniHelix.Models.Embeddings;
using OmniHelix.Torch.Checkpoints;

namespace OmniHelix.Inference.Tests;

public sealed class SequenceEmbeddingTests : IDisposable
{
    private const int Width = 16;

    private readonly SmallModel small = new(TaskType.SequenceClassification, "no", "yes");

    public void Dispose() => small.Dispose();

    public static TheoryData<Aggregation> Aggregations => [.. Enum.GetValues<Aggregation>()];

    [Theory]
    [MemberData(nameof(Aggregations))]
    public void VectorsAreThoseOfTheEmbedder(Aggregation aggregation)
    {
        var sequences = Enumerable.Range(0, 20).Select(i => SmallModel.Sequence(1 + i * 7 % 32, i)).ToList();
        var vectors = Embed(sequences, aggregation);
        using var model = PretrainedModel.Open(small.Folder, new());
        var expected = new SequenceEmbedder(model.Model, model.Tokenizer).EncodeBatch(sequences, aggregation);
        for (var i = 0; i < sequences.Count; i++)
        {
            Assert.Equal(sequences[i], vectors[i].Example.Sequence);
            for (var k = 0; k < Width; k++) Assert.Equal(expected[i][k], vectors[i].Values[k], 1e-5f);
        }
    }

    [Fact]
    public void TheEncoderAloneIsReadFromAModelWithAHead()
    {
        using var model = PretrainedModel.Open(small.Folder, new(), TaskType.Embedding);
        Assert.Equal(TaskType.Embedding, model.Model.Task);
        Assert.Equal("OH3705", Assert.Throws<UsageException>(() => new SequenceEmbedding(model, new(), Aggregation.Attention).Run(InferenceInput.FromText("ACGU")).Count()).Code);
    }

    [Fact]
    public void TokensHaveOneVectorABaseAndWindowsAreJoined()
    {
        var options = new InferenceOptions { LongSequences = LengthPolicy.Window, WindowOverlap = 4 };
        var embedding = Embed([SmallModel.Sequence(70)], null, options)[0];
        Assert.Equal(Enumerable.Range(1, 70), embedding.Positions);
        Assert.Equal(70 * Width, embedding.Values.Length);
        var mean = Embed([SmallModel.Sequence(70)], Aggregation.MeanNoSpecial, options)[0];
        for (var k = 0; k < Width; k++) Assert.Equal(embedding.Values.Where((_, i) => i % Width == k).Average(), mean.Values[k], 1e-5f);
    }

    [Fact]
    public void NumPyFilesHoldRowsAndTheirNamesStandBeside()
    {
        var (path, vectors) = (small.PathOf("x.npy"), Embed(["ACGU", "ACGUT", "GG"], Aggregation.Mean));
        EmbeddingFile.Write(path, vectors, Width);
        var bytes = File.ReadAllBytes(path);
        Assert.Contains("'shape': (2, 16), }", System.Text.Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
        Assert.Equal([.. vectors[0].Values, .. vectors[2].Values], bytes[^(2 * Width * 4)..].Chunk(4).Select(b => BinaryPrimitives.ReadSingleLittleEndian(b)));
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
        var (path, vectors) = (small.PathOf("x.safetensors"), Embed(["ACGU", "GG"], Aggregation.Cls));
        EmbeddingFile.Write(path, vectors, Width);
        using var file = Checkpoint.Open(path);
        Assert.Equal([2, Width], file.Get("embeddings").Shape);
    }

    [Fact]
    public void TextFormsHoldFailedRecordsToo()
    {
        var vectors = Embed(["ACGU", "ACGUT"], Aggregation.Max);
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
    public void AnotherEndingIsWrongUsage() => Assert.Equal("OH2032", Assert.Throws<UsageException>(() => EmbeddingFile.Write(small.PathOf("x.xyz"), [], Width)).Code);

    private List<Embedding> Embed(IReadOnlyList<string> sequences, Aggregation? aggregation, InferenceOptions? options = null)
    {
        options ??= new();
        using var model = PretrainedModel.Open(small.Folder, options);
        using var input = InferenceInput.FromText(string.Join(',', sequences));
        return [.. new SequenceEmbedding(model, options, aggregation).Run(input)];
    }
}

using OmniHelix.Data.Tokens;
using OmniHelix.Inference.Attention;
using OmniHelix.Models;
using OmniHelix.Models.Heads;
using OmniHelix.Tokenizers;
using OmniHelix.Torch;

namespace OmniHelix.Inference.Tests;

/// <summary>What users call on a model gives what the engine behind the program gives.</summary>
public sealed class ModelCallsTests : IDisposable
{
    private static readonly string[] Sequences = [SmallModel.Sequence(9), SmallModel.Sequence(32, 1), SmallModel.Sequence(20, 2)];

    private readonly SmallModel small = new();
    private readonly OmniModelForTokenClassification model;

    public ModelCallsTests() =>
        model = new OmniModelForTokenClassification(small.Folder, OmniTokenizer.FromPretrained(small.Folder));

    public void Dispose()
    {
        model.Dispose();
        small.Dispose();
    }

    [Fact]
    public void PredictGivesWhatInferenceOfRecordsGives()
    {
        var expected = small.Predict(Sequences);
        var predicted = model.Predict(Sequences);
        Assert.Equal(expected.Select(p => p.Probabilities), predicted.Select(p => p.Probabilities));
        Assert.Equal(expected.Select(p => p.Structure), predicted.Select(p => p.Structure));
        Assert.Equal(["1", "2", "3"], predicted.Select(p => p.Example.Id));
        Assert.Equal(expected[1].Labels, model.Predict(Sequences[1]).Labels);
        Assert.Equal(expected.Select(p => p.Labels), model.Inference(Sequences).Select(p => p.Labels));
    }

    [Fact]
    public void PredictThrowsWhatInferenceTells()
    {
        string[] sequences = ["ACGU", "AC GU"];
        var told = model.Inference(sequences);
        Assert.Null(told[0].Error);
        Assert.Equal("OH5303", told[1].Error!.Code);
        Assert.Equal("OH5303", model.Inference(sequences[1]).Error!.Code);
        var thrown = Assert.Throws<OmniException>(() => model.Predict(sequences));
        Assert.Equal("OH5303", thrown.Code);
        Assert.Equal("sequences, record 2", thrown.Place);
        var overlong = new string('A', SmallModel.Positions);
        Assert.Equal("OH1401", Assert.Throws<OmniException>(() => model.Predict(overlong)).Code);
        var cut = model.Predict(overlong, new InferenceOptions { LongSequences = LengthPolicy.Truncate });
        Assert.Equal(2, cut.CutBases);
        Assert.Empty(model.Predict([]));
    }

    [Fact]
    public void EncodeGivesWhatEmbeddingOfRecordsGives()
    {
        using var pretrained = PretrainedModel.Open(small.Folder, new(), TaskType.Embedding);
        using var input = InferenceInput.FromSequences(Sequences);
        var expected = new SequenceEmbedding(pretrained, new(), Pooling.MeanAllTokens).Run(input).Select(e => e.Values).ToArray();
        Assert.Equal(expected, model.BatchEncode(Sequences, aggregation: Aggregation.Mean));
        var alone = model.Encode(Sequences[0], Aggregation.Mean);
        Assert.All(alone.Zip(expected[0]), pair => Assert.Equal(pair.Second, pair.First, 1e-5f));
        Assert.All(
            model.BatchEncode(Sequences, batchSize: 1)[2].Zip(model.Encode(Sequences[2])), pair => Assert.Equal(pair.Second, pair.First));
        var tokens = model.EncodeTokens(Sequences[0]);
        Assert.Equal(Enumerable.Range(1, 9), tokens.Positions);
        Assert.Equal(9 * SmallModel.Config.HiddenSize, tokens.Values.Length);
        Assert.Equal([9, 32, 20], model.BatchEncodeTokens(Sequences).Select(e => e.Positions.Count));
        Assert.Equal("OH5303", Assert.Throws<OmniException>(() => model.Encode("A C")).Code);
    }

    [Fact]
    public void AttentionScoresAreThoseOfTheExtractor()
    {
        using var pretrained = PretrainedModel.Open(small.Folder, new());
        var expected = new AttentionExtractor(pretrained).Extract("ACGU", [1], [2, 0]);
        Assert.Equal(expected.Scores, model.ExtractAttentionScores("ACGU", layerIndices: [1], headIndices: [2, 0]).Scores);
        Assert.Equal([6, 5], model.BatchExtractAttentionScores(["ACGU", "ACG"], layerIndices: [0]).Select(maps => maps.Tokens.Count));
    }

    [Fact]
    public void AModelThatIsReadHasTheTokenizerOfItsFolder()
    {
        using var read = OmniModel.FromPretrained(small.Folder);
        Assert.Equal(model.Predict(Sequences[0]).Probabilities, read.Predict(Sequences[0]).Probabilities);
    }

    [Fact]
    public void AModelWithoutATokenizerTakesNoSequences()
    {
        File.Delete(Path.Combine(small.Folder, "vocab.txt"));
        using var without = OmniModel.FromPretrained(small.Folder);
        Assert.Equal("OH3606", Assert.Throws<UsageException>(() => without.Predict("ACGU")).Code);
        Assert.Equal("OH3606", Assert.Throws<UsageException>(() => without.Encode("ACGU")).Code);
        Assert.Equal("OH3606", Assert.Throws<UsageException>(() => without.ExtractAttentionScores("ACGU")).Code);
    }

    [Fact]
    public void EncodedSequencesGoStraightIntoTheModel()
    {
        using var scope = new TensorScope();
        var tokenizer = model.Tokenizer!;
        var one = tokenizer.Encode("ACGU");
        Assert.Equal([1, 6], one.InputIds.Shape);
        Assert.Equal(tokenizer.Tokenize("ACGU").Ids.Select(id => (long)id), one.InputIds.ToArray<long>());
        Assert.Null(one.AttentionMask);
        Assert.Equal([1, 6, 3], model.Forward(one).Logits.Shape);
        var two = tokenizer.Encode(["ACGU", "AC"]);
        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0], two.AttentionMask!.ToArray<long>());
        Assert.Equal([2, 6, 3], model.Forward(two).Logits.Shape);
        Assert.Equal([1, 5], tokenizer.Encode("ACGU", truncation: true, maxLength: 5).InputIds.Shape);
        Assert.Equal("OH1401", Assert.Throws<OmniException>(() => tokenizer.Encode("ACGU", maxLength: 5)).Code);
        Assert.Equal("OH3706", Assert.Throws<OmniException>(() => tokenizer.Encode(["ACGU", "AC"], padding: false)).Code);
        Assert.Equal([2, 4], tokenizer.Encode(["AC", "GU"], padding: false).InputIds.Shape);
    }
}

using OmniHelix.Data.Records;
using OmniHelix.Data.Tokens;
using OmniHelix.Models;
using OmniHelix.Models.Backbones;
using OmniHelix.Tokenizers;
using OmniHelix.Torch;

namespace OmniHelix.Inference.Tests;

public sealed class SequenceInferenceTests
{
    private static readonly InferenceOptions WithLogits = new() { Logits = true };

    [Fact]
    public void PredictionsAreThoseOfTheModelWithoutSpecialTokens()
    {
        using var small = new SmallModel();
        var sequence = SmallModel.Sequence(20);
        var prediction = small.Predict([sequence], WithLogits)[0];
        using var model = OmniModel.FromPretrained(small.Folder);
        using var scope = new TensorScope();
        var ids = OmniTokenizer.OmniGenome().Tokenize(sequence).Ids.Select(id => (long)id).ToArray();
        var output = model.Forward(new ModelInput(Tensor.From<long>(ids, [1, ids.Length])));
        AssertClose(output.Logits.ToArray<float>()[3..^3], prediction.Logits!);
        AssertClose(model.Probabilities(output).ToArray<float>()[3..^3], prediction.Probabilities);
        for (var i = 0; i < 20; i++)
        {
            var row = prediction.Probabilities[(3 * i)..(3 * i + 3)];
            Assert.Equal(row.Max(), prediction.Confidence[i]);
            Assert.Equal(new[] { ")", "(", "." }[Array.IndexOf(row, row.Max())], prediction.Labels[i]);
        }
        Assert.Equal(20, prediction.Structure!.Length);
    }

    [Fact]
    public void ASequenceOfUnknownLettersFailsAlone()
    {
        using var small = new SmallModel();
        var alone = small.Predict(["ACGU"])[0];
        var predictions = small.Predict(["ACGU", "XXXXXXXXXX", "XXXXXXXXA", "XXXXXXXXXXXXA"]);
        Assert.Equal(["OH1405", "OH1405"], predictions.Select(p => p.Error?.Code).OfType<string>());
        Assert.Equal(alone.Probabilities, predictions[0].Probabilities);
        var error = predictions[1].Error!;
        Assert.Equal("10 of 10 letters are unknown to the vocabulary (X 10)", error.Message);
        Assert.Equal("command line, record 2", error.Place);
        Assert.Equal(8, predictions[2].UnknownBases);
    }

    [Fact]
    public void ARecordWithoutWholeCodonsAndOneWithoutTokensFailAlone()
    {
        foreach (var tokenizer in new[] { GenomicTokenizers.Rna(3, codons: true), GenomicTokenizers.Rna(3) })
        {
            var config = SmallModel.Config with { VocabularySize = tokenizer.VocabularySize };
            using var model = new PretrainedModel(OmniModel.Create(config, TaskType.Embedding, new(), seed: 2), tokenizer);
            using var input = InferenceInput.FromText("ACGUAU,ac,ACGUAUG,ACG");
            var embeddings = new SequenceEmbedding(model, new(), Models.Heads.Pooling.Mean).Run(input).ToList();
            string?[] expected = tokenizer.Refusal("AC") is null ? [null, "OH1405", null, null] : [null, "OH1517", "OH1517", null];
            Assert.Equal(expected, embeddings.Select(embedding => embedding.Error?.Code));
            Assert.Equal("command line, record 2", embeddings[1].Error!.Place);
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void WeightsThatAreNoNumbersAreNamedWithTheirFile(float wrong)
    {
        const string Damaged = "esm.encoder.layer.1.output.dense.weight";
        using var small = new SmallModel();
        Spoiled.Put(small.Folder, Damaged, wrong);
        var predictions = small.Predict(["ACGU", "GG"]);
        Assert.All(predictions, prediction => Assert.Equal("OH5305", prediction.Error?.Code));
        var file = Path.Combine(small.Folder, "model.safetensors");
        Assert.Contains($"first in '{Damaged}' of {file}", predictions[0].Error!.Message, StringComparison.Ordinal);
        using var model = PretrainedModel.Open(small.Folder, new(), TaskType.Embedding);
        using var input = InferenceInput.FromSequences(["ACGU"]);
        var embedding = new SequenceEmbedding(model, new(), Models.Heads.Pooling.Mean).Run(input).Single();
        Assert.Equal("OH5305", embedding.Error?.Code);
        Assert.Contains($"'{Damaged}'", embedding.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OfAnEnsembleTheModelWithDamagedWeightsIsNamed()
    {
        const string Damaged = "esm.encoder.layer.0.output.dense.weight";
        using var whole = new SmallModel();
        using var damaged = new SmallModel();
        Spoiled.Put(damaged.Folder, Damaged, float.NaN);
        using var ensemble = ModelEnsemble.Open([whole.Folder, damaged.Folder], new());
        using var input = InferenceInput.FromSequences(["ACGU"]);
        var error = new SequenceInference(ensemble, new()).Run(input).Single().Error!;
        Assert.Equal("OH5305", error.Code);
        var file = Path.Combine(damaged.Folder, "model.safetensors");
        Assert.Contains($"first in '{Damaged}' of {file}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void APairIsRefusedWhereEachBaseHasALabel()
    {
        using var small = new SmallModel();
        var pair = new Example { Id = "p", Sequence = "ACGU", Pair = "GGCC", File = "memory", Record = 1 };
        using var input = InferenceInput.FromExamples([pair, pair with { Pair = null }]);
        var predictions = small.Predict(input, WithLogits);
        Assert.Equal("OH1304", predictions[0].Error?.Code);
        Assert.Equal((null, 4), (predictions[1].Error, predictions[1].Labels.Count));
    }

    [Fact]
    public void ASequenceAloneGetsWhatItGetsAmongOthersAndTheOrderIsThatOfTheInput()
    {
        using var small = new SmallModel();
        var sequences = Enumerable.Range(0, 60).Select(i => SmallModel.Sequence(1 + i * 7 % 32, i)).ToList();
        var together = small.Predict(sequences, WithLogits);
        var inChunks = small.Predict(sequences, WithLogits with { ChunkRecords = 7, TokenBudget = 50 });
        var byCount = small.Predict(sequences, WithLogits with { BatchSize = 60 });
        Assert.Equal(sequences, together.Select(p => p.Example.Sequence));
        Assert.Equal(sequences, inChunks.Select(p => p.Example.Sequence));
        for (var i = 0; i < sequences.Count; i++)
        {
            AssertClose(small.Predict([sequences[i]], WithLogits)[0].Logits!, together[i].Logits!);
            AssertClose(inChunks[i].Logits!, together[i].Logits!);
            AssertClose(byCount[i].Logits!, together[i].Logits!);
        }
    }

    [Fact]
    public void WindowsLeaveShortSequencesAloneAndGiveEveryBaseOfLongOnesOneResult()
    {
        using var small = new SmallModel();
        var (brief, lengthy) = (SmallModel.Sequence(32), SmallModel.Sequence(101, 5));
        var windows = WithLogits with { LongSequences = LengthPolicy.Window, WindowOverlap = 8 };
        var predictions = small.Predict([brief, lengthy], windows);
        AssertClose(small.Predict([brief], WithLogits)[0].Logits!, predictions[0].Logits!);
        Assert.Equal(101, predictions[1].Labels.Count);
        Assert.Equal(303, predictions[1].Probabilities.Length);
        Assert.Equal(0, predictions[1].CutBases);
        // The first window owns its bases up to the middle of what it shares with the next.
        AssertClose(small.Predict([lengthy[..32]], WithLogits)[0].Logits![..(28 * 3)], predictions[1].Logits![..(28 * 3)]);
        // The last one reaches back from the end.
        AssertClose(small.Predict([lengthy[^32..]], WithLogits)[0].Logits![^3..], predictions[1].Logits![^3..]);
    }

    [Fact]
    public void AWordOfSeveralBasesGivesEachOfThemItsResult()
    {
        var tokenizer = TestKit.Kmers.Tokenizer(2, withEnd: true);
        var config = SmallModel.Config with { VocabularySize = tokenizer.VocabularySize };
        var weights = OmniModel.Create(config, TaskType.TokenClassification, new() { LabelNames = ["(", ")", "."] }, seed: 1);
        using var model = new PretrainedModel(weights, tokenizer);
        var options = WithLogits with { HiddenStates = true, MaxLength = 7, LongSequences = LengthPolicy.Window, WindowOverlap = 2 };
        foreach (var length in new[] { 9, 30 })
        {
            using var input = InferenceInput.FromText(SmallModel.Sequence(length).Replace('U', 'T'));
            var prediction = new SequenceInference(model, options).Run(input).Single();
            Assert.Equal((length, length, 0), (prediction.Labels.Count, prediction.Structure!.Length, prediction.CutBases));
            Assert.Equal((3 * length, 16 * length), (prediction.Logits!.Length, prediction.HiddenStates!.Length));
            for (var i = 0; i + 1 < length; i += 2)
                Assert.Equal(prediction.Logits[(3 * i)..(3 * i + 3)], prediction.Logits[(3 * i + 3)..(3 * i + 6)]);
        }
    }

    [Fact]
    public void WindowsOfASequenceTaskAreAveragedByWhatTheyOwn()
    {
        using var small = new SmallModel(TaskType.SequenceClassification, "no", "yes");
        var sequence = SmallModel.Sequence(48);
        var merged = small.Predict([sequence], WithLogits with { LongSequences = LengthPolicy.Window })[0].Logits!;
        var first = small.Predict([sequence[..32]], WithLogits)[0].Logits!;
        var last = small.Predict([sequence[^32..]], WithLogits)[0].Logits!;
        // The windows share 16 bases: each owns 24 of 48.
        AssertClose([.. first.Zip(last, (a, b) => (a + b) / 2)], merged);
    }

    [Fact]
    public void TruncationKeepsTheBeginningAndSaysWhatIsLost()
    {
        using var small = new SmallModel();
        var sequence = SmallModel.Sequence(50);
        var prediction = small.Predict([sequence], WithLogits with { LongSequences = LengthPolicy.Truncate })[0];
        AssertClose(small.Predict([sequence[..32]], WithLogits)[0].Logits!, prediction.Logits!);
        Assert.Equal(18, prediction.CutBases);
    }

    [Theory]
    [InlineData("OH1401", "ACGUACGUACGUACGUACGUACGUACGUACGUACGU")]
    [InlineData("OH1402", "MKTAYIAKQRQISFVKSHFSRQLEERLGLIEV")]
    [InlineData("OH1403", "ACGUT")]
    [InlineData("OH5303", "ACG UU")]
    [InlineData("OH1206", "")]
    [InlineData("OH1103", "AC\\u0001GU")]
    public void ARecordThatFailsDoesNotStopTheOthers(string code, string bad)
    {
        using var small = new SmallModel();
        using var input = InferenceInput.FromFile(small.Write("x.jsonl", $$"""
            {"sequence":"ACGU"}
            {"sequence":"{{bad}}"}
            {"sequence":"GGGG"}
            """));
        using var model = PretrainedModel.Open(small.Folder, WithLogits);
        var inference = new SequenceInference(model, WithLogits);
        var predictions = inference.Run(input).ToList();
        Assert.Equal([null, code, null], predictions.Select(p => p.Error?.Code));
        Assert.Equal(4, predictions[2].Labels.Count);
        Assert.Equal((3, 1), (inference.Counts.Records, inference.Counts.Failed));
    }

    [Fact]
    public void NothingButFailedRecordsIsStillAnAnswer()
    {
        using var small = new SmallModel();
        Assert.All(small.Predict(["ACGUT", SmallModel.Sequence(40)]), p => Assert.NotNull(p.Error));
    }

    [Fact]
    public void UAndTMayBeConverted()
    {
        using var small = new SmallModel();
        var converted = small.Predict(["ACGUT"], WithLogits with { Uracil = Sequences.UracilPolicy.TToU })[0];
        AssertClose(small.Predict(["ACGUU"], WithLogits)[0].Logits!, converted.Logits!);
    }

    [Fact]
    public void AnUnknownRunGivesEveryOfItsBasesAResult()
    {
        using var small = new SmallModel();
        var prediction = small.Predict(["ACRYGU"], WithLogits)[0];
        Assert.Equal(6, prediction.Labels.Count);
        Assert.Equal(prediction.Logits![6..9], prediction.Logits[9..12]);
    }

    [Theory]
    [InlineData("token_regression", 10)]
    [InlineData("sequence_regression", 2)]
    public void RegressionGivesValues(string task, int numbers)
    {
        using var small = new SmallModel(TaskType.Parse(task), "a", "b");
        var prediction = small.Predict(["ACGUA"], WithLogits)[0];
        Assert.Equal(numbers, prediction.Values.Length);
        Assert.Equal(prediction.Logits, prediction.Values);
        Assert.Empty(prediction.Probabilities);
    }

    [Fact]
    public void MultiLabelGivesTheLabelsThatAreMoreLikelyThanNot()
    {
        using var small = new SmallModel(TaskType.MultiLabelClassification, "a", "b", "c");
        var prediction = small.Predict(["ACGUA"], WithLogits)[0];
        Assert.Equal(new[] { "a", "b", "c" }.Where((_, i) => prediction.Logits![i] >= 0), prediction.Labels);
    }

    [Fact]
    public void HiddenStatesComeOnRequestPerBase()
    {
        using var small = new SmallModel();
        Assert.Null(small.Predict(["ACGUA"])[0].HiddenStates);
        Assert.Equal(5 * 16, small.Predict(["ACGUA"], WithLogits with { HiddenStates = true })[0].HiddenStates!.Length);
    }

    [Fact]
    public void ARunFolderStandsForItsModel()
    {
        using var small = new SmallModel();
        using var model = PretrainedModel.Open(small.Run, new());
        Assert.Equal(small.Folder, model.Folder);
        Assert.Equal("OH5302", Assert.Throws<OmniException>(() => PretrainedModel.Open(small.PathOf("none"), new())).Code);
        Assert.Equal("OH5302", Assert.Throws<OmniException>(() => PretrainedModel.Open(small.PathOf("."), new())).Code);
    }

    [Fact]
    public void AModelWithoutATaskPredictsNothing()
    {
        using var small = new SmallModel(TaskType.MaskedLanguageModel);
        Assert.Equal("OH5304", Assert.Throws<UsageException>(() => small.Predict(["ACGU"])).Code);
    }

    [Fact]
    public void CancellationStops()
    {
        using var small = new SmallModel();
        using var model = PretrainedModel.Open(small.Folder, new());
        using var input = InferenceInput.FromText("ACGU");
        Assert.ThrowsAny<OperationCanceledException>(
            () => new SequenceInference(model, new()).Run(input, null, new CancellationToken(true)).Count());
    }

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-5f);
    }
}

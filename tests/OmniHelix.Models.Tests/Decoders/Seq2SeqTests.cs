using OmniHelix.Models.Backbones;
using OmniHelix.Models.Decoders;
using OmniHelix.Torch;
using OmniHelix.Torch.Optim;

namespace OmniHelix.Models.Tests.Decoders;

public class Seq2SeqTests
{
    private const int Start = 0, End = 2;

    private static readonly int[][] Sources = [[0, 5, 6, 7, 8, 4, 2], [0, 9, 5, 2], [0, 7, 2]];

    [Fact]
    public void WritingTokenByTokenScoresAsTheWholeOutputDoes()
    {
        using var scope = new TensorScope();
        using var model = Model();
        var written = model.Generate(Small.Batch(Sources), new() { MaxNewTokens = 6 });
        for (var row = 0; row < Sources.Length; row++)
        {
            int[] tokens = [.. written[row].Tokens, .. written[row].IsFinished ? [End] : Array.Empty<int>()];
            Assert.Equal(LogProbability(model, Sources[row], tokens), written[row].LogProbability, 1e-4);
            Assert.Equal(written[row].LogProbability / tokens.Length, written[row].Score, 1e-6);
        }
    }

    [Fact]
    public void WithoutBeamsEveryTokenIsTheBestOne()
    {
        using var scope = new TensorScope();
        using var model = Model();
        foreach (var source in Sources)
        {
            var written = new List<int>();
            while (written.Count < 6)
            {
                int[] asked = [.. written, End];
                var scores = model.Forward(Labelled(source, asked)).Logits.Select(0, 0).Select(0, written.Count);
                var best = (int)scores.Argmax(0).ToInt64();
                if (best == End) break;
                written.Add(best);
            }
            Assert.Equal(written, model.Generate(Small.Batch(source), new() { MaxNewTokens = 6 })[0].Tokens);
        }
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.0)]
    public void EnoughBeamsFindTheBestOfAllOutputs(double penalty)
    {
        using var scope = new TensorScope();
        using var model = Model(vocabulary: 10);
        var ordinary = Enumerable.Range(0, 10).Where(token => token != End).ToList();
        List<int[]> all = [[], .. ordinary.Select(a => (int[])[a]), .. ordinary.SelectMany(a => ordinary.Select(b => (int[])[a, b]))];
        int[] source = [0, 9, 5, 2];
        var best = double.NegativeInfinity;
        foreach (var tokens in all)
        {
            int[] whole = tokens.Length < 2 ? [.. tokens, End] : tokens;
            best = Math.Max(best, LogProbability(model, source, whole) / Math.Pow(whole.Length, penalty));
        }
        var found = model.Generate(Small.Batch(source), new() { MaxNewTokens = 2, Beams = 100, LengthPenalty = penalty })[0];
        Assert.Equal(best, found.Score, 1e-5);
        var greedy = model.Generate(Small.Batch(source), new() { MaxNewTokens = 2, LengthPenalty = penalty })[0];
        Assert.True(greedy.Score <= found.Score + 1e-6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void WhatIsWrittenDoesNotDependOnTheBatch(int beams)
    {
        using var scope = new TensorScope();
        using var model = Model();
        var options = new GenerationOptions { MaxNewTokens = 8, Beams = beams };
        var together = model.Generate(Small.Batch(Sources), options);
        for (var row = 0; row < Sources.Length; row++)
        {
            var alone = model.Generate(Small.Batch(Sources[row]), options)[0];
            Assert.Equal(alone.Tokens, together[row].Tokens);
            Assert.Equal(alone.Score, together[row].Score, 1e-5);
        }
    }

    [Fact]
    public void ALaterTokenChangesNoEarlierScore()
    {
        using var scope = new TensorScope();
        using var model = Model();
        var one = model.Forward(Labelled(Sources[0], [5, 6, 7, 8])).Logits;
        var other = model.Forward(Labelled(Sources[0], [5, 6, 9, 4])).Logits;
        Assert.Equal(0, Small.Distance(one.Narrow(1, 0, 3), other.Narrow(1, 0, 3)), 1e-6);
        Assert.True(Small.Distance(one.Narrow(1, 3, 1), other.Narrow(1, 3, 1)) > 1e-4);
    }

    [Fact]
    public void ASavedModelWritesTheSame()
    {
        using var folder = new TemporaryFolder();
        using var scope = new TensorScope();
        using var model = Model();
        model.SavePretrained(folder["saved"]);
        using var loaded = (OmniModelForSeq2Seq)OmniModel.FromPretrained(folder["saved"]);
        Assert.Equal(model.Decoder, loaded.Decoder);
        var options = new GenerationOptions { MaxNewTokens = 8, Beams = 2 };
        Assert.Equal(
            model.Generate(Small.Batch(Sources), options).SelectMany(one => one.Tokens),
            loaded.Generate(Small.Batch(Sources), options).SelectMany(one => one.Tokens));
    }

    [Fact]
    public void ItLearnsToWriteSequencesBackwards()
    {
        using var whole = new TensorScope();
        using var model = Model(new DecoderOptions { LayerCount = 1, Dropout = 0, StartToken = Start, EndToken = End });
        var random = new Xoshiro256(5);
        using var optimizer = new AdamW(ParameterGroup.WithoutDecayForBiasAndNorm(model, 0.01), 5e-3);
        model.Train();
        for (var step = 0; step < 250; step++)
        {
            using var scope = new TensorScope();
            var loss = model.Forward(Backwards(random, 32)).Loss!;
            loss.Backward();
            optimizer.Step();
            optimizer.ZeroGrad();
        }
        model.Eval();
        int[] source = [0, 5, 8, 6, 6, 9, 2];
        Assert.Equal([9, 6, 6, 8, 5], model.Generate(Small.Batch(source), new() { Beams = 2, MaxNewTokens = 12 })[0].Tokens);
    }

    [Fact]
    public void NumbersThatMakeNoSenseAreRefused()
    {
        using var model = Model();
        GenerationOptions[] wrong = [new() { Beams = 0 }, new() { MaxNewTokens = 0 }, new() { LengthPenalty = double.NaN }];
        foreach (var options in wrong)
            Assert.Equal("OH3410", Assert.Throws<UsageException>(() => model.Generate(Small.Batch(Sources), options)).Code);
        Assert.Equal("OH3601", Assert.Throws<OmniException>(() => model.Forward(Small.Batch(Sources)).Logits).Code);
        foreach (var decoder in new DecoderOptions[]
        {
            new(), new() { StartToken = 0, EndToken = 99 }, new() { StartToken = 0, EndToken = 2, HeadCount = 3 },
            new() { StartToken = 0, EndToken = 2, LayerCount = 0 }, new() { StartToken = 0, EndToken = 2, Dropout = 1 },
        })
            Assert.Equal("OH3604", Assert.Throws<OmniException>(() => Model(decoder)).Code);
    }

    private static OmniModelForSeq2Seq Model(DecoderOptions? decoder = null, int vocabulary = 24)
    {
        var options = new OmniModelOptions { Decoder = decoder ?? new() { StartToken = Start, EndToken = End } };
        var config = Small.Config with { VocabularySize = vocabulary, InitializerRange = 0.3, TokenDropout = false, MaskId = null };
        var model = (OmniModelForSeq2Seq)OmniModel.Create(config, TaskType.Seq2Seq, options, seed: 3);
        model.Eval();
        return model;
    }

    private static ModelInput Labelled(int[] source, int[] target) =>
        Small.Batch(source) with { Labels = Tensor.From<long>([.. target.Select(token => (long)token)], [1, target.Length]) };

    private static double LogProbability(OmniModelForSeq2Seq model, int[] source, int[] target)
    {
        using var scope = new TensorScope();
        var logs = model.Forward(Labelled(source, target)).Logits.LogSoftmax(-1).Select(0, 0);
        return target.Select((token, t) => logs.Select(0, t).Select(0, token).ToDouble()).Sum();
    }

    private static ModelInput Backwards(Xoshiro256 random, int rows)
    {
        var letters = Enumerable.Range(0, rows)
            .Select(_ => Enumerable.Range(0, 5).Select(_ => 5 + random.Next(5)).ToArray()).ToList();
        var sources = letters.Select(row => (int[])[Start, .. row, End]).ToArray();
        long[] targets = [.. letters.SelectMany(row => (int[])[.. row.Reverse(), End]).Select(token => (long)token)];
        return Small.Batch(sources) with { Labels = Tensor.From<long>(targets, [rows, 6]) };
    }
}

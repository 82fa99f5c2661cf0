using OmniHelix.Data.Tokens;
using OmniHelix.Inference;
using OmniHelix.Models;
using OmniHelix.Torch;
using OmniHelix.Training.MaskedLanguageModels;
using OmniHelix.Training.ModelTasks;

namespace OmniHelix.Training.Tests;

public class MaskedBatchesTests
{
    private static readonly RaggedTokens Tokens = Tiny.Store(Tiny.Examples(2000, _ => null, shortest: 10, longest: 40), null);
    private static readonly BatchOptions Options = new() { BatchSize = 16 };

    [Fact]
    public void FifteenPercentAreHiddenEightyTenTen()
    {
        long ordinary = 0, hidden = 0, shownAsMask = 0, unchanged = 0;
        foreach (var (shown, truth, label) in Places(Masked(), 0))
        {
            if (Special(truth)) continue;
            ordinary++;
            if (label == -100) continue;
            hidden++;
            if (shown == Tiny.Tokenizer.Special.Mask) shownAsMask++;
            else if (shown == truth) unchanged++;
        }
        // Five standard deviations of a binomial count.
        Near(0.15, hidden, ordinary);
        // A random token is the mask or the true token once in 24 times each.
        Near(0.8 + 0.1 / 24, shownAsMask, hidden);
        Near(0.1 + 0.1 / 24, unchanged, hidden);

        static void Near(double share, long count, long of)
        {
            var deviation = Math.Sqrt(of * share * (1 - share));
            Assert.InRange(count, of * share - 5 * deviation, of * share + 5 * deviation);
        }
    }

    [Fact]
    public void SpecialTokensAndPaddingAreNeverHiddenAndTheRestIsAsItWas()
    {
        foreach (var (shown, truth, label) in Places(Masked(), 0))
        {
            if (label == -100) Assert.Equal(truth, shown);
            else Assert.Equal(truth, label);
            if (Special(truth)) Assert.Equal(-100, label);
        }
    }

    [Fact]
    public void MasksBelongToSeedEpochAndRowNotToTheBatch()
    {
        var first = ByRow(Masked(), 3);
        Assert.Equal(first, ByRow(Masked(), 3));
        var shuffled = new BatchOptions { TokenBudget = 500, Shuffle = true, Seed = 9 };
        Assert.Equal(first, ByRow(new MaskedBatches(Tokens, Tiny.Tokenizer, shuffled, new MaskingOptions()), 3));
        Assert.NotEqual(first, ByRow(Masked(), 4));
        Assert.NotEqual(first, ByRow(new MaskedBatches(Tokens, Tiny.Tokenizer, Options, new MaskingOptions { Seed = 43 }), 3));
    }

    [Fact]
    public void AResumedEpochGoesOnWithTheSameBatches()
    {
        Assert.Equal(Texts(Masked().Batches(1, 0, default).Skip(50)), Texts(Masked().Batches(1, 50, default)));
        Assert.Equal(125, Masked().Count(1));

        static IEnumerable<string> Texts(IEnumerable<LabelledBatch> batches) =>
            batches.Select(b => $"{string.Join(' ', b.Tokens.InputIds)} {string.Join(' ', b.Classes!)}");
    }

    [Fact]
    public void TheEvaluationCountsHiddenTokensOnly()
    {
        using var model = OmniModel.Create(Tiny.Encoder(), TaskType.MaskedLanguageModel, new(), seed: 3);
        var values = new MaskedValidation(model, Masked(), Precision.Fp32, Device.Cpu).Score(default).Values;
        // By hand, one batch after another.
        var loss = 0.0;
        var right = 0;
        var count = 0;
        using var off = GradMode.Off();
        foreach (var batch in Masked().Batches(0, 0, default))
        {
            using var scope = new TensorScope();
            var logits = model.Forward(batch.Tokens.ToInput(Device.Cpu)).Logits.ToArray<float>();
            for (var i = 0; i < batch.Classes!.Length; i++)
            {
                if (batch.Classes[i] < 0) continue;
                var row = logits.AsSpan(i * 24, 24).ToArray();
                loss += Math.Log(row.Sum(l => Math.Exp(l))) - row[batch.Classes[i]];
                if (Array.IndexOf(row, row.Max()) == batch.Classes[i]) right++;
                count++;
            }
        }
        Assert.Equal(loss / count, values["loss"], 1e-5);
        Assert.Equal(values["loss"], values["token_loss"]);
        Assert.Equal(Math.Exp(loss / count), values["token_perplexity"], 1e-3);
        Assert.Equal((double)right / count, values["token_accuracy"], 1e-12);
    }

    [Fact]
    public void WithStructuresAShownBaseAsksForItsSymbolAndAHiddenOneForItself()
    {
        var store = Tiny.BracketStore(50);
        var batches = new MaskedBatches(store, Tiny.Tokenizer, Options, new MaskingOptions());
        Assert.True(batches.LearnsStructures);
        var mask = Tiny.Tokenizer.Special.Mask!.Value;
        var hidden = 0;
        foreach (var batch in batches.Batches(0, 0, default))
        {
            var truth = TokenBatch.Create(store, batch.Tokens.RowIndices).InputIds;
            for (var i = 0; i < truth.Length; i++)
            {
                var letter = Tiny.Tokenizer.TokenOf((int)truth[i]);
                if (Special(truth[i])) Assert.Equal((truth[i], -100), (batch.Tokens.InputIds[i], batch.Classes![i]));
                else if (batch.Tokens.InputIds[i] == mask) Assert.Equal(truth[i], batch.Classes![i]);
                else Assert.Equal(Tiny.Tokenizer.IdOf(Tiny.Brackets(letter).Text)!.Value, batch.Classes![i]);
                if (batch.Tokens.InputIds[i] == mask) hidden++;
            }
        }
        Assert.InRange(hidden, 1, store.TokenCount / 4);

        using var model = OmniModel.Create(Tiny.Encoder(), TaskType.MaskedLanguageModel, new(), seed: 3);
        var values = new MaskedValidation(model, batches, Precision.Fp32, Device.Cpu).Score(default).Values;
        var shown = store.TokenCount - 2L * store.Count - hidden;
        Assert.Equal((hidden * values["token_loss"] + shown * values["structure_loss"]) / (hidden + shown), values["loss"], 1e-9);
    }

    private static MaskedBatches Masked() => new(Tokens, Tiny.Tokenizer, Options, new MaskingOptions());

    private static bool Special(long id) => Tiny.Tokenizer.Special.All.Contains((int)id);

    // What is shown, what was there and what is to be predicted, at every place of every batch.
    private static IEnumerable<(long Shown, long Truth, long Label)> Places(MaskedBatches batches, int epoch)
    {
        foreach (var batch in batches.Batches(epoch, 0, default))
        {
            var truth = TokenBatch.Create(Tokens, batch.Tokens.RowIndices).InputIds;
            for (var i = 0; i < truth.Length; i++) yield return (batch.Tokens.InputIds[i], truth[i], batch.Classes![i]);
        }
    }

    private static SortedDictionary<int, string> ByRow(MaskedBatches batches, int epoch)
    {
        var rows = new SortedDictionary<int, string>();
        foreach (var batch in batches.Batches(epoch, 0, default))
            for (var r = 0; r < batch.Tokens.Rows; r++)
            {
                var length = Tokens.Lengths[batch.Tokens.RowIndices[r]];
                var places = Enumerable.Range(r * batch.Tokens.Length, length);
                rows.Add(batch.Tokens.RowIndices[r], string.Join(' ', places.Select(i => (batch.Tokens.InputIds[i], batch.Classes![i]))));
            }
        return rows;
    }
}

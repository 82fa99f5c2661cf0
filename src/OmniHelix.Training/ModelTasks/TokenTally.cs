using OmniHelix.Torch;

namespace OmniHelix.Training.ModelTasks;

/// <summary>How well tokens are predicted.</summary>
internal sealed class TokenTally
{
    private long correct;

    /// <summary>Sum over tokens, nats.</summary>
    public double Loss { get; private set; }

    /// <summary>Tokens.</summary>
    public long Count { get; private set; }

    /// <summary>Loss of a token.</summary>
    public double Mean => Loss / Math.Max(1, Count);

    /// <summary>Share of tokens whose best guess is right.</summary>
    public double Accuracy => (double)correct / Math.Max(1, Count);

    /// <summary>Counts tokens.</summary>
    /// <param name="scores"><c>[tokens, vocabulary]</c>.</param>
    /// <param name="labels"><c>[tokens]</c>.</param>
    /// <param name="chosen"><c>[tokens]</c>, which of them count.</param>
    public void Add(Tensor scores, Tensor labels, Tensor chosen)
    {
        var rows = chosen.Nonzero().Squeeze(1);
        if (rows.ElementCount == 0) return;
        var logits = scores.IndexSelect(0, rows).To(DType.Float32);
        var truth = labels.IndexSelect(0, rows);
        Count += truth.ElementCount;
        correct += logits.Argmax(1).Eq(truth).Sum().ToInt64();
        Loss -= logits.LogSoftmax(1).Gather(1, truth.Unsqueeze(1)).Sum().ToDouble();
    }
}

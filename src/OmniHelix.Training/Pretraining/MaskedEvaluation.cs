using OmniHelix.Models;
using OmniHelix.Torch;

namespace OmniHelix.Training;

/// <summary>How well a model predicts hidden tokens; the same tokens are hidden every time.</summary>
/// <param name="batches">Validation rows.</param>
/// <param name="precision">Arithmetic.</param>
/// <param name="device">Where the model lives.</param>
public sealed class MaskedEvaluation(MaskedBatches batches, Precision precision, Device device)
{
    /// <summary>Mean loss per hidden token (nats), perplexity and accuracy.</summary>
    public IReadOnlyDictionary<string, double> Run(OmniModel model, CancellationToken cancellation)
    {
        model.Eval();
        var (loss, correct, count) = (0.0, 0L, 0L);
        using var off = GradMode.Off();
        foreach (var batch in batches.Batches(0, 0, cancellation))
        {
            using var scope = new TensorScope();
            Tensor logits;
            using (precision == Precision.Bf16 ? new Autocast(DType.BFloat16, device.Type) : null)
                logits = model.Forward(BatchTensors.Input(batch.Tokens, device)).Logits;
            var labels = BatchTensors.Labels(batch, device).Flatten();
            var hidden = labels.Ge(0).Nonzero().Squeeze(1);
            var shown = logits.Flatten(0, 1).IndexSelect(0, hidden).To(DType.Float32);
            var truth = labels.IndexSelect(0, hidden);
            count += truth.ElementCount;
            correct += shown.Argmax(1).Eq(truth).Sum().ToInt64();
            loss -= shown.LogSoftmax(1).Gather(1, truth.Unsqueeze(1)).Sum().ToDouble();
        }
        var mean = loss / Math.Max(1, count);
        return new Dictionary<string, double> { ["loss"] = mean, ["perplexity"] = Math.Exp(mean), ["accuracy"] = (double)correct / Math.Max(1, count) };
    }
}

using OmniHelix.Data.Tokens;
using OmniHelix.Inference;
using OmniHelix.Models;
using OmniHelix.Training;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Workflows.FineTuning;

/// <summary>What a model gives for a split.</summary>
/// <param name="Logits">Raw outputs of each row, as <see cref="Predictor.Logits"/> gives them.</param>
/// <param name="Use">Tokens needed and computed for them.</param>
/// <param name="Numbers">Device and arithmetic.</param>
internal sealed record TestPass(float[][] Logits, TokenUse Use, TrainerOptions Numbers)
{
    /// <summary>Predicts a split.</summary>
    /// <param name="model">Is moved to the device of training.</param>
    /// <param name="split">Its name, for the observer.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="numbers">Device and arithmetic, which is decided.</param>
    /// <param name="observer">Is told how far it is.</param>
    /// <param name="cancellation">Stops between batches.</param>
    public static TestPass Of(
        OmniModel model, string split, RaggedTokens rows, TrainerOptions numbers, RunObserver observer, CancellationToken cancellation)
    {
        model.To(numbers.Device, Torch.DType.Float32);
        var predictor = new Predictor(model, PrecisionChoice.Said(numbers.Precision)!.Value, numbers.Device);
        var logits = predictor.Logits(rows, observer.Rows($"predicting {split}", rows.Count), cancellation);
        return new TestPass(logits, predictor.Use, numbers);
    }
}

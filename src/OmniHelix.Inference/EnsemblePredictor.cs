using OmniHelix.Data.Tokens;
using OmniHelix.Torch;

namespace OmniHelix.Inference;

/// <summary>Runs the models of an ensemble over a store, one after the other, and makes one of their outputs.</summary>
/// <param name="ensemble">The models.</param>
/// <param name="precision">Arithmetic.</param>
/// <param name="device">Where they live.</param>
/// <param name="tokenBudget">Most tokens of a batch, padding included.</param>
/// <param name="batchSize">Rows of a batch; takes the place of the budget.</param>
public sealed class EnsemblePredictor(
    ModelEnsemble ensemble, Precision precision, Device device, int tokenBudget = 8192, int? batchSize = null)
{
    private readonly Predictor[] predictors =
        [.. ensemble.Models.Select(model => new Predictor(model.Model, precision, device, tokenBudget, batchSize))];

    /// <summary>Tokens of everything predicted so far, those of all models.</summary>
    public TokenUse Use => predictors.Aggregate(
        new TokenUse(), (sum, one) => new TokenUse(sum.Needed + one.Use.Needed, sum.Computed + one.Use.Computed));

    /// <summary>Outputs of every row, and the standard deviation of each probability or value over the models.</summary>
    /// <param name="tokens">Store.</param>
    /// <param name="rowsDone">Told the number of finished rows.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <returns>Both as <see cref="Predictor.Logits"/> gives outputs; no spread of a single model.</returns>
    public (float[][] Logits, float[][]? Spread) Predict(RaggedTokens tokens, IProgress<int>? rowsDone, CancellationToken cancellation)
    {
        var all = predictors.Select((predictor, i) => predictor.Logits(
            tokens, rowsDone is null ? null : new Part(rowsDone, i * tokens.Count, predictors.Length), cancellation)).ToArray();
        if (all is [var only]) return (only, null);
        var first = ensemble.Models[0].Model;
        // Of contacts there is one output, that of the class of contacts.
        var target = first.Task == TaskType.PairClassification ? TaskTarget.Classes : first.Task.Target;
        var combination = new RowCombination(ensemble.Options, target, first.LabelNames.Count);
        var logits = new float[tokens.Count][];
        var spread = new float[tokens.Count][];
        Parallel.For(0, tokens.Count, row => (logits[row], spread[row]) = combination.Of([.. all.Select(rows => rows[row])]));
        return (logits, spread);
    }

    private sealed class Part(IProgress<int> whole, int before, int models) : IProgress<int>
    {
        public void Report(int value) => whole.Report((before + value) / models);
    }
}

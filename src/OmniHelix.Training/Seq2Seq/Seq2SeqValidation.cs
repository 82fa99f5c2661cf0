using OmniHelix.Inference;
using OmniHelix.Models;
using OmniHelix.Torch;
using OmniHelix.Training.ModelTasks;

namespace OmniHelix.Training.Seq2Seq;

/// <summary>How well a model guesses each token of outputs when it is shown all tokens before it.</summary>
/// <param name="model">Model in place.</param>
/// <param name="batches">Validation rows.</param>
/// <param name="precision">Arithmetic.</param>
/// <param name="device">Where the model lives.</param>
public sealed class Seq2SeqValidation(OmniModelForSeq2Seq model, Seq2SeqBatches batches, Precision precision, Device device) : IValidation
{
    /// <inheritdoc/>
    public string Metric => "loss";

    /// <inheritdoc/>
    public bool GreaterIsBetter => false;

    /// <summary><c>loss</c> of a token in nats, <c>token_perplexity</c> and <c>token_accuracy</c>, end tokens included.</summary>
    public ValidationScore Score(CancellationToken cancellation)
    {
        model.Eval();
        var tally = new TokenTally();
        using var off = GradMode.Off();
        foreach (var batch in batches.Batches(0, 0, cancellation))
        {
            using var scope = new TensorScope();
            var labels = batch.Labels(device);
            var input = batch.Tokens.ToInput(device, model.Backbone.TokenTypeCount) with { Labels = labels };
            Tensor logits;
            using (Autocast.Of(precision, device.Type)) logits = model.Forward(input).Logits;
            tally.Add(logits.Flatten(0, 1), labels.Flatten(), labels.Flatten().Ge(0));
        }
        var values = new Dictionary<string, double>
        {
            ["loss"] = tally.Mean,
            ["token_perplexity"] = Math.Exp(tally.Mean),
            ["token_accuracy"] = tally.Accuracy,
        };
        return new ValidationScore(tally.Mean, values);
    }
}

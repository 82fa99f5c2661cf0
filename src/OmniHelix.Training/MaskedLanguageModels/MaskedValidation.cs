using OmniHelix.Inference;
using OmniHelix.Models;
using OmniHelix.Torch;
using OmniHelix.Training.ModelTasks;

namespace OmniHelix.Training.MaskedLanguageModels;

/// <summary>
/// How well a model predicts hidden tokens, and structures where the batches ask for them; the same tokens are hidden every time.
/// </summary>
/// <param name="model">Model in place.</param>
/// <param name="batches">Validation rows.</param>
/// <param name="precision">Arithmetic.</param>
/// <param name="device">Where the model lives.</param>
public sealed class MaskedValidation(OmniModel model, MaskedBatches batches, Precision precision, Device device) : IValidation
{
    /// <inheritdoc/>
    public string Metric => "loss";

    /// <inheritdoc/>
    public bool GreaterIsBetter => false;

    /// <summary>
    /// <c>loss</c>: mean over everything asked for, nats; <c>token_loss</c>, <c>token_perplexity</c> and <c>token_accuracy</c> of hidden
    /// tokens; <c>structure_loss</c> and <c>structure_accuracy</c> of shown ones when structures are learned.
    /// </summary>
    public ValidationScore Score(CancellationToken cancellation)
    {
        model.Eval();
        var hidden = new TokenTally();
        var shown = new TokenTally();
        using var off = GradMode.Off();
        foreach (var batch in batches.Batches(0, 0, cancellation))
        {
            using var scope = new TensorScope();
            var input = batch.Tokens.ToInput(device);
            Tensor logits;
            using (Autocast.Of(precision, device.Type)) logits = model.Forward(input).Logits;
            var scores = logits.Flatten(0, 1);
            var labels = batch.Labels(device).Flatten();
            var isHidden = input.InputIds.Flatten().Eq(batches.MaskToken);
            var asked = labels.Ge(0);
            if (!batches.LearnsStructures) hidden.Add(scores, labels, asked);
            else
            {
                hidden.Add(scores, labels, asked.LogicalAnd(isHidden));
                shown.Add(scores, labels, asked.LogicalAnd(isHidden.LogicalNot()));
            }
        }
        var values = new Dictionary<string, double>
        {
            ["loss"] = (hidden.Loss + shown.Loss) / Math.Max(1, hidden.Count + shown.Count),
            ["token_loss"] = hidden.Mean,
            ["token_perplexity"] = Math.Exp(hidden.Mean),
            ["token_accuracy"] = hidden.Accuracy,
        };
        if (shown.Count > 0)
        {
            values["structure_loss"] = shown.Mean;
            values["structure_accuracy"] = shown.Accuracy;
        }
        return new ValidationScore(values["loss"], values);
    }
}

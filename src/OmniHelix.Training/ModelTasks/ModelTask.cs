using OmniHelix.Data.Tokens;
using OmniHelix.Inference;
using OmniHelix.Models;
using OmniHelix.Models.Backbones;
using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Training.ModelTasks;

/// <summary>Trains an encoder with its head on batches of tokens, by the loss of the head.</summary>
/// <param name="model">Model in place.</param>
/// <param name="batches">Training data.</param>
/// <param name="validation">Chooses the weights; null without a validation split.</param>
/// <param name="device">Where the model lives.</param>
public sealed class ModelTask(OmniModel model, IBatchSource<LabelledBatch> batches, IValidation? validation, Device device)
    : TrainingTask<LabelledBatch>
{
    // Records of a batch that an error names; the others are counted.
    private const int Named = 5;

    /// <inheritdoc/>
    public override Module Module => model;

    /// <inheritdoc/>
    public override IBatchSource<LabelledBatch> Batches => batches;

    /// <inheritdoc/>
    public override IValidation? Validation => validation;

    /// <summary>Another model that this one learns from, beside the labels; null for none.</summary>
    public Distillation? Distillation { get; init; }

    /// <summary>Makes the input of a batch, such as <see cref="FrozenStates.Input"/>; null for its tokens alone.</summary>
    public Func<TokenBatch, ModelInput>? Inputs { get; init; }

    /// <summary>First blocks of the encoder that are frozen, for the count of operations.</summary>
    public int FrozenBlocks { get; init; }

    /// <inheritdoc/>
    public override Tensor Loss(LabelledBatch batch)
    {
        var labels = batch.Labels(device);
        var input = Inputs?.Invoke(batch.Tokens) ?? batch.Tokens.ToInput(device, model.Backbone.TokenTypeCount);
        var output = model.Forward(input with { Labels = labels });
        return Distillation?.Join(output.Loss!, output.Logits, labels, batch, model.Options) ?? output.Loss!;
    }

    /// <inheritdoc/>
    public override double LossWeight(LabelledBatch batch) => batch.CountLabels(model.Options.ClassWeights);

    /// <inheritdoc/>
    public override string Describe(LabelledBatch batch)
    {
        var named = batch.Tokens.Examples.Take(Named).Select(example => $"{example.Id} ({example.Place})").ToList();
        var more = batch.Tokens.Examples.Count() - named.Count;
        var rest = more > 0 ? $" and {Plural.Count(more, "more record", "more records")}" : "";
        return $"{(named.Count + more == 1 ? "the record" : "the records")} {string.Join(", ", named)}{rest}";
    }

    /// <inheritdoc/>
    public override BatchWork Work(LabelledBatch batch)
    {
        var tokens = batch.Tokens.TokensNeeded;
        var length = batch.Tokens.Length;
        // Of frozen blocks only the forward pass is computed, or nothing where their states are known.
        var share = (double)FrozenBlocks / Math.Max(1, model.Backbone.LayerCount);
        var spared = model.Backbone.FlopsPerToken(length) * share * (Inputs is null ? 2 : 3);
        return new BatchWork(tokens, (3 * model.FlopsPerToken(length) - spared) * tokens);
    }
}

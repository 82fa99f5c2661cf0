using OmniHelix.Models.Backbones;
using OmniHelix.Torch;

namespace OmniHelix.Models;

/// <summary>What a model with a head computes.</summary>
public sealed record ModelOutput
{
    private const double Threshold = 0.5;

    private readonly TaskType task;
    private readonly Tensor? logits;

    internal ModelOutput(TaskType task, BackboneOutput encoded, Tensor? features, Tensor? logits)
    {
        this.task = task;
        (LastHiddenState, HiddenStates, Attentions) = encoded;
        GlobalAttentions = encoded.GlobalAttentions;
        Features = features;
        this.logits = logits;
    }

    /// <summary>
    /// Raw scores, before any softmax or sigmoid: <c>[batch, length, labels]</c> for token tasks, <c>[batch, labels]</c> for sequence
    /// tasks, <c>[batch, length, length]</c> for tasks on pairs, <c>[batch, length, vocabulary]</c> for masked language models, and with
    /// the length of the labels for models that write.
    /// </summary>
    /// <exception cref="OmniException">OH3601: the model only embeds.</exception>
    public Tensor Logits => logits ?? throw new OmniException(
        "OH3601", task == TaskType.Seq2Seq
            ? "there are no logits without what should be written"
            : "an embedding model has no logits", null,
        task == TaskType.Seq2Seq
            ? "Give ModelInput.Labels, or let the model write: Generate."
            : "Read LastHiddenState, or create the model for a task with labels.");

    /// <summary>The loss, one number, when the input had labels; else null.</summary>
    public Tensor? Loss { get; init; }

    /// <summary>
    /// What the logits say, computed when asked for: the number of the best class or token (Int64, without the last axis of
    /// <see cref="Logits"/>), for multi-label tasks whether the probability of each label is at least 0.5 (<c>[batch, labels]</c>), for
    /// contacts whether that of each pair is, and for regression the values themselves.
    /// </summary>
    /// <exception cref="OmniException">OH3601: the model only embeds.</exception>
    public Tensor Predictions => task.Target switch
    {
        TaskTarget.Class when task.Unit == TaskUnit.Pair => Logits.Ge(0),
        TaskTarget.Class or TaskTarget.Sequence => Logits.Argmax(-1),
        TaskTarget.Classes => Logits.Sigmoid().Ge(Threshold),
        _ => Logits,
    };

    /// <summary>
    /// What the last linear layer saw: pooled <c>[batch, hidden]</c> or per token <c>[batch, length, hidden]</c>; the pooler's output of an
    /// embedding model that has one.
    /// </summary>
    public Tensor? Features { get; }

    /// <inheritdoc cref="BackboneOutput.LastHiddenState"/>
    public Tensor LastHiddenState { get; }

    /// <inheritdoc cref="BackboneOutput.HiddenStates"/>
    public IReadOnlyList<Tensor>? HiddenStates { get; }

    /// <inheritdoc cref="BackboneOutput.Attentions"/>
    public IReadOnlyList<Tensor>? Attentions { get; }

    /// <inheritdoc cref="BackboneOutput.GlobalAttentions"/>
    public IReadOnlyList<Tensor>? GlobalAttentions { get; }
}

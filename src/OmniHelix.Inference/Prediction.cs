using OmniHelix.Data.Records;

namespace OmniHelix.Inference;

/// <summary>What a model says about one record. Results per base stand at the base's position, whatever the tokenizer.</summary>
public sealed record Prediction
{
    /// <summary>The record.</summary>
    public required Example Example { get; init; }

    /// <summary>Why there is no result; everything below is then empty.</summary>
    public OmniException? Error { get; init; }

    /// <summary>
    /// The most probable class of each base, or of the sequence; for multi-label tasks the labels with a probability of at least 0.5. Empty
    /// for regression.
    /// </summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>
    /// Contacts: the pairs of bases with a probability of at least 0.5, those of the first base first; of other tasks none. Others are in
    /// <see cref="Probabilities"/>.
    /// </summary>
    public IReadOnlyList<Contact> Contacts { get; init; } = [];

    /// <summary>
    /// <c>[bases, classes]</c>, <c>[classes]</c> for a sequence, or the probability of a contact <c>[bases, bases]</c>, 0 for bases that
    /// are too close to count. Empty for regression.
    /// </summary>
    public float[] Probabilities { get; init; } = [];

    /// <summary>
    /// Regression: <c>[bases, targets]</c>, <c>[targets]</c> for a sequence, or <c>[bases, bases]</c> for pairs. Empty otherwise.
    /// </summary>
    public float[] Values { get; init; } = [];

    /// <summary>Largest probability at each base, or of the sequence. Empty for regression and for tasks on pairs.</summary>
    public float[] Confidence { get; init; } = [];

    /// <summary>
    /// How far the models of an ensemble are apart: the standard deviation of the probability behind <see cref="Confidence"/> at each base
    /// or of the sequence, for multi-label tasks of that of each label, and for regression of each value. Null of a single model.
    /// </summary>
    public float[]? Spread { get; init; }

    /// <summary>
    /// Dot-bracket notation of the structure, drawn as <see cref="InferenceOptions.Decode"/> says, when the classes are <c>( ) .</c>
    /// </summary>
    public string? Structure { get; init; }

    /// <summary>
    /// Free energy of <see cref="Structure"/> in kcal/mol by the nearest-neighbour model; null unless it was folded (hybrid).
    /// </summary>
    public double? StructureEnergy { get; init; }

    /// <summary>Why no structure could be drawn.</summary>
    public OmniException? StructureError { get; init; }

    /// <summary>What a model that writes sequences has written; null for other models.</summary>
    public string? Text { get; init; }

    /// <summary>
    /// Logarithm of the probability of <see cref="Text"/>, divided by a power of its length; null for other models.
    /// </summary>
    public double? Score { get; init; }

    /// <summary>False when <see cref="Text"/> had the most tokens before it came to its end.</summary>
    public bool IsFinished { get; init; } = true;

    /// <summary>Raw outputs, shaped as <see cref="Probabilities"/>; null unless asked for.</summary>
    public float[]? Logits { get; init; }

    /// <summary>Last hidden states, <c>[bases, hidden]</c>; null unless asked for.</summary>
    public float[]? HiddenStates { get; init; }

    /// <summary>Bases behind the end that truncation left; they have no result.</summary>
    public int CutBases { get; init; }

    /// <summary>Bases that the vocabulary does not know: the model saw the unknown token in their place.</summary>
    public int UnknownBases { get; init; }
}

/// <summary>Two bases that belong together.</summary>
/// <param name="First">Position of one, from 0.</param>
/// <param name="Second">Position of the other, behind it.</param>
/// <param name="Probability">That they do.</param>
public readonly record struct Contact(int First, int Second, float Probability);

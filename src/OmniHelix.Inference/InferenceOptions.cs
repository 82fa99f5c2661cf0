using OmniHelix.Data.Tokens;
using OmniHelix.Sequences;
using OmniHelix.Models.Decoders;
using OmniHelix.Torch;

namespace OmniHelix.Inference;

/// <summary>How a trained model is applied to records.</summary>
public sealed record InferenceOptions
{
    /// <summary>Most tokens of a row, special tokens included; null for what the model takes.</summary>
    public int? MaxLength { get; init; }

    /// <summary>
    /// What happens to longer sequences: a failed record, truncation or windows. <see cref="LengthPolicy.Drop"/> means a failed record too.
    /// </summary>
    public LengthPolicy LongSequences { get; init; } = LengthPolicy.Error;

    /// <summary>Tokens that neighbouring windows share.</summary>
    public int WindowOverlap { get; init; }

    /// <summary>Most tokens of a batch, padding included.</summary>
    public int TokenBudget { get; init; } = 8192;

    /// <summary>Rows of a batch; takes the place of the budget.</summary>
    public int? BatchSize { get; init; }

    /// <summary>Arithmetic of matrix products.</summary>
    public Precision Precision { get; init; } = Precision.Fp32;

    /// <summary>Where to compute.</summary>
    public Device Device { get; init; } = Device.Cpu;

    /// <summary>U/T conversion before look-up; null for the tokenizer's own.</summary>
    public UracilPolicy? Uracil { get; init; }

    /// <summary>Keep raw outputs.</summary>
    public bool Logits { get; init; }

    /// <summary>Keep last hidden states: many numbers.</summary>
    public bool HiddenStates { get; init; }

    /// <summary>
    /// How structures are drawn from the classes of dot-bracket notation; null for <see cref="StructureSource.Hybrid"/> where a fit on
    /// validation stands in the model's card or a weight is given, and else for <see cref="StructureSource.Nested"/>.
    /// </summary>
    public StructureSource? Decode { get; init; }

    /// <summary>Weight of the probabilities beside the energies, at least 0; null for what was fitted on validation.</summary>
    public double? DecodeWeight { get; init; }

    /// <summary>Beams and lengths of models that write sequences.</summary>
    public GenerationOptions Generation { get; init; } = new();

    /// <summary>Records read, sorted by length and computed together; their results come in the order of the input.</summary>
    public int ChunkRecords { get; init; } = 16384;
}

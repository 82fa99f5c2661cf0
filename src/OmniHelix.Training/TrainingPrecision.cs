using OmniHelix.Torch;

namespace OmniHelix.Training;

/// <summary>What is said about the arithmetic of training. Weights and the numbers of the optimizer are float32 with each.</summary>
public enum TrainingPrecision
{
    /// <summary>bfloat16 where the machine computes it faster and the loss of the first batch agrees, else float32.</summary>
    Auto,

    /// <inheritdoc cref="Precision.Fp32"/>
    Fp32,

    /// <inheritdoc cref="Precision.Bf16"/>
    Bf16,

    /// <inheritdoc cref="Precision.Fp16"/>
    Fp16,
}

namespace OmniHelix.Torch;

/// <summary>Arithmetic of a forward pass.</summary>
public enum Precision
{
    /// <summary>Everything in float32.</summary>
    Fp32,

    /// <summary>Matrix products in bfloat16, weights and sums in float32.</summary>
    Bf16,

    /// <summary>Matrix products in float16, weights and sums in float32; training scales the loss.</summary>
    Fp16,
}

namespace OmniHelix.Torch.Checkpoints.Safetensors;

/// <summary>Element types of the safetensors format.</summary>
/// <param name="Name">As written in headers.</param>
/// <param name="Bits">Width of one element.</param>
/// <param name="Rank">Order in which the format's writers lay tensors out, highest first.</param>
/// <param name="Type">The counterpart here; null for sub-byte types.</param>
internal sealed record SafetensorsType(string Name, int Bits, int Rank, DType? Type)
{
    private static readonly SafetensorsType[] All =
    [
        new("BOOL", 8, 0, DType.Bool),
        new("F4", 4, 1, null),
        new("F6_E2M3", 6, 2, null),
        new("F6_E3M2", 6, 3, null),
        new("U8", 8, 4, DType.UInt8),
        new("I8", 8, 5, DType.Int8),
        new("F8_E5M2", 8, 6, DType.Float8E5M2),
        new("F8_E4M3", 8, 7, DType.Float8E4M3),
        new("F8_E8M0", 8, 8, DType.Float8E8M0),
        new("F8_E4M3FNUZ", 8, 9, DType.Float8E4M3Fnuz),
        new("F8_E5M2FNUZ", 8, 10, DType.Float8E5M2Fnuz),
        new("I16", 16, 11, DType.Int16),
        new("U16", 16, 12, DType.UInt16),
        new("F16", 16, 13, DType.Float16),
        new("BF16", 16, 14, DType.BFloat16),
        new("I32", 32, 15, DType.Int32),
        new("U32", 32, 16, DType.UInt32),
        new("F32", 32, 17, DType.Float32),
        new("C64", 64, 18, DType.Complex64),
        new("F64", 64, 19, DType.Float64),
        new("I64", 64, 20, DType.Int64),
        new("U64", 64, 21, DType.UInt64),
    ];

    public static SafetensorsType? Find(string name) => Array.Find(All, t => t.Name == name);

    public static SafetensorsType? Find(DType type) => Array.Find(All, t => t.Type == type);
}

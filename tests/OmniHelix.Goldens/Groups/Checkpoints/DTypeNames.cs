using OmniHelix.Torch;

namespace OmniHelix.Goldens.Groups.Checkpoints;

/// <summary>Element types as reference files spell them.</summary>
internal static class DTypeNames
{
    public static string Of(DType type) => type switch
    {
        DType.UInt8 => "U8",
        DType.Int8 => "I8",
        DType.Int16 => "I16",
        DType.Int32 => "I32",
        DType.Int64 => "I64",
        DType.UInt16 => "U16",
        DType.UInt32 => "U32",
        DType.UInt64 => "U64",
        DType.Float16 => "F16",
        DType.BFloat16 => "BF16",
        DType.Float32 => "F32",
        DType.Float64 => "F64",
        DType.Complex64 => "C64",
        DType.Complex128 => "C128",
        DType.Bool => "BOOL",
        DType.Float8E5M2 => "F8_E5M2",
        DType.Float8E4M3 => "F8_E4M3",
        DType.Float8E5M2Fnuz => "F8_E5M2FNUZ",
        DType.Float8E4M3Fnuz => "F8_E4M3FNUZ",
        DType.Float8E8M0 => "F8_E8M0",
        _ => type.ToString(),
    };
}

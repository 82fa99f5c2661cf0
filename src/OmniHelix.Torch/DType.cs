namespace OmniHelix.Torch;

/// <summary>Element types; the numbers are libtorch's own scalar type codes.</summary>
public enum DType
{
    /// <summary>Unsigned 8-bit integer.</summary>
    UInt8 = 0,

    /// <summary>Signed 8-bit integer.</summary>
    Int8 = 1,

    /// <summary>Signed 16-bit integer.</summary>
    Int16 = 2,

    /// <summary>Signed 32-bit integer.</summary>
    Int32 = 3,

    /// <summary>Signed 64-bit integer.</summary>
    Int64 = 4,

    /// <summary>IEEE half precision.</summary>
    Float16 = 5,

    /// <summary>IEEE single precision.</summary>
    Float32 = 6,

    /// <summary>IEEE double precision.</summary>
    Float64 = 7,

    /// <summary>Two single-precision numbers.</summary>
    Complex64 = 9,

    /// <summary>Two double-precision numbers.</summary>
    Complex128 = 10,

    /// <summary>One byte, 0 or 1.</summary>
    Bool = 11,

    /// <summary>bfloat16: 8 exponent bits, 7 fraction bits.</summary>
    BFloat16 = 15,

    /// <summary>8-bit float, 5 exponent bits.</summary>
    Float8E5M2 = 23,

    /// <summary>8-bit float, 4 exponent bits, no infinities.</summary>
    Float8E4M3 = 24,

    /// <summary>8-bit float, 5 exponent bits, no negative zero.</summary>
    Float8E5M2Fnuz = 25,

    /// <summary>8-bit float, 4 exponent bits, no infinities, no negative zero.</summary>
    Float8E4M3Fnuz = 26,

    /// <summary>Unsigned 16-bit integer.</summary>
    UInt16 = 27,

    /// <summary>Unsigned 32-bit integer.</summary>
    UInt32 = 28,

    /// <summary>Unsigned 64-bit integer.</summary>
    UInt64 = 29,

    /// <summary>8-bit power of two.</summary>
    Float8E8M0 = 44,
}

/// <summary>Facts about element types.</summary>
public static class DTypeFacts
{
    /// <summary>Bytes of one element.</summary>
    public static int Size(this DType type) => type switch
    {
        DType.Int16 or DType.Float16 or DType.BFloat16 or DType.UInt16 => 2,
        DType.Int32 or DType.Float32 or DType.UInt32 => 4,
        DType.Int64 or DType.Float64 or DType.Complex64 or DType.UInt64 => 8,
        DType.Complex128 => 16,
        _ => 1,
    };

    /// <summary>True for real floating-point types.</summary>
    public static bool IsFloatingPoint(this DType type) =>
        type is DType.Float16 or DType.Float32 or DType.Float64 or DType.BFloat16
            or DType.Float8E5M2 or DType.Float8E4M3 or DType.Float8E5M2Fnuz or DType.Float8E4M3Fnuz or DType.Float8E8M0;
}

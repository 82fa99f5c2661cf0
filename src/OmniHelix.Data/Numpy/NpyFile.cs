using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace OmniHelix.Data;

/// <summary>Writes arrays in NumPy's <c>.npy</c> format, version 1.0: magic, a header padded so that the numbers begin at a multiple of 64 bytes, then row-major little-endian numbers.</summary>
public static class NpyFile
{
    private const int Alignment = 64;

    /// <summary>Writes single-precision numbers.</summary>
    /// <param name="path">The file; written whole or not at all.</param>
    /// <param name="values">Row-major.</param>
    /// <param name="shape">Dimensions.</param>
    /// <exception cref="OmniException">OH600x: the file cannot be written.</exception>
    public static void Write(string path, ReadOnlyMemory<float> values, params long[] shape)
    {
        if (shape.Aggregate(1L, (product, n) => checked(product * n)) != values.Length)
            throw new ArgumentException($"{values.Length} values do not fill the shape [{string.Join(", ", shape)}].", nameof(shape));
        AtomicFile.Write(path, stream =>
        {
            WriteHeader(stream, "<f4", shape);
            stream.Write(MemoryMarshal.AsBytes(values.Span));
        });
    }

    /// <summary>Writes what stands before the numbers.</summary>
    /// <param name="stream">At its start.</param>
    /// <param name="type">NumPy's <c>descr</c>, such as <c>&lt;f4</c>.</param>
    /// <param name="shape">Dimensions; the numbers follow in row-major order.</param>
    public static void WriteHeader(Stream stream, string type, ReadOnlySpan<long> shape)
    {
        var numbers = new List<string>();
        foreach (var n in shape) numbers.Add(n.ToString(CultureInfo.InvariantCulture));
        // A Python tuple of one element ends with a comma.
        var tuple = $"({string.Join(", ", numbers)}{(numbers.Count == 1 ? "," : "")})";
        var text = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {tuple}, }}";
        const int Before = 10;
        var padded = (Before + text.Length + 1 + Alignment - 1) / Alignment * Alignment - Before;
        stream.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)(padded & 255), (byte)(padded >> 8)]);
        stream.Write(Encoding.Latin1.GetBytes(text.PadRight(padded - 1) + "\n"));
    }
}

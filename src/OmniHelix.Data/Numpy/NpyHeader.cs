using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace OmniHelix.Data.Numpy;

/// <summary>
/// What stands before the numbers of an <c>.npy</c> file: magic, version, and a Python dictionary with the keys descr, fortran_order
/// and shape.
/// </summary>
/// <param name="Type">Type of the values.</param>
/// <param name="IsFortran">Column-major order.</param>
/// <param name="Shape">Dimensions; none for a single value.</param>
internal sealed record NpyHeader(NpyType Type, bool IsFortran, long[] Shape)
{
    private const int Alignment = 64;
    private const int LongestHeader = 1 << 16;

    /// <summary>Bytes before the values.</summary>
    public long Length { get; private init; }

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Bytes of all values.</summary>
    public long Size => Shape.Aggregate((long)Type.Size, (product, n) => checked(product * n));

    /// <exception cref="OmniException">OH1220 no such file; OH1221 malformed header; OH1222 a type that is not read.</exception>
    public static NpyHeader Read(Stream stream, string place)
    {
        Span<byte> start = stackalloc byte[12];
        if (stream.ReadAtLeast(start[..8], 8, throwOnEndOfStream: false) < 8 || !start[..6].SequenceEqual(Magic))
            throw new OmniException("OH1220", "is no .npy file: it does not start as one", place);
        var version = start[6];
        if (version is not (1 or 2 or 3) || start[7] != 0)
            throw new OmniException("OH1220", $"is an .npy file of version {start[6]}.{start[7]}; versions 1.0 to 3.0 are read", place);
        var width = version == 1 ? 2 : 4;
        if (stream.ReadAtLeast(start.Slice(8, width), width, throwOnEndOfStream: false) < width) throw Short(place);
        var length = version == 1
            ? BinaryPrimitives.ReadUInt16LittleEndian(start[8..])
            : BinaryPrimitives.ReadUInt32LittleEndian(start[8..]);
        if (length > LongestHeader)
            throw new OmniException("OH1221", $"the header claims {length} bytes; at most {LongestHeader} are read", place);
        var text = new byte[length];
        if (stream.ReadAtLeast(text, text.Length, throwOnEndOfStream: false) < text.Length) throw Short(place);
        if (text is not [.., (byte)'\n']) throw new OmniException("OH1221", "the header does not end with a line feed", place);
        try
        {
            var encoding = version == 3 ? new UTF8Encoding(false, true) : Encoding.Latin1;
            return Parse(encoding.GetString(text), place) with { Length = 8 + width + length };
        }
        catch (Exception e) when (e is FormatException or DecoderFallbackException or OverflowException)
        {
            throw new OmniException("OH1221", $"the header is malformed: {e.Message}", place, null, e);
        }
    }

    /// <summary>Version 1.0, padded so that the values begin at a multiple of 64 bytes.</summary>
    public static void Write(Stream stream, string type, ReadOnlySpan<long> shape)
    {
        var numbers = new List<string>();
        foreach (var n in shape) numbers.Add(n.ToString(CultureInfo.InvariantCulture));
        // A Python tuple of one element ends with a comma.
        var tuple = $"({string.Join(", ", numbers)}{(numbers.Count == 1 ? "," : "")})";
        var text = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {tuple}, }}";
        const int Before = 10;
        var padded = (Before + text.Length + 1 + Alignment - 1) / Alignment * Alignment - Before;
        stream.Write([.. Magic, 1, 0, (byte)(padded & 255), (byte)(padded >> 8)]);
        stream.Write(Encoding.Latin1.GetBytes(text.PadRight(padded - 1) + "\n"));
    }

    private static NpyHeader Parse(string text, string place)
    {
        if (PythonLiteral.Parse(text) is not Dictionary<string, object> values) throw new FormatException("it is no dictionary");
        if (values.Count != 3 || !values.TryGetValue("descr", out var descr) || !values.TryGetValue("fortran_order", out var order)
            || !values.TryGetValue("shape", out var shape))
            throw new FormatException($"its keys are {string.Join(", ", values.Keys)}; descr, fortran_order and shape were expected");
        if (order is not bool isFortran) throw new FormatException("fortran_order is neither True nor False");
        if (shape is not List<object> sizes || sizes.Any(s => s is not long))
            throw new FormatException("the shape is no tuple of whole numbers");
        if (sizes.Any(s => (long)s < 0)) throw new FormatException("the shape has a negative size");
        var header = new NpyHeader(NpyType.Parse(descr, place), isFortran, [.. sizes.Cast<long>()]);
        _ = header.Size;
        return header;
    }

    private static OmniException Short(string place) =>
        new("OH1221", "the file ends inside its header", place, "It is truncated: copy or write it again.");
}

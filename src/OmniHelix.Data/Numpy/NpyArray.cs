using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace OmniHelix.Data.Numpy;

/// <summary>An array as NumPy stores it, in row-major order and little-endian whatever the file had.</summary>
public sealed class NpyArray
{
    private const long UsualRatio = 16, LeastRoom = 4096;

    private readonly byte[] bytes;

    private NpyArray(NpyType type, long[] shape, byte[] bytes)
    {
        Type = type;
        Shape = shape;
        this.bytes = bytes;
    }

    /// <summary>Type of the values.</summary>
    public NpyType Type { get; }

    /// <summary>Dimensions; none for a single value.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>Number of values.</summary>
    public int Count => Type.Size == 0 ? (int)Shape.Aggregate(1L, (product, n) => product * n) : bytes.Length / Type.Size;

    /// <summary>All values, row-major, little-endian.</summary>
    public ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>An array of numbers.</summary>
    /// <param name="values">Row-major.</param>
    /// <param name="shape">Dimensions.</param>
    public static NpyArray Of<T>(ReadOnlySpan<T> values, params ReadOnlySpan<long> shape) where T : unmanaged
    {
        var product = 1L;
        foreach (var n in shape) product = checked(product * n);
        if (product != values.Length)
            throw new ArgumentException(
                $"{values.Length} values do not fill the shape [{string.Join(", ", shape.ToArray())}].", nameof(shape));
        return new NpyArray(NpyType.Of<T>(), shape.ToArray(), MemoryMarshal.AsBytes(values).ToArray());
    }

    /// <summary>A one-dimensional array of texts. NumPy cannot tell NUL characters at the end from padding.</summary>
    public static NpyArray OfText(IReadOnlyList<string> texts)
    {
        var size = Math.Max(4, texts.Select(Encoding.UTF32.GetByteCount).DefaultIfEmpty().Max());
        var bytes = new byte[checked(size * texts.Count)];
        for (var i = 0; i < texts.Count; i++) Encoding.UTF32.GetBytes(texts[i], bytes.AsSpan(i * size));
        return new NpyArray(new NpyType('U', size), [texts.Count], bytes);
    }

    /// <summary>All values, <c>[count]</c>, row-major.</summary>
    /// <typeparam name="T">The exact type: <c>float</c> for <c>&lt;f4</c>, <c>bool</c> for <c>|b1</c>.</typeparam>
    /// <exception cref="InvalidOperationException">The array has another type.</exception>
    public ReadOnlySpan<T> As<T>() where T : unmanaged =>
        NpyType.Of<T>() is var type && type.Kind == Type.Kind && type.Size == Type.Size
            ? MemoryMarshal.Cast<byte, T>(bytes)
            : throw new InvalidOperationException($"An array of {Type} is not read as {typeof(T).Name}.");

    /// <summary>All values as double precision, whatever number they are.</summary>
    /// <exception cref="InvalidOperationException">Texts, bytes and complex numbers.</exception>
    public double[] ToDoubles() => (Type.Kind, Type.Size) switch
    {
        ('b', _) => [.. As<bool>().ToArray().Select(b => b ? 1.0 : 0.0)],
        ('i', 1) => Convert<sbyte>(),
        ('i', 2) => Convert<short>(),
        ('i', 4) => Convert<int>(),
        ('i', 8) => Convert<long>(),
        ('u', 1) => Convert<byte>(),
        ('u', 2) => Convert<ushort>(),
        ('u', 4) => Convert<uint>(),
        ('u', 8) => Convert<ulong>(),
        ('f', 2) => Convert<Half>(),
        ('f', 4) => Convert<float>(),
        ('f', 8) => Convert<double>(),
        _ => throw new InvalidOperationException($"An array of {Type} holds no real numbers."),
    };

    /// <summary>All values as text, of arrays of text or bytes (ASCII); NUL characters at the end are padding.</summary>
    /// <exception cref="InvalidOperationException">Numbers.</exception>
    public string[] ToTexts()
    {
        if (Type.Kind is not ('U' or 'S')) throw new InvalidOperationException($"An array of {Type} holds no text.");
        var encoding = Type.Kind == 'U' ? Encoding.UTF32 : Encoding.Latin1;
        var texts = new string[Count];
        for (var i = 0; i < texts.Length; i++) texts[i] = encoding.GetString(bytes, i * Type.Size, Type.Size).TrimEnd('\0');
        return texts;
    }

    /// <param name="stream">At the start of an array.</param>
    /// <param name="length">Bytes of the whole array file; known before anything is believed.</param>
    /// <param name="stored">Bytes that it is read from: fewer when it is compressed, and <paramref name="length"/> a claim.</param>
    /// <param name="place">For errors.</param>
    /// <exception cref="OmniException">OH1220 to OH1223.</exception>
    internal static NpyArray Read(Stream stream, long length, long stored, string place)
    {
        var header = NpyHeader.Read(stream, place);
        var remaining = length - header.Length;
        if (header.Size > remaining)
            throw new OmniException(
                "OH1223", $"ends too early: {header.Size} bytes of numbers were expected, but {remaining} follow the header", place,
                "Copy or write it again.");
        if (header.Size < remaining)
            throw new OmniException(
                "OH1223", $"{remaining - header.Size} bytes follow the {header.Size} bytes of numbers", place, "One array was expected.");
        if (header.Size > Array.MaxLength) throw new OmniException("OH1223", "an array over 2 GiB is not read whole", place);
        var bytes = ReadWhole(stream, header.Size, Math.Max(UsualRatio * stored, LeastRoom));
        if (header.Type.IsBigEndian) Reverse(bytes, header.Type.UnitSize);
        return new NpyArray(
            header.Type with { IsBigEndian = false }, header.Shape,
            header.IsFortran && header.Shape.Length > 1 ? RowMajor(bytes, header.Shape, header.Type.Size) : bytes);
    }

    /// <summary>Writes the array as an <c>.npy</c> file has it.</summary>
    public void Write(Stream stream)
    {
        NpyHeader.Write(stream, Type.ToString(), Shape.ToArray());
        stream.Write(bytes);
    }

    // A claim takes no memory: room is made as bytes come, four times as much each time, and the first is what most arrays need.
    private static byte[] ReadWhole(Stream stream, long size, long room)
    {
        var bytes = GC.AllocateUninitializedArray<byte>((int)Math.Min(size, room));
        for (var got = 0; ;)
        {
            stream.ReadExactly(bytes.AsSpan(got));
            got = bytes.Length;
            if (got == size) return bytes;
            Array.Resize(ref bytes, (int)Math.Min(size, 4L * got));
        }
    }

    private static void Reverse(byte[] bytes, int unit)
    {
        switch (unit)
        {
            case 2: Reverse<ushort>(bytes, BinaryPrimitives.ReverseEndianness); break;
            case 4: Reverse<uint>(bytes, BinaryPrimitives.ReverseEndianness); break;
            case 8: Reverse<ulong>(bytes, BinaryPrimitives.ReverseEndianness); break;
        }
    }

    private static void Reverse<T>(Span<byte> bytes, Func<T, T> reverse) where T : unmanaged
    {
        foreach (ref var value in MemoryMarshal.Cast<byte, T>(bytes)) value = reverse(value);
    }

    // Counts through the row-major places; the step of each dimension in the column-major source is the product of the sizes before it.
    private static byte[] RowMajor(byte[] source, long[] shape, int size)
    {
        var target = new byte[source.Length];
        var steps = new long[shape.Length];
        for (var (d, step) = (0, (long)size); d < shape.Length; step *= shape[d++]) steps[d] = step;
        var index = new long[shape.Length];
        var from = 0L;
        for (var to = 0; to < target.Length; to += size)
        {
            source.AsSpan((int)from, size).CopyTo(target.AsSpan(to));
            for (var d = shape.Length - 1; d >= 0; d--)
            {
                from += steps[d];
                if (++index[d] < shape[d]) break;
                from -= steps[d] * shape[d];
                index[d] = 0;
            }
        }
        return target;
    }

    private double[] Convert<T>() where T : unmanaged, System.Numerics.INumber<T>
    {
        var values = As<T>();
        var converted = new double[values.Length];
        for (var i = 0; i < converted.Length; i++) converted[i] = double.CreateChecked(values[i]);
        return converted;
    }
}

using System.Buffers.Binary;
using OmniHelix.Torch.Checkpoints.Memory;

namespace OmniHelix.Torch.Checkpoints.Pickle;

/// <summary>Rebuilds NumPy arrays and scalars of booleans, integers and floats; every other kind is refused.</summary>
internal static class NumpyRebuilder
{
    public static NumpyType Type(IReadOnlyList<object?> args, PickleContext context, long at)
    {
        if (args is [string { Length: 2 or 3 } word, ..] && "biuf".Contains(word[0], StringComparison.Ordinal)
            && word[1..] is "1" or "2" or "4" or "8")
        {
            var (kind, size) = (word[0], word[1] - '0');
            if (word.Length == 2 && (kind switch { 'b' => size == 1, 'f' => size > 1, _ => true })) return new NumpyType(kind, size);
        }
        throw context.Refuse(
            at, $"a NumPy type other than booleans, integers and floats: {(args.Count > 0 ? PickleText.Show(args[0]) : "none")}", "OH3131");
    }

    /// <summary>State <c>(version, byte order, None, None, None, -1, -1, flags)</c>.</summary>
    public static void SetType(NumpyType type, object? state, PickleContext context, long at)
    {
        if (state is not PickleTuple { Items: { Count: >= 5 } items } || items[1] is not string order || items[2] is not null
            || items[3] is not null || items[4] is not null
            || order is not ("<" or ">" or "|" or "="))
            throw context.Refuse(at, "a structured NumPy type is not supported", "OH3131");
        type.BigEndian = order == ">";
    }

    /// <summary>State <c>(version, shape, dtype, column-major, bytes)</c>.</summary>
    public static void SetArray(NumpyArray array, object? state, PickleContext context, long at)
    {
        if (state is not PickleTuple { Items: { Count: 5 } items } || items[1] is not PickleTuple { Items: { Count: <= 64 } dimensions }
            || items[2] is not NumpyType type
            || items[3] is not bool columnMajor || items[4] is not byte[] bytes || array.Contents is not null)
            throw context.Refuse(at, "a NumPy array must have the state (version, shape, dtype, order, bytes)", "OH3131");
        var shape = dimensions.Select(
            d => d is long n and >= 0 ? n : throw context.Refuse(at, "a NumPy shape must hold non-negative integers", "OH3131")).ToArray();
        Int128 length = type.Size;
        foreach (var n in shape)
            if ((length *= n) > int.MaxValue) break;
        if (length != bytes.Length)
            throw context.Refuse(
                at, $"a NumPy array of shape [{string.Join(", ", shape)}] and type {type.Name} has {bytes.Length} bytes", "OH3131");
        var contents = LittleEndian(bytes, type);
        array.Set(type, shape, columnMajor && shape.Length > 1 ? RowMajor(contents, shape, type.Size) : contents);
    }

    public static NumpyScalar Scalar(IReadOnlyList<object?> args, PickleContext context, long at)
    {
        if (args is not [NumpyType type, byte[] bytes] || bytes.Length != type.Size)
            throw context.Refuse(at, "a NumPy scalar must be (dtype, bytes)", "OH3131");
        var little = LittleEndian(bytes, type);
        Span<byte> wide = stackalloc byte[8];
        wide.Fill(type.Kind == 'i' && (little[^1] & 0x80) != 0 ? (byte)0xFF : (byte)0);
        little.CopyTo(wide);
        object value = (type.Kind, type.Size) switch
        {
            ('b', _) => little[0] != 0,
            ('i', _) => BinaryPrimitives.ReadInt64LittleEndian(wide),
            ('u', _) => BinaryPrimitives.ReadUInt64LittleEndian(wide),
            (_, 2) => (double)BinaryPrimitives.ReadHalfLittleEndian(little),
            (_, 4) => (double)BinaryPrimitives.ReadSingleLittleEndian(little),
            _ => BinaryPrimitives.ReadDoubleLittleEndian(little),
        };
        return new NumpyScalar(type, value);
    }

    private static byte[] LittleEndian(byte[] bytes, NumpyType type)
    {
        var copy = bytes.ToArray();
        if (type.BigEndian) ByteOrder.Reverse(copy, type.Size);
        return copy;
    }

    private static byte[] RowMajor(byte[] columns, long[] shape, int size)
    {
        var rows = new byte[columns.Length];
        var index = new long[shape.Length];
        for (var at = 0; at < rows.Length; at += size)
        {
            long from = 0, step = 1;
            for (var d = 0; d < shape.Length; d++)
            {
                from += index[d] * step;
                step *= shape[d];
            }
            columns.AsSpan((int)from * size, size).CopyTo(rows.AsSpan(at));
            for (var d = shape.Length - 1; d >= 0 && ++index[d] == shape[d]; d--) index[d] = 0;
        }
        return rows;
    }
}

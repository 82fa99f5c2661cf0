using System.Diagnostics.CodeAnalysis;

namespace OmniHelix.Torch.Checkpoints.Pickle;

// What a PyTorch file may hold. Beside these types a value is null, bool, long, BigInteger, double, string or byte[].

/// <summary>A Python list. It may contain itself.</summary>
public sealed class PickleList
{
    internal PickleList(List<object?> items, int depth = 1)
    {
        Values = items;
        Depth = depth;
    }

    /// <summary>The items.</summary>
    public IReadOnlyList<object?> Items => Values;

    internal List<object?> Values { get; }

    internal int Depth { get; set; }
}

/// <summary>A Python tuple or <c>torch.Size</c>.</summary>
public sealed class PickleTuple
{
    internal PickleTuple(object?[] items, bool isSize, int depth, long weight)
    {
        Items = items;
        IsSize = isSize;
        Depth = depth;
        Weight = weight;
    }

    /// <summary>The items.</summary>
    public IReadOnlyList<object?> Items { get; }

    /// <summary>True for <c>torch.Size</c>.</summary>
    public bool IsSize { get; }

    internal int Depth { get; }

    /// <summary>Nodes when walked as a tree, saturating: shared parts make it grow exponentially.</summary>
    internal long Weight { get; }
}

/// <summary>A Python set or frozenset, in file order.</summary>
public sealed class PickleSet
{
    internal PickleSet()
    {
    }

    /// <summary>The distinct items.</summary>
    public IReadOnlyList<object?> Items => Values.Keys;

    internal PickleMap Values { get; } = new();
}

/// <summary>A Python dict or OrderedDict, in file order. It may contain itself.</summary>
public sealed class PickleDict
{
    internal PickleDict(bool ordered) => Ordered = ordered;

    /// <summary>True for <c>collections.OrderedDict</c>.</summary>
    public bool Ordered { get; }

    /// <summary>The keys.</summary>
    public IReadOnlyList<object?> Keys => Map.Keys;

    /// <summary>The values, in the order of <see cref="Keys"/>.</summary>
    public IReadOnlyList<object?> Values => Map.Values;

    /// <summary>The value under a text key.</summary>
    public bool TryGet(string key, [MaybeNullWhen(false)] out object? value) => Map.TryGet(key, out value);

    internal PickleMap Map { get; } = new();

    internal int Depth { get; set; } = 1;
}

/// <summary>
/// An object that was not built because its class or function is not a tensor, a container or a number; tolerant mode only.
/// </summary>
/// <param name="Global">What the file asked for, such as <c>argparse.Namespace</c>.</param>
public sealed record PickleOpaque(string Global);

/// <summary>An element type as a value.</summary>
/// <param name="Name">Such as <c>torch.bfloat16</c>.</param>
/// <param name="Type">The type.</param>
public sealed record PickleDType(string Name, DType Type);

/// <summary>A device as a value.</summary>
/// <param name="Name">Such as <c>cuda:0</c>.</param>
public sealed record PickleDevice(string Name);

/// <summary>Memory that tensors share.</summary>
/// <param name="Id">Number within the file, in the order of first mention.</param>
/// <param name="Key">Record key.</param>
/// <param name="Type">Element type; null for untyped storages.</param>
/// <param name="ByteLength">Length in bytes.</param>
public sealed record PickleStorage(int Id, string Key, DType? Type, long ByteLength);

/// <summary>A tensor or parameter; its contents come from <see cref="TorchFile.Contents"/>.</summary>
/// <param name="Type">Element type.</param>
/// <param name="Shape">Dimensions; empty for a scalar.</param>
/// <param name="Stride">Elements between neighbours along each dimension; 0 occurs in expanded tensors.</param>
/// <param name="Offset">First element within the storage.</param>
/// <param name="Storage">The memory.</param>
/// <param name="RequiresGrad">Whether a gradient is wanted.</param>
/// <param name="IsParameter">True for <c>torch.nn.Parameter</c>.</param>
public sealed record PickleTensor(
    DType Type, long[] Shape, long[] Stride, long Offset, PickleStorage Storage, bool RequiresGrad, bool IsParameter)
{
    /// <summary>Number of elements.</summary>
    public long Count => Shape.Aggregate(1L, (product, n) => product * n);

    internal bool IsContiguous
    {
        get
        {
            long expected = 1;
            for (var i = Shape.Length - 1; i >= 0; i--)
            {
                if (Shape[i] != 1 && Stride[i] != expected) return false;
                expected *= Shape[i];
            }
            return true;
        }
    }
}

/// <summary>A NumPy element type: booleans, integers, floats.</summary>
public sealed class NumpyType
{
    internal NumpyType(char kind, int size)
    {
        Kind = kind;
        Size = size;
    }

    /// <summary><c>b</c>, <c>i</c>, <c>u</c> or <c>f</c>.</summary>
    public char Kind { get; }

    /// <summary>Bytes of one element.</summary>
    public int Size { get; }

    /// <summary>NumPy's own spelling, such as <c>&lt;f4</c>.</summary>
    public string Name => $"{(Size == 1 ? '|' : BigEndian ? '>' : '<')}{Kind}{Size}";

    internal bool BigEndian { get; set; }
}

/// <summary>A NumPy array of numbers or booleans.</summary>
public sealed class NumpyArray
{
    internal NumpyArray()
    {
    }

    /// <summary>The type in the file; null when the file never filled the array.</summary>
    public NumpyType? Type { get; private set; }

    /// <summary>Dimensions.</summary>
    public IReadOnlyList<long> Shape { get; private set; } = [0];

    /// <summary>Row-major, little-endian; null when the file never filled the array.</summary>
    public byte[]? Contents { get; private set; }

    internal void Set(NumpyType type, long[] shape, byte[] contents)
    {
        Type = type;
        Shape = shape;
        Contents = contents;
    }
}

/// <summary>A NumPy scalar.</summary>
/// <param name="Type">The type in the file.</param>
/// <param name="Value">bool, long, ulong or double.</param>
public sealed record NumpyScalar(NumpyType Type, object Value);

using System.Buffers.Binary;
using System.Numerics;

namespace OmniHelix.Torch.Checkpoints.Pickle;

/// <summary>
/// Interprets one pickle. It can build tensors, plain containers, numbers and text and nothing else: names are looked up in a fixed table
/// (<see cref="PickleGlobals"/>) and no code of the file or of Python is ever run. Every length is checked before it is used.
/// </summary>
internal ref partial struct PickleReader
{
    /// <summary>The longest pickle read.</summary>
    public const int MaxBytes = 256 << 20;

    private const int MaxText = 1 << 20;
    private const int MaxMemo = 1_000_000;
    private const int MaxLongBytes = 64;
    private const int HighestProtocol = 5;

    private readonly ReadOnlySpan<byte> data;
    private readonly PickleContext context;
    private readonly Dictionary<int, object?> memo = [];
    private readonly List<object?> stack = [];
    private readonly List<int> marks = [];
    private int at;
    private int tensors;
    private int built;
    private int builtBytes;
    private long keyText;

    private PickleReader(ReadOnlySpan<byte> data, PickleContext context)
    {
        this.data = data;
        this.context = context;
    }

    /// <summary>Reads one object from the start of <paramref name="data"/>.</summary>
    /// <param name="data">The pickle and perhaps more.</param>
    /// <param name="context">Mode, place and storages.</param>
    /// <param name="consumed">Bytes up to and with STOP.</param>
    /// <exception cref="OmniException">
    /// OH3120 malformed or over a limit, OH3121 a name that is not allowed, OH3130 an impossible tensor, OH3131 an unsupported NumPy
    /// object.
    /// </exception>
    public static object? Read(ReadOnlySpan<byte> data, PickleContext context, out int consumed)
    {
        var reader = new PickleReader(data, context);
        var root = reader.Run();
        consumed = reader.at;
        return root;
    }

    private object? Run()
    {
        while (true)
        {
            if (at >= MaxBytes) throw Fail($"the pickle is longer than {MaxBytes} bytes");
            var opcode = Byte();
            if (opcode == PickleOpcode.Stop) return Finish();
            if (!Literal(opcode) && !Container(opcode)) throw Fail($"the instruction 0x{opcode:x2} is not allowed in a checkpoint");
        }
    }

    private object? Finish()
    {
        var root = Pop();
        if (stack.Count > 0 || marks.Count > 0) throw Fail("values are left over at the end");
        return root;
    }

    private bool Literal(byte opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Proto:
                var protocol = Byte();
                if (protocol > HighestProtocol) throw Fail($"pickle protocol {protocol} does not exist");
                break;
            case PickleOpcode.Frame:
                if (BinaryPrimitives.ReadUInt64LittleEndian(Take(8)) > (ulong)(data.Length - at))
                    throw Fail("a frame is longer than the file");
                break;
            case PickleOpcode.None: Push(null); break;
            case PickleOpcode.NewTrue: Push(true); break;
            case PickleOpcode.NewFalse: Push(false); break;
            case PickleOpcode.BinInt: Push((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4))); break;
            case PickleOpcode.BinInt1: Push((long)Byte()); break;
            case PickleOpcode.BinInt2: Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2))); break;
            case PickleOpcode.Long1: Push(Integer(Byte())); break;
            case PickleOpcode.Long4: Push(Integer(BinaryPrimitives.ReadInt32LittleEndian(Take(4)))); break;
            case PickleOpcode.BinFloat: Push(BinaryPrimitives.ReadDoubleBigEndian(Take(8))); break;
            case PickleOpcode.Int: Push(PickleText.Int(Line()) ?? throw Fail("an integer is malformed")); break;
            case PickleOpcode.Long: Push(PickleText.Long(Line()) ?? throw Fail("an integer is malformed or too long")); break;
            case PickleOpcode.Float: Push(PickleText.Float(Line()) ?? throw Fail("a number is malformed")); break;
            case PickleOpcode.String: Push(PickleText.Quoted(Line()) ?? throw Fail("a quoted string is malformed")); break;
            case PickleOpcode.Unicode: Push(PickleText.RawUnicode(Line()) ?? throw Fail("a string is malformed")); break;
            case PickleOpcode.ShortBinString:
            case PickleOpcode.ShortBinUnicode: Push(Text(Byte())); break;
            case PickleOpcode.BinString: Push(Text(BinaryPrimitives.ReadInt32LittleEndian(Take(4)))); break;
            case PickleOpcode.BinUnicode: Push(Text(BinaryPrimitives.ReadUInt32LittleEndian(Take(4)))); break;
            case PickleOpcode.BinUnicode8: Push(Text(Length8())); break;
            case PickleOpcode.ShortBinBytes: Push(Take(Byte()).ToArray()); break;
            case PickleOpcode.BinBytes: Push(Take(Limited(BinaryPrimitives.ReadUInt32LittleEndian(Take(4)))).ToArray()); break;
            case PickleOpcode.BinBytes8: Push(Take(Limited(Length8())).ToArray()); break;
            case PickleOpcode.Put: Store(PickleText.Int(Line()) as long? ?? throw Fail("a memo index is malformed")); break;
            case PickleOpcode.BinPut: Store(Byte()); break;
            case PickleOpcode.LongBinPut: Store(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))); break;
            case PickleOpcode.Memoize: Store(memo.Count); break;
            case PickleOpcode.Get: Recall(PickleText.Int(Line()) as long? ?? throw Fail("a memo index is malformed")); break;
            case PickleOpcode.BinGet: Recall(Byte()); break;
            case PickleOpcode.LongBinGet: Recall(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))); break;
            default: return false;
        }
        return true;
    }

    private byte Byte()
    {
        if (at >= data.Length) throw Fail("the pickle ends in the middle");
        return data[at++];
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length < 0 || length > data.Length - at) throw Fail($"{length} bytes are announced, {data.Length - at} are left");
        var bytes = data.Slice(at, length);
        at += length;
        return bytes;
    }

    private ReadOnlySpan<byte> Line()
    {
        var rest = data.Slice(at, Math.Min(data.Length - at, MaxText));
        var end = rest.IndexOf((byte)'\n');
        if (end < 0) throw Fail("a line has no end, or is too long");
        at += end + 1;
        return rest[..end];
    }

    private long Length8()
    {
        var length = BinaryPrimitives.ReadUInt64LittleEndian(Take(8));
        return length > MaxText ? throw Fail($"a string of {length} bytes; the limit is {MaxText}") : (long)length;
    }

    private int Limited(long length) =>
        length is >= 0 and <= MaxText ? (int)length : throw Fail($"a string of {length} bytes; the limit is {MaxText}");

    private string Text(long length) => PickleText.Utf8(Take(Limited(length))) ?? throw Fail("a string is not UTF-8");

    private object Integer(int length)
    {
        if (length is < 0 or > MaxLongBytes) throw Fail($"an integer of {length} bytes; the limit is {MaxLongBytes}");
        return PickleText.Narrow(new BigInteger(Take(length)));
    }

    private void Store(long index)
    {
        if (index is < 0 or >= MaxMemo) throw Fail($"memo index {index}; the limit is {MaxMemo}");
        memo[(int)index] = Peek();
    }

    private void Recall(long index)
    {
        if (index is < 0 or >= MaxMemo || !memo.TryGetValue((int)index, out var value)) throw Fail($"memo entry {index} was never stored");
        Push(value);
    }

    private readonly OmniException Fail(string message) => context.Refuse(at, message);
}

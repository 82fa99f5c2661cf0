using Google.Protobuf;
using OmniHelix.Training.TensorBoard;

namespace OmniHelix.TestKit.TensorBoard;

/// <summary>Reads <c>tensorflow.Event</c>; fields that are not modelled (graphs, images, sound) are passed over.</summary>
internal static class EventDecoding
{
    // A tag is the field number and how its value is laid out; a known number in another layout is an unknown field.
    private const uint Varint = (uint)WireFormat.WireType.Varint;
    private const uint Fixed64 = (uint)WireFormat.WireType.Fixed64;
    private const uint Bytes = (uint)WireFormat.WireType.LengthDelimited;
    private const uint Fixed32 = (uint)WireFormat.WireType.Fixed32;

    /// <exception cref="InvalidProtocolBufferException">The bytes are no such message.</exception>
    public static TensorBoardEvent Decode(byte[] message)
    {
        var e = new TensorBoardEvent(0);
        var values = new List<SummaryValue>();
        Fields(message, (input, tag) =>
        {
            switch (tag)
            {
                case 1 << 3 | Fixed64: e = e with { WallTime = input.ReadDouble() }; return true;
                case 2 << 3 | Varint: e = e with { Step = input.ReadInt64() }; return true;
                case 3 << 3 | Bytes: e = e with { FileVersion = input.ReadString() }; return true;
                case 5 << 3 | Bytes:
                    Nested(input, (summary, inner) =>
                    {
                        if (inner != (1 << 3 | Bytes)) return false;
                        values.Add(Value(summary));
                        return true;
                    });
                    e = e with { Values = values };
                    return true;
                case 10 << 3 | Bytes:
                    Nested(input, (source, inner) =>
                    {
                        if (inner != (1 << 3 | Bytes)) return false;
                        e = e with { Writer = source.ReadString() };
                        return true;
                    });
                    return true;
                default: return false;
            }
        });
        return e;
    }

    private static SummaryValue Value(CodedInputStream outer)
    {
        var value = new SummaryValue("");
        Nested(outer, (input, tag) =>
        {
            switch (tag)
            {
                case 1 << 3 | Bytes: value = value with { Tag = input.ReadString() }; return true;
                case 2 << 3 | Fixed32: value = value with { Scalar = input.ReadFloat() }; return true;
                case 5 << 3 | Bytes: value = value with { Histogram = Histogram(input) }; return true;
                case 8 << 3 | Bytes: value = value with { Tensor = Tensor(input) }; return true;
                case 9 << 3 | Bytes:
                    Nested(input, (metadata, inner) =>
                    {
                        if (inner != (1 << 3 | Bytes)) return false;
                        value = value with { Plugin = Plugin(metadata) };
                        return true;
                    });
                    return true;
                default: return false;
            }
        });
        return value;
    }

    private static PluginData Plugin(CodedInputStream outer)
    {
        var plugin = new PluginData("");
        Nested(outer, (input, tag) =>
        {
            switch (tag)
            {
                case 1 << 3 | Bytes: plugin = plugin with { Name = input.ReadString() }; return true;
                case 2 << 3 | Bytes: plugin = plugin with { Content = input.ReadBytes().ToByteArray() }; return true;
                default: return false;
            }
        });
        return plugin;
    }

    private static HistogramSummary Histogram(CodedInputStream outer)
    {
        var numbers = new double[6];
        List<double> limits = [], buckets = [];
        Nested(outer, (input, tag) =>
        {
            switch (tag)
            {
                case 1 << 3 | Fixed64 or 2 << 3 | Fixed64 or 3 << 3 | Fixed64 or 4 << 3 | Fixed64 or 5 << 3 | Fixed64:
                    numbers[tag >> 3] = input.ReadDouble();
                    return true;
                case 6 << 3 | Bytes: Packed(input, limits, i => i.ReadDouble()); return true;
                case 6 << 3 | Fixed64: limits.Add(input.ReadDouble()); return true;
                case 7 << 3 | Bytes: Packed(input, buckets, i => i.ReadDouble()); return true;
                case 7 << 3 | Fixed64: buckets.Add(input.ReadDouble()); return true;
                default: return false;
            }
        });
        return new(numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], limits, buckets);
    }

    private static TensorSummary Tensor(CodedInputStream outer)
    {
        var type = 0;
        List<long>? shape = null;
        List<float> floats = [];
        List<ReadOnlyMemory<byte>> strings = [];
        Nested(outer, (input, tag) =>
        {
            switch (tag)
            {
                case 1 << 3 | Varint: type = input.ReadEnum(); return true;
                case 2 << 3 | Bytes:
                    shape = [];
                    Nested(input, (dimensions, inner) =>
                    {
                        if (inner != (2 << 3 | Bytes)) return false;
                        long size = 0;
                        Nested(dimensions, (dimension, part) =>
                        {
                            if (part != (1 << 3 | Varint)) return false;
                            size = dimension.ReadInt64();
                            return true;
                        });
                        shape.Add(size);
                        return true;
                    });
                    return true;
                case 5 << 3 | Bytes: Packed(input, floats, i => i.ReadFloat()); return true;
                case 5 << 3 | Fixed32: floats.Add(input.ReadFloat()); return true;
                case 8 << 3 | Bytes: strings.Add(input.ReadBytes().ToByteArray()); return true;
                default: return false;
            }
        });
        return new(type, shape) { Floats = floats, Strings = strings };
    }

    private static void Packed<T>(CodedInputStream input, List<T> values, Func<CodedInputStream, T> read)
    {
        using var packed = new CodedInputStream(input.ReadBytes().ToByteArray());
        while (!packed.IsAtEnd) values.Add(read(packed));
    }

    private static void Nested(CodedInputStream input, Func<CodedInputStream, uint, bool> read) =>
        Fields(input.ReadBytes().ToByteArray(), read);

    private static void Fields(byte[] message, Func<CodedInputStream, uint, bool> read)
    {
        using var input = new CodedInputStream(message);
        while (input.ReadTag() is var tag && tag != 0)
            if (!read(input, tag)) input.SkipLastField();
    }
}

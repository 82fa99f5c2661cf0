using Google.Protobuf;

namespace OmniHelix.Training.TensorBoard;

/// <summary>Writes the protocol buffer message <c>tensorflow.Event</c>, fields in ascending order, defaults left out.</summary>
internal static class EventEncoding
{
    public static byte[] Encode(TensorBoardEvent e) => Message(o =>
    {
        Double(o, 1, e.WallTime);
        if (e.Step != 0) Tag(o, 2, WireFormat.WireType.Varint).WriteInt64(e.Step);
        if (e.FileVersion is not null) Tag(o, 3, WireFormat.WireType.LengthDelimited).WriteString(e.FileVersion);
        if (e.Values is not null) Nested(o, 5, summary => { foreach (var value in e.Values) Nested(summary, 1, v => Value(v, value)); });
        if (e.Writer is not null) Nested(o, 10, source => Tag(source, 1, WireFormat.WireType.LengthDelimited).WriteString(e.Writer));
    });

    private static void Value(CodedOutputStream o, SummaryValue value)
    {
        Tag(o, 1, WireFormat.WireType.LengthDelimited).WriteString(value.Tag);
        if (value.Scalar is { } scalar) Tag(o, 2, WireFormat.WireType.Fixed32).WriteFloat(scalar);
        if (value.Histogram is { } histogram) Nested(o, 5, h => Histogram(h, histogram));
        if (value.Tensor is { } tensor) Nested(o, 8, t => Tensor(t, tensor));
        if (value.Plugin is { } plugin)
            Nested(o, 9, metadata => Nested(metadata, 1, p =>
            {
                Tag(p, 1, WireFormat.WireType.LengthDelimited).WriteString(plugin.Name);
                if (plugin.Content.IsEmpty) return;
                Tag(p, 2, WireFormat.WireType.LengthDelimited).WriteBytes(ByteString.CopyFrom(plugin.Content.Span));
            }));
    }

    private static void Histogram(CodedOutputStream o, HistogramSummary h)
    {
        Double(o, 1, h.Min);
        Double(o, 2, h.Max);
        Double(o, 3, h.Count);
        Double(o, 4, h.Sum);
        Double(o, 5, h.SumOfSquares);
        Packed(o, 6, h.Limits, (packed, limit) => packed.WriteDouble(limit));
        Packed(o, 7, h.Buckets, (packed, count) => packed.WriteDouble(count));
    }

    private static void Tensor(CodedOutputStream o, TensorSummary t)
    {
        Tag(o, 1, WireFormat.WireType.Varint).WriteEnum(t.DataType);
        if (t.Shape is not null)
            Nested(o, 2, shape =>
            {
                foreach (var size in t.Shape) Nested(shape, 2, dimension => Tag(dimension, 1, WireFormat.WireType.Varint).WriteInt64(size));
            });
        Packed(o, 5, t.Floats, (packed, value) => packed.WriteFloat(value));
        foreach (var text in t.Strings) Tag(o, 8, WireFormat.WireType.LengthDelimited).WriteBytes(ByteString.CopyFrom(text.Span));
    }

    private static void Double(CodedOutputStream o, int field, double value)
    {
        // Minus zero is not the default: compare bits.
        if (BitConverter.DoubleToInt64Bits(value) != 0) Tag(o, field, WireFormat.WireType.Fixed64).WriteDouble(value);
    }

    private static void Packed<T>(CodedOutputStream o, int field, IReadOnlyList<T> values, Action<CodedOutputStream, T> write)
    {
        if (values.Count > 0) Nested(o, field, packed => { foreach (var value in values) write(packed, value); });
    }

    private static void Nested(CodedOutputStream o, int field, Action<CodedOutputStream> fill) =>
        Tag(o, field, WireFormat.WireType.LengthDelimited).WriteBytes(UnsafeByteOperations.UnsafeWrap(Message(fill)));

    private static CodedOutputStream Tag(CodedOutputStream o, int field, WireFormat.WireType type)
    {
        o.WriteTag(field, type);
        return o;
    }

    private static byte[] Message(Action<CodedOutputStream> fill)
    {
        using var stream = new MemoryStream();
        using (var o = new CodedOutputStream(stream, leaveOpen: true)) fill(o);
        return stream.ToArray();
    }
}

using System.Buffers.Binary;
using OmniHelix.Data.Columns;

namespace OmniHelix.Data.Tables.Arrow;

/// <summary>Numbers of values of a dictionary.</summary>
internal sealed class DictionaryArray(
    ArrowField field, long length, ArrowBuffer? validity, ArrowBuffer numbers, ArrowDictionary dictionary)
    : ArrowArray(field, length, validity)
{
    private readonly ArrowIndex index = field.Index!;

    public override long Size(long first, long count) => count * dictionary.LargestValue;

    public override ColumnData Read(long first, int count)
    {
        var bytes = new byte[ArrayLength((long)count * index.Width)];
        numbers.Read(first * index.Width, bytes);
        var valid = Valid(first, count);
        var builder = ColumnBuilder.For(Field.Type);
        for (var i = 0; i < count; i++)
        {
            if (ArrowBits.IsSet(valid, i)) builder.Add(dictionary.Values, Value(bytes.AsSpan(i * index.Width)));
            else builder.AddNull();
        }
        return builder.Take();
    }

    private int Value(ReadOnlySpan<byte> bytes)
    {
        var number = Number(bytes);
        var values = dictionary.Values.Count;
        if (number < (ulong)values) return (int)number;
        Int128 claimed = index.IsSigned ? (long)number : number;
        throw numbers.Broken($"a value of column '{Field.Name}' has the number {claimed} of a dictionary of {values}");
    }

    // A negative number is as good as one that is too large.
    private ulong Number(ReadOnlySpan<byte> bytes) => index.Width switch
    {
        1 => index.IsSigned ? (ulong)(sbyte)bytes[0] : bytes[0],
        2 => index.IsSigned ? (ulong)BinaryPrimitives.ReadInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        4 => index.IsSigned ? (ulong)BinaryPrimitives.ReadInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        _ => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
    };
}

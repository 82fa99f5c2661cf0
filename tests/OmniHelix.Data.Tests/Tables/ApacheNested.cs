using Apache.Arrow;
using Apache.Arrow.Types;
using CsCheck;
using OmniHelix.Data.Columns;

namespace OmniHelix.Data.Tests.Tables;

/// <summary>Types of Apache.Arrow that are made of others.</summary>
internal static class ApacheNested
{
    private const int MostItems = 4, MostEntries = 20;

    public static ApacheType List(ApacheType item) => Lists(item, new ListType(Field("item", item)), Offsets32);

    public static ApacheType LargeList(ApacheType item) => Lists(item, new LargeListType(Field("item", item)), Offsets64);

    public static ApacheType FixedList(ApacheType item, int length)
    {
        var type = new FixedSizeListType(Field("item", item), length);
        var values = item.Values.Array[length].Select(items => new ValuePair(Theirs(items), Ours(items)));
        // What is missing takes its place too.
        return new(type, TableType.ListOf(item.Ours), values, lists =>
        {
            object?[] items = [.. lists.SelectMany(list => (object?[]?)list ?? new object?[length])];
            return Array(type, lists, [], [item.Build(items).Data]);
        });
    }

    public static ApacheType Struct(ApacheType[] fields)
    {
        var type = new StructType([.. fields.Select((f, i) => Field($"f{i}", f))]);
        var ours = TableType.StructOf([.. fields.Select((f, i) => new TableColumn($"f{i}", f.Ours))]);
        var values = fields.Aggregate(
            Gen.Const(System.Array.Empty<ValuePair>()),
            (row, field) => Gen.Select(row, field.Values, (before, next) => (ValuePair[])[.. before, next]));
        return new(type, ours, values.Select(row => new ValuePair(Theirs(row), Ours(row))), structs => Structs(type, structs, fields));
    }

    public static ApacheType Map(ApacheType value)
    {
        var type = new MapType(new Field("key", StringType.Default, nullable: false), Field("value", value), keySorted: false);
        var key = ApacheLeaves.Key;
        var entry = Gen.Select(key.Present, value.Values, (k, v) =>
            new ValuePair(new object?[] { k.Theirs, v.Theirs }, new object?[] { k.Ours, v.Ours }));
        var ours = TableType.ListOf(TableType.StructOf([new("key", key.Ours), new("value", value.Ours)]));
        return new(type, ours, entry.Array[0, MostItems].Select(entries => new ValuePair(Theirs(entries), Ours(entries))), maps =>
        {
            var entries = Structs(type.KeyValueType, Items(maps), [key, value]);
            return Array(type, maps, [Offsets32(maps)], [entries.Data]);
        });
    }

    /// <summary>Numbers of any width that stand for values, of which some may be missing in the dictionary too.</summary>
    public static Gen<ApacheType> Dictionary { get; } =
        from value in Gen.OneOf(ApacheLeaves.Whole, ApacheLeaves.Texts)
        from index in ApacheLeaves.Whole
        from entries in value.Values.Array[1, MostEntries]
        select DictionaryOf(value, index, entries);

    /// <summary>An array of one node: its validity, its other buffers, its children.</summary>
    public static IArrowArray Array(IArrowType type, object?[] values, ArrowBuffer[] buffers, ArrayData[] children)
    {
        var validity = new ArrowBuffer.BitmapBuilder();
        foreach (var value in values) validity.Append(value is not null);
        return ArrowArrayFactory.BuildArray(
            new ArrayData(type, values.Length, validity.UnsetBitCount, 0, [validity.Build(), .. buffers], children));
    }

    private static ApacheType DictionaryOf(ApacheType value, ApacheType index, ValuePair[] entries)
    {
        var type = new DictionaryType(index.Theirs, value.Theirs, false);
        var dictionary = value.Build((object?[])Theirs(entries));
        var numbers = Gen.Int[0, entries.Length - 1].Select(i => new ValuePair(Number(i, index.Ours.Kind), entries[i].Ours));
        return new(type, value.Ours, numbers, values => new DictionaryArray(type, index.Build(values), dictionary));
    }

    private static object Number(int number, TableKind kind) => kind switch
    {
        TableKind.Int8 => (sbyte)number,
        TableKind.Int16 => (short)number,
        TableKind.Int32 => number,
        TableKind.Int64 => (long)number,
        TableKind.UInt8 => (byte)number,
        TableKind.UInt16 => (ushort)number,
        TableKind.UInt32 => (uint)number,
        _ => (ulong)number,
    };

    private static ApacheType Lists(ApacheType item, NestedType type, Func<object?[], ArrowBuffer> offsets)
    {
        var values = item.Values.Array[0, MostItems].Select(items => new ValuePair(Theirs(items), Ours(items)));
        return new(type, TableType.ListOf(item.Ours), values, lists =>
            Array(type, lists, [offsets(lists)], [item.Build(Items(lists)).Data]));
    }

    private static IArrowArray Structs(StructType type, object?[] structs, ApacheType[] fields)
    {
        var children = fields.Select((field, i) => field.Build([.. structs.Select(s => ((object?[]?)s)?[i])]).Data);
        return Array(type, structs, [], [.. children]);
    }

    private static object?[] Items(object?[] lists) => [.. lists.SelectMany(list => (object?[]?)list ?? [])];

    private static ArrowBuffer Offsets32(object?[] lists) => Offsets(lists, end => end);

    private static ArrowBuffer Offsets64(object?[] lists) => Offsets(lists, end => (long)end);

    private static ArrowBuffer Offsets<T>(object?[] lists, Func<int, T> offset) where T : unmanaged
    {
        var offsets = new ArrowBuffer.Builder<T>().Append(offset(0));
        var end = 0;
        foreach (var list in lists) offsets.Append(offset(end += ((object?[]?)list)?.Length ?? 0));
        return offsets.Build();
    }

    private static Field Field(string name, ApacheType type) => new(name, type.Theirs, nullable: true);

    private static object?[] Theirs(ValuePair[] values) => [.. values.Select(v => v.Theirs)];

    private static object?[] Ours(ValuePair[] values) => [.. values.Select(v => v.Ours)];
}

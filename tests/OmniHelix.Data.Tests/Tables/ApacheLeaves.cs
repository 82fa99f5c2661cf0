using System.Globalization;
using System.Numerics;
using Apache.Arrow;
using Apache.Arrow.Types;
using CsCheck;
using OmniHelix.Data.Columns;

namespace OmniHelix.Data.Tests.Tables;

/// <summary>Types of Apache.Arrow that hold no others.</summary>
internal static class ApacheLeaves
{
    // Years 1 to 9999.
    private const int FirstDay = -719_162, LastDay = 2_932_896;
    private const long DaySeconds = 86_400, FirstSecond = FirstDay * DaySeconds, LastSecond = (LastDay + 1) * DaySeconds - 1;
    private const long Thousand = 1000, Million = 1_000_000, Billion = 1_000_000_000;

    private static readonly Gen<byte[]> AnyBytes = Gen.Byte.Array[0, 40];

    public static Gen<ApacheType> Whole { get; } = Gen.OneOf(
        Fixed(Int8Type.Default, TableKind.Int8, Gen.SByte),
        Fixed(Int16Type.Default, TableKind.Int16, Gen.Short),
        Fixed(Int32Type.Default, TableKind.Int32, Gen.Int),
        Fixed(Int64Type.Default, TableKind.Int64, Gen.Long),
        Fixed(UInt8Type.Default, TableKind.UInt8, Gen.Byte),
        Fixed(UInt16Type.Default, TableKind.UInt16, Gen.UShort),
        Fixed(UInt32Type.Default, TableKind.UInt32, Gen.UInt),
        Fixed(UInt64Type.Default, TableKind.UInt64, Gen.ULong));

    public static Gen<ApacheType> Texts { get; } = Gen.OneOf(
        Of(StringType.Default, TableKind.Text, AnyTable.Text, Strings),
        Of(LargeStringType.Default, TableKind.Text, AnyTable.Text, LargeStrings),
        Of(StringViewType.Default, TableKind.Text, AnyTable.Text, StringViews),
        Of(BinaryType.Default, TableKind.Bytes, AnyBytes, Binaries),
        Of(LargeBinaryType.Default, TableKind.Bytes, AnyBytes, LargeBinaries),
        Of(BinaryViewType.Default, TableKind.Bytes, AnyBytes, BinaryViews));

    /// <summary>Keys of maps.</summary>
    public static ApacheType Key { get; } = Of(StringType.Default, TableKind.Text, AnyTable.Text, Strings);

    public static Gen<ApacheType> Any { get; } = Gen.Frequency(
        (4, Whole),
        (2, Fractions()),
        (3, Moments()),
        (2, TimesOfDay()),
        (4, Texts),
        (1, Gen.Const(Of(BooleanType.Default, TableKind.Boolean, Gen.Bool, Flags))),
        (1, Gen.Const(Nothing())),
        (1, Gen.Int[1, 38].SelectMany(width => Gen.Int[0, width].Select(scale => Decimal(width, scale)))),
        (1, Gen.Int[1, 5].Select(FixedBytes)));

    private static Gen<ApacheType> Fractions() => Gen.OneOf(
        Fixed(HalfFloatType.Default, TableKind.Float, Gen.UShort.Select(BitConverter.UInt16BitsToHalf), half => (float)half),
        Fixed(FloatType.Default, TableKind.Float, Gen.OneOf(Gen.Float, Gen.Float.Special)),
        Fixed(DoubleType.Default, TableKind.Double, Gen.OneOf(Gen.Double, Gen.Double.Special)));

    private static Gen<ApacheType> Moments()
    {
        var days = Gen.Int[FirstDay, LastDay];
        var seconds = Gen.Long[FirstSecond, LastSecond];
        return Gen.OneOf(
            Fixed(Date32Type.Default, TableKind.Date, days),
            Fixed(Date64Type.Default, TableKind.Date, days.Select(d => d * DaySeconds * Thousand), ms => (int)(ms / Thousand / DaySeconds)),
            Fixed(Timestamp(TimeUnit.Second), TableKind.Timestamp, seconds, s => s * Million),
            Fixed(Timestamp(TimeUnit.Millisecond, "UTC"), TableKind.Timestamp, seconds.Select(s => s * Thousand + 7), ms => ms * Thousand),
            Fixed(Timestamp(TimeUnit.Microsecond), TableKind.Timestamp, seconds.Select(s => s * Million + 7)),
            Fixed(Timestamp(TimeUnit.Nanosecond, "UTC"), TableKind.Text, Gen.Long, Moment));
    }

    private static Gen<ApacheType> TimesOfDay() => Gen.OneOf(
        Fixed(new Time32Type(TimeUnit.Second), TableKind.Text, Gen.Int[0, 86_399], s => TimeOfDay(s * Billion)),
        Fixed(new Time32Type(TimeUnit.Millisecond), TableKind.Text, Gen.Int[0, 86_399_999], ms => TimeOfDay(ms * Million)),
        Fixed(new Time64Type(TimeUnit.Microsecond), TableKind.Text, Gen.Long[0, 86_399_999_999], us => TimeOfDay(us * Thousand)),
        Fixed(new Time64Type(TimeUnit.Nanosecond), TableKind.Text, Gen.Long[0, 86_399_999_999_999], TimeOfDay));

    private static TimestampType Timestamp(TimeUnit unit, string? zone = null) => new(unit, zone);

    private static ApacheType Of<T>(IArrowType type, TableKind kind, Gen<T> values, Func<object?[], IArrowArray> build) where T : notnull =>
        new(type, new TableType(kind), values.Select(v => new ValuePair(v, v)), build);

    private static ApacheType Fixed<T>(IArrowType type, TableKind kind, Gen<T> values) where T : unmanaged =>
        Fixed(type, kind, values, v => v);

    private static ApacheType Fixed<T, TOurs>(IArrowType type, TableKind kind, Gen<T> values, Func<T, TOurs> ours) where T : unmanaged =>
        new(type, new TableType(kind), values.Select(v => new ValuePair(v, ours(v))), theirs => Numbers<T>(type, theirs));

    private static ApacheType Nothing() =>
        new(NullType.Default, TableType.Text, Gen.Const(default(ValuePair)), values => new NullArray(values.Length));

    private static ApacheType Decimal(int width, int scale)
    {
        var type = new Decimal128Type(width, scale);
        return new(type, TableType.DecimalOf(width, scale), AnyTable.Digits(width).Select(d => new ValuePair(Point(d, scale), d)), values =>
        {
            var builder = new Decimal128Array.Builder(type);
            foreach (var value in values)
            {
                if (value is string text) builder.Append(text);
                else builder.AppendNull();
            }
            return builder.Build();
        });
    }

    private static ApacheType FixedBytes(int width)
    {
        var type = new FixedSizeBinaryType(width);
        return Of(type, TableKind.Bytes, Gen.Byte.Array[width], values =>
        {
            var bytes = new ArrowBuffer.Builder<byte>();
            foreach (var value in values) bytes.AppendRange((byte[]?)value ?? new byte[width]);
            return ApacheNested.Array(type, values, [bytes.Build()], []);
        });
    }

    private static IArrowArray Numbers<T>(IArrowType type, object?[] values) where T : unmanaged
    {
        var numbers = new ArrowBuffer.Builder<T>();
        foreach (var value in values) numbers.Append((T?)value ?? default);
        return ApacheNested.Array(type, values, [numbers.Build()], []);
    }

    private static BooleanArray Flags(object?[] values)
    {
        var builder = new BooleanArray.Builder();
        foreach (var value in values)
        {
            if (value is bool flag) builder.Append(flag);
            else builder.AppendNull();
        }
        return builder.Build();
    }

    private static StringArray Strings(object?[] values)
    {
        var builder = new StringArray.Builder();
        foreach (var value in values) builder.Append((string?)value);
        return builder.Build();
    }

    private static LargeStringArray LargeStrings(object?[] values)
    {
        var builder = new LargeStringArray.Builder();
        foreach (var value in values) builder.Append((string?)value);
        return builder.Build();
    }

    private static StringViewArray StringViews(object?[] values)
    {
        var builder = new StringViewArray.Builder();
        foreach (var value in values) builder.Append((string?)value);
        return builder.Build();
    }

    private static BinaryArray Binaries(object?[] values)
    {
        var builder = new BinaryArray.Builder();
        foreach (var value in values)
        {
            if (value is byte[] bytes) builder.Append(bytes.AsSpan());
            else builder.AppendNull();
        }
        return builder.Build();
    }

    private static LargeBinaryArray LargeBinaries(object?[] values)
    {
        var builder = new LargeBinaryArray.Builder();
        foreach (var value in values)
        {
            if (value is byte[] bytes) builder.Append(bytes.AsSpan());
            else builder.AppendNull();
        }
        return builder.Build();
    }

    private static BinaryViewArray BinaryViews(object?[] values)
    {
        var builder = new BinaryViewArray.Builder();
        foreach (var value in values)
        {
            if (value is byte[] bytes) builder.Append(bytes.AsSpan());
            else builder.AppendNull();
        }
        return builder.Build();
    }

    // 123 with a scale of 2 is 1.23.
    private static string Point(Int128 digits, int scale)
    {
        var all = BigInteger.Abs(digits).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return (digits < 0 ? "-" : "") + all[..^scale] + (scale > 0 ? "." + all[^scale..] : "");
    }

    private static string Moment(long nanoseconds)
    {
        var seconds = (long)Math.Floor(nanoseconds / (decimal)Billion);
        var rest = (long)(nanoseconds - seconds * (decimal)Billion);
        return DateTime.UnixEpoch.AddSeconds(seconds).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + Fraction(rest);
    }

    private static string TimeOfDay(long nanoseconds)
    {
        var seconds = TimeSpan.FromSeconds(nanoseconds / Billion);
        return seconds.ToString("hh\\:mm\\:ss", CultureInfo.InvariantCulture) + Fraction(nanoseconds % Billion);
    }

    private static string Fraction(long nanoseconds) => nanoseconds == 0 ? "" : $".{nanoseconds:000000000}".TrimEnd('0');
}

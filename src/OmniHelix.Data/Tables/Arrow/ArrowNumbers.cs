using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using OmniHelix.Data.Columns;

namespace OmniHelix.Data.Tables.Arrow;

/// <summary>Stored numbers as those of tables. What stands in the place of a missing one does not matter.</summary>
internal static class ArrowNumbers
{
    private const long DaySeconds = 86_400;
    private const long DayMilliseconds = DaySeconds * 1000;
    private const long DayMicroseconds = DaySeconds * Microsecond;
    private const long Microsecond = 1_000_000;
    private const long Nanosecond = 1_000_000_000;

    // Days and microseconds of the years 1 to 9999.
    private static readonly (long First, long Last) Days = (Day(DateOnly.MinValue), Day(DateOnly.MaxValue));
    private static readonly (long First, long Last) Moments = (Days.First * DayMicroseconds, (Days.Last + 1) * DayMicroseconds - 1);

    /// <param name="field">What they are.</param>
    /// <param name="stored">The bytes of <paramref name="count"/> numbers; taken over where they stay as they are.</param>
    /// <param name="count">How many.</param>
    /// <param name="valid">Which are there.</param>
    /// <param name="buffer">Where they come from.</param>
    public static ColumnData Convert(ArrowField field, byte[] stored, int count, ulong[]? valid, ArrowBuffer buffer)
    {
        return field switch
        {
            { Number: ArrowNumber.Half } => Made(i => (float)MemoryMarshal.Cast<byte, Half>(stored)[i]),
            { Number: ArrowNumber.DateMilliseconds } => Made(i => (int)Within(Whole(Number(i), DayMilliseconds), Days)),
            { Type.Kind: TableKind.Date } => Made(i => (int)Within(Number(i), Days)),
            { Type.Kind: TableKind.Timestamp } => Made(i => Within(Microseconds(Number(i)), Moments)),
            { Number: ArrowNumber.Moment } => Texts(Moment),
            { Number: ArrowNumber.TimeOfDay } => Texts(TimeOfDay),
            _ => new NumberData(field.Type, count, valid, stored),
        };

        NumberData Made<T>(Func<int, T> number) where T : unmanaged
        {
            var made = new byte[count * Unsafe.SizeOf<T>()];
            var numbers = MemoryMarshal.Cast<byte, T>(made.AsSpan());
            for (var i = 0; i < count; i++)
                if (ArrowBits.IsSet(valid, i)) numbers[i] = number(i);
            return new NumberData(field.Type, count, valid, made);
        }

        ColumnData Texts(Func<long, string> text)
        {
            var builder = new TextBuilder(field.Type);
            for (var i = 0; i < count; i++)
            {
                if (ArrowBits.IsSet(valid, i)) builder.Add(Encoding.UTF8.GetBytes(text(Number(i))));
                else builder.AddNull();
            }
            return builder.Take();
        }

        long Number(int i) => field.Width == sizeof(int)
            ? MemoryMarshal.Cast<byte, int>(stored)[i]
            : MemoryMarshal.Cast<byte, long>(stored)[i];

        long Whole(long number, long unit) => number % unit == 0 ? number / unit : throw Wrong(number);

        long Microseconds(long number)
        {
            var factor = Microsecond / field.UnitsPerSecond;
            return Math.Abs((double)number) < long.MaxValue / factor ? number * factor : throw Wrong(number);
        }

        long Within(long number, (long First, long Last) range) =>
            number >= range.First && number <= range.Last ? number : throw Wrong(number);

        string Moment(long number)
        {
            var seconds = Floor(number, Nanosecond);
            return Time(seconds, number - seconds * Nanosecond, "yyyy-MM-dd HH:mm:ss");
        }

        string TimeOfDay(long number)
        {
            var seconds = number / field.UnitsPerSecond;
            if (number < 0 || seconds >= DaySeconds) throw Wrong(number);
            return Time(seconds, number % field.UnitsPerSecond * (Nanosecond / field.UnitsPerSecond), "HH:mm:ss");
        }

        OmniException Wrong(long number) => buffer.Broken($"{number} is no date or time of column '{field.Name}'");
    }

    private static string Time(long seconds, long nanoseconds, string form)
    {
        var text = DateTime.UnixEpoch.AddSeconds(seconds).ToString(form, CultureInfo.InvariantCulture);
        return nanoseconds == 0 ? text : text + FormattableString.Invariant($".{nanoseconds:D9}").TrimEnd('0');
    }

    private static long Floor(long number, long unit) => number / unit - (number % unit < 0 ? 1 : 0);

    private static long Day(DateOnly day) => day.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
}

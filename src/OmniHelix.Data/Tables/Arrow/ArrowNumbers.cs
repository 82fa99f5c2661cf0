using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using OmniHelix.Data.Columns;

namespace OmniHelix.Data.Tables.Arrow;

/// <summary>Stored numbers as those of tables. What stands in the place of a missing one does not matter.</summary>
internal static class ArrowNumbers
{
    private const long DayMilliseconds = 86_400_000;
    private const long Microsecond = 1_000_000;
    private const long Nanosecond = 1_000_000_000;

    // Days and microseconds of the years 1 to 9999.
    private static readonly (long First, long Last) Days = (Day(DateOnly.MinValue), Day(DateOnly.MaxValue));
    private static readonly (long First, long Last) Moments = (Days.First * DayMilliseconds * 1000, (Days.Last + 1) * DayMilliseconds * 1000 - 1);

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
            { Type.Kind: TableKind.Date } => Made(i => (int)Within(Number(i, field.Number == ArrowNumber.DateMilliseconds ? DayMilliseconds : 1), Days)),
            { Type.Kind: TableKind.Timestamp } => Made(i => Within(Microseconds(Number(i, 1)), Moments)),
            { Number: ArrowNumber.Moment } => Texts(n => Time(Floor(n, Nanosecond), n - Floor(n, Nanosecond) * Nanosecond, "yyyy-MM-dd HH:mm:ss")),
            { Number: ArrowNumber.TimeOfDay } => Texts(n => n >= 0 && n / field.UnitsPerSecond < 86_400
                ? Time(n / field.UnitsPerSecond, n % field.UnitsPerSecond * (Nanosecond / field.UnitsPerSecond), "HH:mm:ss")
                : throw Wrong(n)),
            _ => new NumberData(field.Type, count, valid, stored),
        };

        NumberData Made<T>(Func<int, T> number) where T : unmanaged
        {
            var made = new T[count];
            for (var i = 0; i < count; i++)
                if (ArrowBits.IsSet(valid, i)) made[i] = number(i);
            return new NumberData(field.Type, count, valid, MemoryMarshal.AsBytes(made.AsSpan()).ToArray());
        }

        ColumnData Texts(Func<long, string> text)
        {
            var builder = new TextBuilder(field.Type);
            for (var i = 0; i < count; i++)
            {
                if (ArrowBits.IsSet(valid, i)) builder.Add(Encoding.UTF8.GetBytes(text(Number(i, 1))));
                else builder.AddNull();
            }
            return builder.Take();
        }

        long Number(int i, long unit)
        {
            var number = field.Width == 4 ? MemoryMarshal.Cast<byte, int>(stored)[i] : MemoryMarshal.Cast<byte, long>(stored)[i];
            return number % unit == 0 ? number / unit : throw Wrong(number);
        }

        long Microseconds(long number)
        {
            var factor = Microsecond / field.UnitsPerSecond;
            return Math.Abs((double)number) < long.MaxValue / factor ? number * factor : throw Wrong(number);
        }

        long Within(long number, (long First, long Last) range) => number >= range.First && number <= range.Last ? number : throw Wrong(number);

        OmniException Wrong(long number) => buffer.Broken(FormattableString.Invariant($"{number} is no date or time of column '{field.Name}'"));
    }

    private static string Time(long seconds, long nanoseconds, string form)
    {
        var text = DateTime.UnixEpoch.AddSeconds(seconds).ToString(form, CultureInfo.InvariantCulture);
        return nanoseconds == 0 ? text : text + FormattableString.Invariant($".{nanoseconds:D9}").TrimEnd('0');
    }

    private static long Floor(long number, long unit) => number / unit - (number % unit < 0 ? 1 : 0);

    private static long Day(DateOnly day) => day.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
}

using System.Globalization;

namespace OmniHelix.Data.Numpy;

/// <summary>Type of the values of a NumPy array, without its byte order.</summary>
/// <param name="Kind">
/// NumPy's letter: <c>b</c> bool, <c>i</c> signed, <c>u</c> unsigned, <c>f</c> floating, <c>c</c> complex, <c>S</c> bytes, <c>U</c> text.
/// </param>
/// <param name="Size">Bytes of a value.</param>
public readonly record struct NpyType(char Kind, int Size)
{
    private static readonly Dictionary<Type, NpyType> Known = new()
    {
        [typeof(bool)] = new('b', 1),
        [typeof(sbyte)] = new('i', 1),
        [typeof(short)] = new('i', 2),
        [typeof(int)] = new('i', 4),
        [typeof(long)] = new('i', 8),
        [typeof(byte)] = new('u', 1),
        [typeof(ushort)] = new('u', 2),
        [typeof(uint)] = new('u', 4),
        [typeof(ulong)] = new('u', 8),
        [typeof(Half)] = new('f', 2),
        [typeof(float)] = new('f', 4),
        [typeof(double)] = new('f', 8),
    };

    /// <summary>True when the file stores the values with the most significant byte first.</summary>
    internal bool IsBigEndian { get; init; }

    /// <summary>Bytes that are reversed together: a part of a complex number, a character of a text.</summary>
    internal int UnitSize => Kind switch
    {
        'c' => Size / 2,
        'U' => 4,
        'S' => 1,
        _ => Size,
    };

    /// <summary>The <c>descr</c> of little-endian values, such as <c>&lt;f4</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(UnitSize == 1 ? '|' : '<')}{Kind}{(Kind == 'U' ? Size / 4 : Size)}");

    /// <summary>The type of C#'s numbers.</summary>
    internal static NpyType Of<T>() where T : unmanaged =>
        Known.TryGetValue(typeof(T), out var type) ? type : throw new ArgumentException($"NumPy has no type for {typeof(T).Name}.");

    /// <exception cref="OmniException">OH1222: objects, structures, times and unknown types.</exception>
    internal static NpyType Parse(object descr, string place)
    {
        if (descr is List<object>) throw Refused("structured records", "Save each field as an array of its own.", place);
        if (descr is not string text) throw new FormatException("descr is no text");
        if (text.Contains('O'))
            throw Refused(
                "pickled Python objects, which are never loaded", "Save numbers or texts: numpy.save(path, array.astype(float)).", place);
        if (text is ['<' or '>' or '=' or '|', 'M' or 'm', ..]) throw Refused("dates or durations", "Save them as whole numbers.", place);
        if (text is not ['<' or '>' or '=' or '|', var kind, ..]
            || !int.TryParse(text.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var count) || !IsKnown(kind, count))
            throw Refused($"values of the unknown type '{(text.Length > 40 ? text[..40] + "…" : text)}'", null, place);
        return new NpyType(kind, kind == 'U' ? checked(4 * count) : count) { IsBigEndian = text[0] == '>' };
    }

    private static bool IsKnown(char kind, int size) => kind switch
    {
        'b' => size == 1,
        'i' or 'u' => size is 1 or 2 or 4 or 8,
        'f' => size is 2 or 4 or 8,
        'c' => size is 8 or 16,
        'S' => true,
        'U' => size < 1 << 28,
        _ => false,
    };

    private static OmniException Refused(string what, string? advice, string place) => new("OH1222", $"holds {what}", place, advice);
}

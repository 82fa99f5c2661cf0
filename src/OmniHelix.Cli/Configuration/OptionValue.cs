using System.Globalization;
using System.Text.Json;

namespace OmniHelix.Cli.Configuration;

/// <summary>Text to typed values and back, one rule for flags and files, independent of the user's language.</summary>
internal static class OptionValue
{
    /// <summary>True for the types a flag can carry.</summary>
    public static bool Supports(Type type) =>
        type.IsEnum || type == typeof(string) || type == typeof(bool) || type == typeof(int) || type == typeof(long) || type == typeof(float) || type == typeof(double);

    /// <summary>Reads a scalar.</summary>
    /// <param name="key">Whose value it is.</param>
    /// <param name="text">As written.</param>
    /// <param name="place">Flag, or file with line and column.</param>
    /// <exception cref="UsageException">OH2013 wrong type, OH2014 out of range, OH2016 unknown choice.</exception>
    public static object Read(OptionKey key, string text, string place)
    {
        var type = key.ValueType;
        if (type == typeof(string)) return text;
        if (type.IsEnum) return ReadChoice(type, text, place);
        object? value = null;
        if (type == typeof(bool))
            value = text switch { "true" => true, "false" => false, _ => null };
        else if (type == typeof(int))
            value = int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var i) ? i : null;
        else if (type == typeof(long))
            value = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var l) ? l : null;
        else if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var d) && double.IsFinite(d))
            value = type == typeof(float) ? (float)d : d;
        if (value is null) throw Wrong(key, text, place);
        if (key.Range is { } range && !range.IsValid(value))
            throw new UsageException("OH2014", $"{text} is out of range; expected a value {key.RangeText()}", place);
        return value;
    }

    /// <summary>Makes the typed list a property expects.</summary>
    public static Array List(OptionKey key, IReadOnlyList<object> values)
    {
        var array = Array.CreateInstance(key.ValueType, values.Count);
        for (var i = 0; i < values.Count; i++) array.SetValue(values[i], i);
        return array;
    }

    /// <summary>The value as a user would type it.</summary>
    public static string Write(object value) => value switch
    {
        Enum choice => Choice(choice.ToString()),
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>What the help and the errors call the type.</summary>
    public static string NameOf(Type type) =>
        type == typeof(bool) ? "true|false"
        : type == typeof(int) || type == typeof(long) ? "integer"
        : type == typeof(float) || type == typeof(double) ? "number"
        : type.IsEnum ? string.Join('|', Choices(type))
        : "text";

    /// <summary>The failure of text that is not of the key's type.</summary>
    public static UsageException Wrong(OptionKey key, string found, string place) =>
        new("OH2013", $"expected {(key.IsList ? "a list of " : "")}{NameOf(key.ValueType)}, found '{found}'", place);

    private static object ReadChoice(Type type, string text, string place)
    {
        foreach (var name in Enum.GetNames(type))
            if (Choice(name) == text.Replace('_', '-')) return Enum.Parse(type, name);
        throw new UsageException("OH2016", $"'{text}' is not one of {string.Join(", ", Choices(type))}", place, NearestName.Ask(text, Choices(type)));
    }

    private static IEnumerable<string> Choices(Type type) => Enum.GetNames(type).Select(Choice);

    private static string Choice(string name) => JsonNamingPolicy.KebabCaseLower.ConvertName(name);
}

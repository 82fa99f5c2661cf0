using System.Globalization;
using System.Reflection;
using System.Text.Json;
using OmniHelix.Documents;

namespace OmniHelix.Settings;

/// <summary>Text to typed values and back, one rule for flags and files, independent of the user's language.</summary>
public static class SettingValue
{
    /// <summary>The word for no value, see <see cref="SettingKey.HasNone"/>.</summary>
    public const string None = "none";

    private static readonly MethodInfo Parsing = typeof(SettingValue)
        .GetMethod(nameof(Parse), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>True for the types that a setting can have.</summary>
    public static bool Supports(Type type) =>
        type == typeof(TaskType) || type.IsEnum || type == typeof(string) || type == typeof(bool) || type == typeof(int)
            || type == typeof(long)
        || type == typeof(float) || type == typeof(double) || IsParsable(type);

    /// <summary>Reads one value.</summary>
    /// <param name="key">Whose value it is.</param>
    /// <param name="text">As written.</param>
    /// <param name="kind">Says the codes of errors.</param>
    /// <param name="place">Flag, or file with line and column.</param>
    /// <exception cref="OmniException">Wrong type, out of range, unknown choice.</exception>
    public static object Read(SettingKey key, string text, DocumentKind kind, string place)
    {
        var type = key.ValueType;
        if (type == typeof(string)) return text.Length > 0 || key.AcceptsEmpty ? text : throw Wrong(key, text, kind, place);
        if (type == typeof(TaskType)) return TaskType.Parse(text, place);
        if (type.IsEnum) return Choose(type, text, kind, place);
        object? value = type == typeof(bool) ? text switch { "true" => true, "false" => false, _ => null }
            : type == typeof(int) ? int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var i) ? i : null
            : type == typeof(long) ? long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var l) ? l : null
            : type == typeof(float) || type == typeof(double) ? Real(type, text)
            : Parsing.MakeGenericMethod(type).Invoke(null, BindingFlags.DoNotWrapExceptions, null, [text], null);
        if (value is null) throw Wrong(key, text, kind, place);
        return key.Range is null || key.Range.IsValid(value)
            ? value
            : throw kind.Error(kind.Codes.OutOfRange, $"{text} is out of range; expected a value {key.RangeText()}", place);
    }

    /// <summary>Makes the typed list a property expects.</summary>
    public static Array List(SettingKey key, IReadOnlyList<object> values)
    {
        var array = Array.CreateInstance(key.ValueType, values.Count);
        for (var i = 0; i < values.Count; i++) array.SetValue(values[i], i);
        return array;
    }

    /// <summary>The value as a user would type it.</summary>
    public static string Write(object value) => value switch
    {
        TaskType task => task.Name,
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
        : type == typeof(string) ? "text"
        : type == typeof(TaskType) ? "task"
        : type.IsEnum ? string.Join('|', Choices(type))
        : type.Name.ToLowerInvariant();

    /// <summary>The failure of text that is not of the key's type.</summary>
    public static OmniException Wrong(SettingKey key, string found, DocumentKind kind, string place) =>
        kind.Error(kind.Codes.Wrong, $"expected {(key.IsList ? "a list of " : "")}{NameOf(key.ValueType)}, found '{found}'", place);

    private static object? Real(Type type, string text) =>
        !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number) ? null
        : type == typeof(float) ? (float)number
        : number;

    private static object Choose(Type type, string text, DocumentKind kind, string place)
    {
        // Where words join is a matter of taste: word-piece, word_piece, wordpiece.
        var joined = Joined(text);
        foreach (var name in Enum.GetNames(type))
            if (Joined(Choice(name)) == joined) return Enum.Parse(type, name);
        var message = $"'{text}' is not one of {string.Join(", ", Choices(type))}";
        throw kind.Error(kind.Codes.NoChoice, message, place, NearestName.Ask(text, Choices(type)));
    }

    /// <summary>The words of an enumeration.</summary>
    public static IEnumerable<string> Choices(Type type) => Enum.GetNames(type).Select(Choice);

    private static string Joined(string word) =>
        word.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);

    private static string Choice(string name) => JsonNamingPolicy.KebabCaseLower.ConvertName(name);

    private static bool IsParsable(Type type) =>
        type.GetInterfaces()
            .Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IParsable<>) && i.GetGenericArguments()[0] == type);

    private static object? Parse<T>(string text)
        where T : IParsable<T> => T.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : null;
}

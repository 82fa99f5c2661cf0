using System.ComponentModel;
using System.Reflection;
using OmniHelix.Documents;

namespace OmniHelix.Settings;

/// <summary>
/// The settings of something that can be configured, derived from its settings records: names, types, limits, groups, help. The command
/// line, configuration files, data sets and programs that use the library all fill the same schema, and <see cref="Resolve"/> decides.
/// </summary>
public sealed class SettingsSchema
{
    private readonly List<SettingKey> keys = [];

    /// <summary>Configuration files, and flags, whose errors have the same codes.</summary>
    public static DocumentKind ConfigurationFile { get; } = new(
        "a configuration file",
        new DocumentCodes("OH2010", "OH2011", "OH2015", "OH2012", Wrong: "OH2013", OutOfRange: "OH2014", NoChoice: "OH2016"));

    /// <summary>The keys, in the order of the records.</summary>
    public IReadOnlyList<SettingKey> Keys => keys;

    /// <summary>The schema of one record.</summary>
    public static SettingsSchema Of<T>()
        where T : class, new() => new SettingsSchema().Add<T>();

    /// <summary>
    /// Adds the settings of a record, and those of the settings records in it. Properties that cannot be set and those with
    /// <c>[Browsable(false)]</c> are no settings.
    /// </summary>
    public SettingsSchema Add<T>()
        where T : class, new()
    {
        var defaults = new T();
        foreach (var property in SettableOf(typeof(T)))
            if (!property.PropertyType.IsAssignableTo(typeof(SettingsRecord))) Add(new SettingKey(typeof(T), null, property, defaults));
            else
                foreach (var inner in SettableOf(property.PropertyType)) Add(new SettingKey(typeof(T), property, inner, defaults));
        return this;
    }

    /// <summary>A key by its name; underscores and hyphens are the same. Null when there is none.</summary>
    public SettingKey? Find(string name)
    {
        var wanted = name.Replace('-', '_');
        return keys.Find(k => k.Name == wanted);
    }

    /// <summary>Reads the settings that an object of a document says.</summary>
    /// <param name="document">Keys with values or lists of values.</param>
    /// <param name="origin">Who speaks.</param>
    /// <exception cref="OmniException">
    /// Unknown key, key given twice, value of a wrong type, out of range or none of the choices, with file, line and column.
    /// </exception>
    public IReadOnlyList<Setting> Read(MapNode document, Origin origin)
    {
        var kind = document.Kind;
        var settings = new Dictionary<SettingKey, Setting>();
        foreach (var entry in document.Entries)
        {
            var key = Find(entry.Key) ?? throw kind.Error(
                kind.Codes.Unknown,
                $"unknown key '{entry.Key}'",
                entry.Place.ToString(),
                NearestName.Ask(entry.Key, keys.Select(k => k.Name)) ?? $"Known keys: {string.Join(", ", keys.Select(k => k.Name))}.");
            if (!settings.TryAdd(key, new Setting(key, ReadEntry(key, entry), new Source(origin, entry.Place.ToString()))))
                throw kind.Error(
                    kind.Codes.Repeated,
                    $"the key '{entry.Key}' stands already at {settings[key].Source.Place}",
                    entry.Place.ToString(),
                    "Keep one of the two.");
        }
        return [.. settings.Values];
    }

    /// <summary>Reads the words after a flag; the items of a list may be joined by commas.</summary>
    /// <param name="key">Whose value it is.</param>
    /// <param name="words">One word, several for a list; <c>none</c> for no value, where there may be none.</param>
    /// <param name="flag">The flag, for errors.</param>
    /// <exception cref="UsageException">OH2013 wrong type, OH2014 out of range, OH2016 unknown choice.</exception>
    public static Setting ReadWords(SettingKey key, IReadOnlyList<string> words, string flag)
    {
        const StringSplitOptions Trimmed = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        object Read(string word) => SettingValue.Read(key, word, ConfigurationFile, flag);
        object? value = key.HasNone && words is [SettingValue.None] ? null
            : key.IsList ? SettingValue.List(key, [.. words.SelectMany(w => w.Split(',', Trimmed)).Select(Read)])
            : Read(words[0]);
        return new Setting(key, value, new Source(Origin.Flag, flag));
    }

    /// <summary>The settings that somebody said in a record.</summary>
    public IReadOnlyList<Setting> SaidIn(SettingsRecord record) =>
    [
        .. keys.Where(k => k.Record == record.GetType() && k.SourceIn(record) is not null)
            .Select(k => new Setting(k, k.Get(record), k.SourceIn(record)!)),
    ];

    /// <summary>Decides the value of every key: the last layer that says one wins, the record's own value holds when none does.</summary>
    /// <param name="layers">From the weakest to the strongest.</param>
    /// <exception cref="UsageException">OH2014: a value is out of range.</exception>
    public ResolvedSettings Resolve(params IEnumerable<IReadOnlyList<Setting>> layers)
    {
        var said = new Dictionary<SettingKey, Setting>();
        foreach (var setting in layers.SelectMany(layer => layer)) said[setting.Key] = setting;
        var all = keys.Select(key => said.GetValueOrDefault(key) ?? new Setting(key, key.Default, Source.Default)).ToList();
        foreach (var setting in all) Check(setting.Key, setting.Value, ConfigurationFile.Codes.OutOfRange, setting.Source.Place);
        return new ResolvedSettings(all);
    }

    /// <summary>Refuses a record with a value that is out of range.</summary>
    /// <param name="record">Of a type of this schema.</param>
    /// <param name="code">Of the error.</param>
    /// <exception cref="UsageException">A value is out of range.</exception>
    public void Check(object record, string code)
    {
        foreach (var key in keys)
            if (key.Record == record.GetType()) Check(key, key.Get(record), code, null);
    }

    private static void Check(SettingKey key, object? value, string code, string? place)
    {
        if (key.IsInRange(value)) return;
        var text = key.IsList ? "an item" : SettingValue.Write(value!);
        throw new UsageException(code, $"{key.Name}: {text} is out of range; expected a value {key.RangeText()}", place);
    }

    private void Add(SettingKey key)
    {
        if (Find(key.Name) is not null) throw new InvalidOperationException($"Two settings are called {key.Name}.");
        keys.Add(key);
    }

    private static object? ReadEntry(SettingKey key, DocumentEntry entry)
    {
        var kind = entry.Value.Kind;
        if (entry.Value is ListNode list)
        {
            if (!key.IsList) throw SettingValue.Wrong(key, "a list", kind, entry.Place.ToString());
            return SettingValue.List(key, [.. list.Items.Select(item => ReadValue(key, item))]);
        }
        if (entry.Value is ScalarNode { IsNull: true } && key.AcceptsNull) return null;
        if (entry.Value is ScalarNode { Text: SettingValue.None } && key.HasNone) return null;
        var value = ReadValue(key, entry.Value);
        return key.IsList ? SettingValue.List(key, [value]) : value;
    }

    private static object ReadValue(SettingKey key, DocumentNode node)
    {
        var (kind, place) = (node.Kind, node.Place.ToString());
        if (node is not ScalarNode scalar)
            throw kind.Error(
                kind.Codes.Malformed, $"expected a plain value, found {node.Found}", place, $"The value of '{key.Name}' has no parts.");
        if (scalar.IsNull) throw SettingValue.Wrong(key, "nothing", kind, place);
        var isWord = !(key.ValueType.IsPrimitive);
        if (scalar.IsQuoted && !isWord) throw SettingValue.Wrong(key, scalar.Found, kind, place);
        var text = scalar.Flag is { } flag && key.ValueType == typeof(bool) ? flag ? "true" : "false" : scalar.Text;
        return SettingValue.Read(key, text, kind, place);
    }

    // What a record inherits comes before its own.
    private static IEnumerable<PropertyInfo> SettableOf(Type type) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .OrderBy(p => p.DeclaringType == type)
        .Where(p => p.SetMethod is not null && p.GetCustomAttribute<BrowsableAttribute>() is not { Browsable: false });
}

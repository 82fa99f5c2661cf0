using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OmniHelix.Settings;

/// <summary>A value of a setting, and who said it.</summary>
/// <param name="Key">Whose value it is.</param>
/// <param name="Value">Typed value; null for none.</param>
/// <param name="Source">Who said it.</param>
public sealed record Setting(SettingKey Key, object? Value, Source Source)
{
    /// <summary>The value as JSON; reading it back gives the same value.</summary>
    public JsonNode? ToJson() => Value switch
    {
        null => Key.HasNone ? SettingValue.None : null,
        IEnumerable list when Key.IsList => new JsonArray([.. list.Cast<object>().Select(Item)]),
        var value => Item(value),
    };

    /// <summary>True when a stronger source said it than the other: a flag against a file, a file against the data set.</summary>
    public bool IsStrongerThan(Setting other) => Source.Origin > other.Source.Origin;

    /// <summary>The error that this setting and another cannot both hold.</summary>
    public UsageException Excludes(Setting other) =>
        new("OH2021", $"{Words()} and {other.Words()} exclude each other", Source.Place, "Keep one of the two.");

    private string Words() => Source.Origin == Origin.Flag ? Source.Place! : Key.Name;

    private static JsonNode? Item(object value) => value is string or bool or int or long or float or double
        ? JsonSerializer.SerializeToNode(value)
        : JsonValue.Create(SettingValue.Write(value));
}

/// <summary>What is really used: every setting of a schema once, with its value and who said it.</summary>
/// <param name="settings">In the order of the schema.</param>
public sealed class ResolvedSettings(IReadOnlyList<Setting> settings)
{
    /// <summary>Every key once.</summary>
    public IReadOnlyList<Setting> Settings { get; } = settings;

    /// <summary>A setting by its key.</summary>
    /// <exception cref="KeyNotFoundException">The schema has no such key.</exception>
    public Setting this[string key] =>
        Settings.FirstOrDefault(s => s.Key.Name == key) ?? throw new KeyNotFoundException($"The schema has no setting '{key}'.");

    /// <summary>The settings record, filled; a <see cref="SettingsRecord"/> keeps who said what.</summary>
    public T Get<T>()
        where T : class, new()
    {
        var record = new T();
        foreach (var setting in Settings)
            if (setting.Key.Record == typeof(T)) setting.Key.Set(record, setting.Value, setting.Source);
        return record;
    }

    /// <summary>The same with another value for one key.</summary>
    public ResolvedSettings With(string key, object? value, Source source)
    {
        var old = this[key];
        return new([.. Settings.Select(s => s == old ? old with { Value = value, Source = source } : s)]);
    }

    /// <summary>Takes the value away from the weaker of two settings that exclude each other; false and null are no values.</summary>
    /// <param name="first">Key of one.</param>
    /// <param name="second">Key of the other.</param>
    /// <exception cref="UsageException">OH2021: sources of the same strength said both.</exception>
    public ResolvedSettings KeepStronger(string first, string second)
    {
        var one = this[first];
        var other = this[second];
        if (one.Value is null or false || other.Value is null or false) return this;
        if (one.IsStrongerThan(other)) return With(second, NothingOf(other), one.Source);
        return other.IsStrongerThan(one) ? With(first, NothingOf(one), other.Source) : throw one.Excludes(other);

        static object? NothingOf(Setting setting) => setting.Value is bool ? false : null;
    }

    /// <summary>Keys and values; feeding them back as a configuration file gives the same.</summary>
    public JsonObject ToJson() => new(Settings.Select(s => KeyValuePair.Create(s.Key.Name, s.ToJson())));

    /// <summary>Keys and who said their values, in words.</summary>
    public JsonObject OriginsToJson() => new(Settings.Select(s => KeyValuePair.Create(s.Key.Name, (JsonNode?)s.Source.ToString())));
}

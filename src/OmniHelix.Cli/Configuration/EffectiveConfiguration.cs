namespace OmniHelix.Cli.Configuration;

/// <summary>Where a value came from.</summary>
internal enum Origin
{
    /// <summary>The option record.</summary>
    Default,

    /// <summary>The configuration file.</summary>
    File,

    /// <summary>The command line.</summary>
    Flag,
}

/// <summary>One setting of a run.</summary>
/// <param name="Key">Whose value it is.</param>
/// <param name="Value">Typed value.</param>
/// <param name="Origin">Where it came from.</param>
/// <param name="Place">Flag, or file with line and column; null for defaults.</param>
internal sealed record Setting(OptionKey Key, object? Value, Origin Origin, string? Place);

/// <summary>What a run really uses, for the code and for <c>run.json</c>.</summary>
/// <param name="settings">Every key of the schema once, in its order.</param>
internal sealed class EffectiveConfiguration(IReadOnlyList<Setting> settings)
{
    /// <summary>Every key once.</summary>
    public IReadOnlyList<Setting> Settings { get; } = settings;

    /// <summary>The option record, filled.</summary>
    public T Get<T>()
        where T : class, new()
    {
        var record = new T();
        foreach (var setting in Settings)
            if (setting.Key.Record.IsAssignableFrom(typeof(T))) setting.Key.Apply(record, setting.Value);
        return record;
    }

    /// <summary>Keys and values as <c>run.json</c> stores them; feeding them back as a configuration file gives the same run.</summary>
    public IReadOnlyDictionary<string, object?> ToDictionary() =>
        Settings.ToDictionary(s => s.Key.Name, s => s.Value is Enum choice ? OptionValue.Write(choice) : s.Value);
}

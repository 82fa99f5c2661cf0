using System.CommandLine;
using System.ComponentModel;
using System.Reflection;

namespace OmniHelix.Cli.Configuration;

/// <summary>
/// The settings of a command, derived from its option records: flags, keys of configuration files, defaults, help. Flags win over
/// <c>--config</c>, which wins over the records' defaults; what the schema does not know is an error.
/// </summary>
internal sealed class OptionSchema
{
    private readonly List<OptionKey> keys = [];
    private readonly Dictionary<OptionKey, Option> flags = [];
    private readonly Option<string> file = new("--config") { Description = "Read settings from a YAML or JSON file; flags win over it.", HelpName = "FILE" };

    /// <summary>The keys in the order of the help.</summary>
    public IReadOnlyList<OptionKey> Keys => keys;

    /// <summary>Adds the settings of an option record.</summary>
    public OptionSchema Add<T>()
        where T : class, new()
    {
        var defaults = new T();
        foreach (var property in typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.SetMethod is null || property.GetCustomAttribute<BrowsableAttribute>() is { Browsable: false }) continue;
            var key = new OptionKey(property, defaults);
            if (keys.Exists(k => k.Name == key.Name)) throw new InvalidOperationException($"Two option records have a setting {key.Name}.");
            keys.Add(key);
            flags.Add(key, FlagOf(key));
        }
        return this;
    }

    /// <summary>Adds another name for a flag, such as the one users of another system know.</summary>
    public OptionSchema Alias(string flag, string alias)
    {
        flags.Values.First(o => o.Name == flag).Aliases.Add(alias);
        return this;
    }

    /// <summary>Gives a command these flags and <c>--config</c>.</summary>
    public void AddTo(Command command)
    {
        foreach (var key in keys) command.Options.Add(flags[key]);
        command.Options.Add(file);
    }

    /// <summary>Puts flags over file over defaults.</summary>
    /// <exception cref="UsageException">OH2010 to OH2016, with the flag or the line of the file.</exception>
    public EffectiveConfiguration Read(ParseResult parsed)
    {
        var fromFile = parsed.GetValue(file) is { } path ? ReadFile(path) : [];
        return new EffectiveConfiguration([.. keys.Select(key =>
            FromFlag(key, parsed) ?? fromFile.GetValueOrDefault(key) ?? new Setting(key, key.Default, Origin.Default, null))]);
    }

    private Dictionary<OptionKey, Setting> ReadFile(string path)
    {
        var settings = new Dictionary<OptionKey, Setting>();
        foreach (var entry in ConfigurationFile.Read(path))
        {
            var name = entry.Key.Replace('-', '_');
            var key = keys.Find(k => k.Name == name)
                ?? throw new UsageException("OH2012", $"unknown key '{entry.Key}'", entry.Place,
                    NearestName.Ask(entry.Key, keys.Select(k => k.Name)) ?? $"Known keys: {string.Join(", ", keys.Select(k => k.Name))}.");
            settings.Add(key, new Setting(key, FromEntry(key, entry), Origin.File, entry.Place));
        }
        return settings;
    }

    private static object? FromEntry(OptionKey key, ConfigurationEntry entry)
    {
        if (entry.IsList && !key.IsList) throw OptionValue.Wrong(key, "a list", entry.Place);
        if (!entry.IsList && entry.Values[0].IsNull)
            return key.AcceptsNull ? null : throw OptionValue.Wrong(key, "nothing", entry.Values[0].Place);
        var values = entry.Values.Select(v => ReadTyped(key, v)).ToList();
        return key.IsList ? OptionValue.List(key, values) : values[0];
    }

    private static object ReadTyped(OptionKey key, WrittenValue value)
    {
        if (value.IsNull) throw OptionValue.Wrong(key, "nothing", value.Place);
        var wantsText = key.ValueType == typeof(string) || key.ValueType.IsEnum;
        return value.IsQuoted && !wantsText
            ? throw OptionValue.Wrong(key, $"\"{value.Text}\"", value.Place)
            : OptionValue.Read(key, value.Text, value.Place);
    }

    private Setting? FromFlag(OptionKey key, ParseResult parsed)
    {
        var option = flags[key];
        if (parsed.GetResult(option) is not { Implicit: false } result) return null;
        var words = result.Tokens.Select(t => t.Value).ToList();
        object value = key.IsList ? OptionValue.List(key, [.. words.SelectMany(w => w.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                .Select(w => OptionValue.Read(key, w, key.Flag))])
            : words.Count == 0 ? true
            : OptionValue.Read(key, words[0], key.Flag);
        return new Setting(key, value, Origin.Flag, key.Flag);
    }

    private static Option FlagOf(OptionKey key)
    {
        Option option = key.IsList ? new Option<string[]>(key.Flag) { AllowMultipleArgumentsPerToken = true }
            : key.ValueType == typeof(bool) ? new Option<bool>(key.Flag)
            : new Option<string>(key.Flag);
        var preset = key.DefaultText();
        option.Description = preset.Length == 0 || preset == "false" ? key.Description : $"{key.Description} [default: {preset}]";
        option.HelpName = OptionValue.NameOf(key.ValueType) + (key.IsList ? ",…" : "");
        return option;
    }
}

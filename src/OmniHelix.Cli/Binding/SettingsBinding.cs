using System.CommandLine;
using OmniHelix.Documents;
using OmniHelix.Settings;

namespace OmniHelix.Cli.Binding;

/// <summary>
/// The settings of a command as flags: <c>learning_rate</c> is <c>--learning-rate</c>, <c>baselines</c>, which is true by itself, is
/// <c>--no-baselines</c>. Flags win over <c>--config</c>, which wins over the records' defaults.
/// </summary>
internal sealed class SettingsBinding
{
    private readonly Dictionary<SettingKey, Option> flags = [];
    private readonly List<Shorthand> shorthands = [];
    private readonly Option<string> file = new("--config") { Description = "Read settings from a YAML or JSON file; flags win over it.", HelpName = "FILE" };

    /// <summary>The settings.</summary>
    public SettingsSchema Schema { get; } = new();

    /// <summary>Adds the settings of a record.</summary>
    public SettingsBinding Add<T>()
        where T : class, new()
    {
        Schema.Add<T>();
        foreach (var key in Schema.Keys)
            if (!flags.ContainsKey(key)) flags.Add(key, FlagOf(key));
        return this;
    }

    /// <summary>Adds another name for a flag, such as the one users of another system know.</summary>
    public SettingsBinding Alias(string flag, string alias)
    {
        flags.Values.First(o => o.Name == flag).Aliases.Add(alias);
        return this;
    }

    /// <summary>Adds a flag without a value that says one value of a setting.</summary>
    /// <param name="flag">Such as <c>--truncate</c>.</param>
    /// <param name="setting">Key of the setting.</param>
    /// <param name="value">What the flag says.</param>
    /// <param name="description">For the help.</param>
    public SettingsBinding Short(string flag, string setting, string value, string description)
    {
        shorthands.Add(new Shorthand(Schema.Find(setting)!, value, new Option<bool>(flag) { Description = description }));
        return this;
    }

    /// <summary>Gives a command these flags and <c>--config</c>.</summary>
    public void AddTo(Command command)
    {
        foreach (var key in Schema.Keys)
        {
            command.Options.Add(flags[key]);
            foreach (var shorthand in shorthands)
                if (shorthand.Key == key) command.Options.Add(shorthand.Flag);
        }
        command.Options.Add(file);
    }

    /// <summary>Puts flags over file over defaults.</summary>
    /// <exception cref="UsageException">OH2010 to OH2016, with the flag or the line of the file; OH2021 two flags say the same setting.</exception>
    public ResolvedSettings Read(ParseResult parsed)
    {
        IReadOnlyList<Setting> fromFile = parsed.GetValue(file) is { } path
            ? Schema.Read(Document.Read(path, SettingsSchema.ConfigurationFile), Origin.File)
            : [];
        return Schema.Resolve(fromFile, FromFlags(parsed));
    }

    private List<Setting> FromFlags(ParseResult parsed)
    {
        var said = new List<Setting>();
        foreach (var key in Schema.Keys)
        {
            if (parsed.GetResult(flags[key]) is not { Implicit: false } result) continue;
            string[] words = [.. result.Tokens.Select(t => t.Value)];
            if (words.Length == 0) words = [IsNegated(key) ? "false" : "true"];
            else if (IsNegated(key)) words = [words[0] == "true" ? "false" : words[0] == "false" ? "true" : words[0]];
            said.Add(SettingsSchema.ReadWords(key, words, flags[key].Name));
        }
        foreach (var (key, value, flag) in shorthands)
        {
            if (!parsed.GetValue(flag)) continue;
            if (said.Exists(s => s.Key == key)) throw new UsageException("OH2021", $"{flag.Name} and {flags[key].Name} exclude each other");
            said.Add(SettingsSchema.ReadWords(key, [value], flag.Name));
        }
        return said;
    }

    private static bool IsNegated(SettingKey key) => key.Default is true;

    private static Option FlagOf(SettingKey key)
    {
        var name = (IsNegated(key) ? "--no-" : "--") + key.Name.Replace('_', '-');
        Option option = key.IsList ? new Option<string[]>(name) { AllowMultipleArgumentsPerToken = true }
            : key.ValueType == typeof(bool) ? new Option<bool>(name)
            : new Option<string>(name);
        var preset = key.ValueType == typeof(bool) ? "" : key.DefaultText();
        option.Description = preset.Length == 0 ? key.Description : $"{key.Description} [default: {preset}]";
        option.HelpName = SettingValue.NameOf(key.ValueType) + (key.IsList ? ",…" : "");
        return option;
    }

    private sealed record Shorthand(SettingKey Key, string Value, Option<bool> Flag);
}

using System.CommandLine;
using OmniHelix.Cli.Shell;
using OmniHelix.Documents;
using OmniHelix.Settings;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Cli.Binding;

/// <summary>
/// The settings of a command as flags: <c>learning_rate</c> is <c>--learning-rate</c>, <c>baselines</c>, which is true by itself, is
/// <c>--no-baselines</c>, and <c>--baselines true</c> against a file that says false.
/// Flags win over <c>--config</c>, which wins over the records' defaults.
/// </summary>
internal sealed class SettingsBinding
{
    private const int LargestRun = 1 << 26;

    // The one flag that has a letter of its own, the same in every command.
    private const string Output = "--output", OutputLetter = "-o";

    private readonly Dictionary<SettingKey, Option> flags = [];
    // What is true by itself, under its own name: understood, but not shown.
    private readonly Dictionary<SettingKey, Option> unshown = [];
    private readonly List<Shorthand> shorthands = [];
    private string kind = "";
    private readonly Option<string> file = new("--config")
    {
        Description = "Read settings from a YAML or JSON file, or from the run.json of a former run; flags win over it.",
        HelpName = "FILE",
    };

    /// <summary>The settings.</summary>
    public SettingsSchema Schema { get; } = new();

    /// <summary>Adds the settings of a record.</summary>
    public SettingsBinding Add<T>()
        where T : class, new()
    {
        Schema.Add<T>();
        foreach (var key in Schema.Keys)
        {
            if (!flags.TryAdd(key, FlagOf(key)) || !IsNegated(key)) continue;
            unshown.Add(key, new Option<bool>("--" + key.Name.Replace('_', '-')) { Hidden = true });
        }
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

    /// <summary>Gives a command these flags, by groups, and <c>--config</c>.</summary>
    public void AddTo(OmniCommand command)
    {
        foreach (var key in Schema.Keys.GroupBy(k => k.Group).SelectMany(group => group))
        {
            command.Add(flags[key], key.Group);
            if (key.IsEmptySayable) command.MayBeEmpty.Add(flags[key]);
            foreach (var shorthand in shorthands)
                if (shorthand.Key == key) command.Add(shorthand.Flag, key.Group);
        }
        foreach (var option in unshown.Values) command.Options.Add(option);
        command.Options.Add(file);
        kind = command.Name;
    }

    /// <summary>Puts flags over file over defaults.</summary>
    /// <exception cref="UsageException">
    /// OH2010 to OH2016, with the flag or the line of the file; OH2021 two flags say the same setting.
    /// </exception>
    public ResolvedSettings Read(ParseResult parsed) => Schema.Resolve(FromFile(parsed.GetValue(file)), FromFlags(parsed));

    /// <summary>Puts flags over a file that is not named by <c>--config</c>.</summary>
    /// <exception cref="UsageException">As <see cref="Read(ParseResult)"/>; OH2021 two files.</exception>
    public ResolvedSettings Read(ParseResult parsed, string path) => parsed.GetValue(file) is null
        ? Schema.Resolve(FromFile(path), FromFlags(parsed))
        : throw new UsageException("OH2021", $"--config and the settings of {path} exclude each other");

    /// <summary>Whether <c>--config</c> names a file.</summary>
    public bool HasFile(ParseResult parsed) => parsed.GetValue(file) is not null;

    // The run.json of a former run is a configuration among other things, such as the hashes of all its data.
    private IReadOnlyList<Setting> FromFile(string? path)
    {
        if (path is null) return [];
        var small = SettingsSchema.ConfigurationFile;
        var document = Document.Read(path, small with { LargestBytes = LargestRun });
        return RunManifest.ConfigurationIn(document, kind) is { } configuration
            ? Schema.Read(configuration, Origin.File)
            : Schema.Read(Document.Read(path, small), Origin.File);
    }

    private List<Setting> FromFlags(ParseResult parsed)
    {
        var said = new List<Setting>();
        foreach (var key in Schema.Keys)
        {
            if (WordsOf(parsed, flags[key]) is { } words)
                said.Add(SettingsSchema.ReadWords(key, IsNegated(key) ? [Negation(words[0])] : words, flags[key].Name));
            if (!unshown.TryGetValue(key, out var flag) || WordsOf(parsed, flag) is not { } plain) continue;
            if (said.Exists(s => s.Key == key)) throw new UsageException("OH2021", $"{flags[key].Name} and {flag.Name} exclude each other");
            said.Add(SettingsSchema.ReadWords(key, plain, flag.Name));
        }
        foreach (var (key, value, flag) in shorthands)
        {
            if (!parsed.GetValue(flag)) continue;
            if (said.Exists(s => s.Key == key)) throw new UsageException("OH2021", $"{flag.Name} and {flags[key].Name} exclude each other");
            said.Add(SettingsSchema.ReadWords(key, [value], flag.Name));
        }
        return said;
    }

    // A switch without a word says true; null when the flag is not there.
    private static string[]? WordsOf(ParseResult parsed, Option flag) =>
        parsed.GetResult(flag) is not { Implicit: false } result ? null
        : result.Tokens.Count == 0 ? ["true"]
        : [.. result.Tokens.Select(t => t.Value)];

    private static string Negation(string word) => word == "true" ? "false" : word == "false" ? "true" : word;

    private static bool IsNegated(SettingKey key) => key.Default is true;

    private static Option FlagOf(SettingKey key)
    {
        var name = (IsNegated(key) ? "--no-" : "--") + key.Name.Replace('_', '-');
        Option option = key.IsList ? new Option<string[]>(name)
            : key.ValueType == typeof(bool) ? new Option<bool>(name)
            : new Option<string>(name);
        if (name == Output) option.Aliases.Add(OutputLetter);
        option.Description = DescriptionOf(key);
        if (key.ValueType != typeof(bool)) option.HelpName = SettingValue.NameOf(key.ValueType) + (key.IsList ? ",…" : "");
        if (key.ValueType.IsEnum) option.CompletionSources.Add([.. SettingValue.Choices(key.ValueType)]);
        return option;
    }

    private static string DescriptionOf(SettingKey key)
    {
        if (IsNegated(key)) return $"Do not {char.ToLowerInvariant(key.Description[0])}{key.Description[1..]}";
        if (key.IsRequired) return $"{key.Description} [required]";
        var preset = key.ValueType == typeof(bool) ? "" : key.DefaultText();
        return preset.Length == 0 ? key.Description : $"{key.Description} [default: {preset}]";
    }

    private sealed record Shorthand(SettingKey Key, string Value, Option<bool> Flag);
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmniHelix.Sequences;

namespace OmniHelix.Tokenizers;

/// <summary>
/// The files of a tokenizer as it is saved: its vocabulary as it was read or made, and a configuration in which what it does not know
/// stays.
/// </summary>
internal sealed class TokenizerFiles
{
    /// <summary>The key of <see cref="OmniTokenizer.Learned"/>.</summary>
    public const string LettersKey = "learned_letters";

    /// <summary>Names of molecules in configurations.</summary>
    public static readonly (string Name, Molecule Molecule)[] Alphabets =
    [
        ("dna", Molecule.Dna),
        ("rna", Molecule.Rna),
        ("mixed", Molecule.MixedNucleic),
        ("protein", Molecule.Protein),
        ("any", Molecule.Unknown),
    ];

    private static readonly JsonSerializerOptions Written =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly IReadOnlyList<(string Name, string Content)> vocabulary;
    private readonly JsonObject config;

    /// <param name="vocabulary">Names of files and what stands in them.</param>
    /// <param name="config">The configuration that what is saved is written into; may be empty.</param>
    public TokenizerFiles(IReadOnlyList<(string Name, string Content)> vocabulary, JsonObject config)
    {
        this.vocabulary = vocabulary;
        this.config = config;
    }

    /// <summary>The files of a folder as they stand there.</summary>
    /// <param name="folder">Folder.</param>
    /// <param name="names">Files of the vocabulary.</param>
    public static TokenizerFiles Of(string folder, params IEnumerable<string> names)
    {
        var files = names.Append(TokenizerConfig.AddedFile).Where(name => File.Exists(Path.Combine(folder, name)));
        return new TokenizerFiles([.. files.Select(name => (name, File.ReadAllText(Path.Combine(folder, name))))], SettingsOf(folder));
    }

    /// <summary>The configuration of a folder as it stands there; empty when there is none.</summary>
    public static JsonObject SettingsOf(string folder)
    {
        var path = Path.Combine(folder, TokenizerConfig.FileName);
        var config = File.Exists(path) ? (JsonObject)JsonNode.Parse(File.ReadAllText(path))! : [];
        const string additional = "additional_special_tokens";
        var roles = Path.Combine(folder, TokenizerConfig.RolesFile);
        if (File.Exists(roles) && !config.ContainsKey(additional) && JsonNode.Parse(File.ReadAllText(roles))![additional] is { } special)
            config[additional] = special.DeepClone();
        return config;
    }

    /// <summary>What stands in a file; null when there is none of the name.</summary>
    public string? Find(string name) => vocabulary.FirstOrDefault(file => file.Name == name).Content;

    /// <summary>Writes the files; a case of null stays as the configuration has it.</summary>
    public void Write(string folder, OmniTokenizer tokenizer, TokenizerOptions options)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, content) in vocabulary) AtomicFile.WriteText(Path.Combine(folder, name), content);
        var settings = (JsonObject)config.DeepClone();
        var roles = new JsonObject();
        foreach (var (role, id) in tokenizer.Special.Roles)
        {
            var token = id is { } known ? tokenizer.TokenOf(known) : null;
            // A role with flags, such as lstrip, keeps them.
            if ((settings[role] as JsonObject)?["content"]?.GetValue<string>() != token || token is null) settings[role] = token;
            if (token is not null) roles[role] = token;
        }
        Set(settings, "model_max_length", options.MaxLength is { } most and < int.MaxValue ? most : null);
        Set(settings, "u2t", options.Uracil == UracilPolicy.UToT ? true : null);
        Set(settings, "t2u", options.Uracil == UracilPolicy.TToU ? true : null);
        Set(settings, "add_whitespace", options.AddWhitespace == true ? true : null);
        if (options.Case is { } letters) Set(settings, "do_upper_case", letters == CasePolicy.Upper ? true : null);
        Set(settings, "truncation_side", options.TruncationSide == TokenSide.Left ? "left" : null);
        Set(settings, "padding_side", options.PaddingSide == TokenSide.Left ? "left" : null);
        Set(settings, "alphabet", options.Molecule is { } molecule ? Alphabets.First(a => a.Molecule == molecule).Name : null);
        var counts = options.Learned?.Counts.OrderBy(letter => letter.Key)
            .Select(letter => KeyValuePair.Create(letter.Key.ToString(), (JsonNode?)JsonValue.Create(letter.Value)));
        Set(settings, LettersKey, counts is null ? null : new JsonObject(counts));
        AtomicFile.WriteText(Path.Combine(folder, TokenizerConfig.FileName), Text(settings));
        AtomicFile.WriteText(Path.Combine(folder, TokenizerConfig.RolesFile), Text(roles));
    }

    /// <summary>An object as it is written.</summary>
    public static string Text(JsonObject node) => node.ToJsonString(Written) + "\n";

    private static void Set(JsonObject settings, string key, JsonNode? value)
    {
        if (value is null) settings.Remove(key);
        else settings[key] = value;
    }
}

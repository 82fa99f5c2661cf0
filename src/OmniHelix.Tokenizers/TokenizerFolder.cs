using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmniHelix.Sequences;

namespace OmniHelix.Tokenizers;

/// <summary>Reads and writes the tokenizer files of a model folder: <c>vocab.txt</c>, <c>tokenizer_config.json</c>, <c>special_tokens_map.json</c>, <c>added_tokens.json</c>.</summary>
internal static class TokenizerFolder
{
    private const int MostTokens = 10_000_000;
    private const string VocabularyFile = "vocab.txt", ConfigFile = "tokenizer_config.json", RolesFile = "special_tokens_map.json", AddedFile = "added_tokens.json";

    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // What a folder without a configuration may call its roles, in order of preference.
    private static readonly Dictionary<string, string[]> UsualNames = new()
    {
        ["unk_token"] = ["<unk>", "[UNK]"],
        ["cls_token"] = ["<cls>", "[CLS]"],
        ["pad_token"] = ["<pad>", "[PAD]"],
        ["mask_token"] = ["<mask>", "[MASK]"],
        ["eos_token"] = ["<eos>", "[SEP]"],
    };

    public static OmniTokenizer Read(string folder, TokenizerOptions options)
    {
        if (!Directory.Exists(folder)) throw new OmniException("OH1501", "the folder does not exist", folder, "Give the folder that holds vocab.txt.");
        var config = ReadObject(Path.Combine(folder, ConfigFile));
        var vocabularyPath = Path.Combine(folder, VocabularyFile);
        RefuseOtherKinds(folder, config, vocabularyPath);
        var tokens = Vocabulary.ReadLines(vocabularyPath);
        var baseSize = tokens.Count;
        AddTokens(folder, config, tokens);
        var roles = ReadObject(Path.Combine(folder, RolesFile));
        return new VocabularyTokenizer(new Vocabulary(tokens, baseSize, Roles(folder, config, roles, tokens)), Merge(options, config, Path.Combine(folder, ConfigFile)));
    }

    public static void Write(string folder, Vocabulary vocabulary, TokenizerOptions options)
    {
        Directory.CreateDirectory(folder);
        AtomicFile.WriteText(Path.Combine(folder, VocabularyFile), string.Concat(vocabulary.Tokens.Take(vocabulary.BaseSize).Select(t => t + "\n")));
        var roles = new JsonObject();
        foreach (var (role, id) in RolesOf(vocabulary.Special)) roles[role] = id is { } i ? vocabulary.Tokens[i] : null;
        var config = new JsonObject { ["tokenizer_class"] = "EsmTokenizer" };
        foreach (var (role, token) in roles) config[role] = token?.DeepClone();
        if (options.MaxLength is { } most and < int.MaxValue) config["model_max_length"] = most;
        if (options.Uracil == UracilPolicy.UToT) config["u2t"] = true;
        if (options.Uracil == UracilPolicy.TToU) config["t2u"] = true;
        if (options.AddWhitespace == true) config["add_whitespace"] = true;
        if (options.Case == CasePolicy.Upper) config["do_upper_case"] = true;
        AtomicFile.WriteText(Path.Combine(folder, ConfigFile), config.ToJsonString(Written) + "\n");
        foreach (var (role, _) in roles.Where(r => r.Value is null).ToArray()) roles.Remove(role);
        AtomicFile.WriteText(Path.Combine(folder, RolesFile), roles.ToJsonString(Written) + "\n");
        var added = new JsonObject();
        for (var id = vocabulary.BaseSize; id < vocabulary.Tokens.Count; id++) added[vocabulary.Tokens[id]] = id;
        if (added.Count > 0) AtomicFile.WriteText(Path.Combine(folder, AddedFile), added.ToJsonString(Written) + "\n");
    }

    private static void RefuseOtherKinds(string folder, JsonObject config, string vocabularyPath)
    {
        var kind = Text(config, "tokenizer_class", folder);
        if (File.Exists(Path.Combine(folder, "tokenizer.json")))
            throw Unsupported(folder, $"tokenizer.json{(kind is null ? "" : $" of class {kind}")} is not supported yet");
        if (kind is not (null or "EsmTokenizer" or "EsmTokenizerFast"))
            throw Unsupported(folder, $"the tokenizer class {kind} is not supported yet");
        if (File.Exists(vocabularyPath)) return;
        if (Directory.EnumerateFiles(folder).FirstOrDefault(f => Path.GetFileName(f) is "tokenizer.bin" || Path.GetExtension(f) is ".pkl" or ".pickle") is { } pickle)
            throw new OmniException("OH1503", "is a pickled tokenizer; reading it would run code from the file, so it is refused", pickle, "Save the tokenizer as vocab.txt with tokenizer_config.json.");
        throw new OmniException("OH1501", "has no vocab.txt", folder, "Copy vocab.txt and tokenizer_config.json of the model into the folder.");
    }

    private static OmniException Unsupported(string folder, string what) =>
        new("OH1502", what, folder, "Supported now: vocab.txt with class EsmTokenizer, or a vocab.txt of characters without a class.");

    private static void AddTokens(string folder, JsonObject config, List<string> tokens)
    {
        var added = new SortedDictionary<int, string>();
        foreach (var (token, id) in ReadObject(Path.Combine(folder, AddedFile))) Keep(Number(id, AddedFile, folder), token);
        if (config["added_tokens_decoder"] is JsonObject decoder)
            foreach (var (id, token) in decoder)
                Keep(int.TryParse(id, out var number) ? number : throw Malformed(folder, ConfigFile, $"added_tokens_decoder has the key '{id}', not an id"), Content(token, folder, "added_tokens_decoder") ?? "");
        foreach (var (id, token) in added)
        {
            if (id < tokens.Count && tokens[id] != token) throw Malformed(folder, AddedFile, $"the added token '{token}' has id {id}, which is '{tokens[id]}' in {VocabularyFile}");
            if (id > tokens.Count) throw Malformed(folder, AddedFile, $"the added token '{token}' has id {id}, but the next free id is {tokens.Count}");
            if (id == tokens.Count) tokens.Add(token);
        }

        void Keep(int id, string token)
        {
            if (id is < 0 or > MostTokens) throw Malformed(folder, AddedFile, $"the id {id} of '{token}' is out of range");
            added[id] = token;
        }
    }

    private static SpecialTokens Roles(string folder, JsonObject config, JsonObject roles, List<string> tokens)
    {
        return new SpecialTokens
        {
            Pad = Id("pad_token") ?? throw Missing("pad_token"),
            Unknown = Id("unk_token") ?? throw Missing("unk_token"),
            Cls = Id("cls_token"),
            Eos = Id("eos_token"),
            Mask = Id("mask_token"),
            Bos = Id("bos_token"),
            Sep = Id("sep_token"),
        };

        int? Id(string role)
        {
            var stated = config.ContainsKey(role) ? config : roles.ContainsKey(role) ? roles : null;
            if (stated is null) return UsualNames.GetValueOrDefault(role, []).Select(n => tokens.LastIndexOf(n)).Where(i => i >= 0).Select(i => (int?)i).FirstOrDefault();
            var token = Content(stated[role], folder, role);
            if (token is null) return null;
            var id = tokens.LastIndexOf(token);
            return id >= 0 ? id : throw new OmniException("OH1504", $"{role} is '{token}', which is not in {VocabularyFile}", folder, NearestName.Ask(token, tokens));
        }

        OmniException Missing(string role) => new("OH1504", $"no token is named as {role}", folder, $"Name it in {ConfigFile}.");
    }

    private static TokenizerOptions Merge(TokenizerOptions asked, JsonObject config, string path) => new()
    {
        Uracil = asked.Uracil ?? Alphabet.PolicyOf(Flag(config, "u2t", path), Flag(config, "t2u", path), path),
        Case = asked.Case ?? (Flag(config, "do_upper_case", path) ? CasePolicy.Upper : CasePolicy.Keep),
        AddWhitespace = asked.AddWhitespace ?? Flag(config, "add_whitespace", path),
        MaxLength = asked.MaxLength ?? Limit(config, path),
    };

    // Numbers such as 1e30 mean "no limit".
    private static int Limit(JsonObject config, string path)
    {
        if (config["model_max_length"] is not { } node) return int.MaxValue;
        if (node.GetValueKind() != JsonValueKind.Number || node.GetValue<double>() is not (> 0 and var most)) throw Malformed(path, "model_max_length is not a positive number");
        return most >= int.MaxValue ? int.MaxValue : (int)most;
    }

    private static bool Flag(JsonObject config, string key, string path) => config[key]?.GetValueKind() switch
    {
        null or JsonValueKind.False => false,
        JsonValueKind.True => true,
        _ => throw Malformed(path, $"{key} is neither true nor false"),
    };

    private static string? Text(JsonObject config, string key, string folder) => config[key] is { } node ? Content(node, folder, key) : null;

    // A token is a string, null, or an object with the string under "content".
    private static string? Content(JsonNode? node, string folder, string key) => node switch
    {
        null => null,
        JsonObject o when o["content"] is JsonValue v && v.GetValueKind() == JsonValueKind.String => v.GetValue<string>(),
        JsonValue v when v.GetValueKind() == JsonValueKind.String => v.GetValue<string>(),
        _ => throw Malformed(folder, ConfigFile, $"{key} is not a token"),
    };

    private static int Number(JsonNode? node, string file, string folder) =>
        node is JsonValue v && v.TryGetValue<int>(out var number) ? number : throw Malformed(folder, file, "an id is not a whole number");

    private static JsonObject ReadObject(string path)
    {
        if (!File.Exists(path)) return [];
        try
        {
            return JsonNode.Parse(File.ReadAllText(path)) is JsonObject o ? Checked(o) : throw Malformed(path, "is not a JSON object");
        }
        catch (JsonException e)
        {
            throw new OmniException("OH1506", "is not valid JSON", $"{path}:{e.LineNumber + 1}, byte {e.BytePositionInLine + 1}", null, e);
        }
        catch (ArgumentException e)
        {
            throw new OmniException("OH1506", $"has the same key twice ({e.Message})", path, null, e);
        }
    }

    // A JsonObject finds duplicate keys at the first look-up only.
    private static JsonObject Checked(JsonObject o) => o.Count >= 0 ? o : [];

    private static OmniException Malformed(string path, string what) => new("OH1506", what, path);

    private static OmniException Malformed(string folder, string file, string what) => Malformed(Path.Combine(folder, file), what);

    private static IEnumerable<(string Role, int? Id)> RolesOf(SpecialTokens s) =>
    [
        ("unk_token", s.Unknown), ("cls_token", s.Cls), ("pad_token", s.Pad), ("mask_token", s.Mask), ("eos_token", s.Eos), ("bos_token", s.Bos), ("sep_token", s.Sep),
    ];
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmniHelix.Documents;
using OmniHelix.Sequences;

namespace OmniHelix.Tokenizers;

/// <summary>
/// The tokenizer files of a model folder: <c>vocab.txt</c>, <c>tokenizer_config.json</c>, <c>special_tokens_map.json</c>,
/// <c>added_tokens.json</c>.
/// </summary>
internal sealed class TokenizerFolder
{
    private const int MostTokens = 10_000_000;
    private const string VocabularyFile = "vocab.txt";
    private const string ConfigFile = "tokenizer_config.json";
    private const string LettersKey = "learned_letters";
    private const string RolesFile = "special_tokens_map.json";
    private const string AddedFile = "added_tokens.json";

    private static readonly JsonSerializerOptions Written =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Vocabularies of millions of added tokens stand in these files.
    private static readonly DocumentKind Kind = new(
        "a file of a tokenizer",
        new DocumentCodes("OH1506", "OH1506", "OH1506", "OH1506", Wrong: "OH1506", OutOfRange: "OH1506", NoChoice: "OH1506"))
    {
        LargestBytes = 1 << 28,
        DeepestNesting = 64,
        IsUsage = false,
    };

    // What a folder without a configuration may call its roles, in order of preference.
    private static readonly Dictionary<string, string[]> UsualNames = new()
    {
        ["unk_token"] = ["<unk>", "[UNK]"],
        ["cls_token"] = ["<cls>", "[CLS]"],
        ["pad_token"] = ["<pad>", "[PAD]"],
        ["mask_token"] = ["<mask>", "[MASK]"],
        ["eos_token"] = ["<eos>", "[SEP]"],
    };

    private static readonly (string Name, Molecule Molecule)[] Alphabets =
    [
        ("dna", Molecule.Dna),
        ("rna", Molecule.Rna),
        ("mixed", Molecule.MixedNucleic),
        ("protein", Molecule.Protein),
        ("any", Molecule.Unknown),
    ];

    private readonly string folder;
    private readonly MapNode config;

    private TokenizerFolder(string folder)
    {
        this.folder = folder;
        config = ReadObject(Path.Combine(folder, ConfigFile));
    }

    /// <summary>The class that the configuration names; null when it names none.</summary>
    public string? Class => Content(config, "tokenizer_class");

    /// <summary>Whether the class is one that is read.</summary>
    public bool IsRead => Class is null or "EsmTokenizer" or "EsmTokenizerFast";

    private string ConfigPath => Path.Combine(folder, ConfigFile);

    /// <summary>Whether a folder holds a vocabulary that is read.</summary>
    public static bool IsIn(string folder) =>
        File.Exists(Path.Combine(folder, VocabularyFile)) && !File.Exists(Path.Combine(folder, "tokenizer.json"));

    /// <summary>Looks at the files there are.</summary>
    /// <exception cref="OmniException">OH1501 there is no folder; OH1502 a <c>tokenizer.json</c>; OH1506 a malformed
    /// configuration.</exception>
    public static TokenizerFolder Open(string folder)
    {
        if (!Directory.Exists(folder))
            throw new OmniException("OH1501", "the folder does not exist", folder, "Give the folder that holds vocab.txt.");
        var files = new TokenizerFolder(folder);
        if (File.Exists(Path.Combine(folder, "tokenizer.json")))
            throw files.Unsupported($"tokenizer.json{(files.Class is { } kind ? $" of class {kind}" : "")} is not supported yet");
        return files;
    }

    /// <summary>The error of a folder whose kind of tokenizer is not known.</summary>
    public OmniException Unsupported(string what) =>
        new("OH1502", what, folder, "Supported now: vocab.txt with class EsmTokenizer, or a vocab.txt of characters without a class.");

    /// <summary>Tokens and roles.</summary>
    /// <exception cref="OmniException">OH1501 no vocabulary; OH1503 a pickle; OH1504 a role without a token in the vocabulary; OH1506 a
    /// malformed file.</exception>
    public Vocabulary ReadVocabulary()
    {
        var path = Path.Combine(folder, VocabularyFile);
        if (!File.Exists(path)) throw NoVocabulary();
        var tokens = Vocabulary.ReadLines(path);
        var baseSize = tokens.Count;
        AddTokens(tokens);
        return new Vocabulary(tokens, baseSize, Roles(ReadObject(Path.Combine(folder, RolesFile)), tokens));
    }

    /// <summary>What was asked for, and of the rest what the configuration says.</summary>
    /// <exception cref="OmniException">OH1505 u2t and t2u both set; OH1506 a value of the wrong kind.</exception>
    public TokenizerOptions Merge(TokenizerOptions asked) => new()
    {
        Uracil = asked.Uracil ?? Alphabet.PolicyOf(Flag("u2t"), Flag("t2u"), ConfigPath),
        Case = asked.Case ?? (Flag("do_upper_case") ? CasePolicy.Upper : CasePolicy.Keep),
        AddWhitespace = asked.AddWhitespace ?? Flag("add_whitespace"),
        MaxLength = asked.MaxLength ?? Limit(),
        Molecule = asked.Molecule ?? StatedMolecule(),
        Learned = asked.Learned ?? StatedLetters(),
    };

    public static void Write(string folder, Vocabulary vocabulary, TokenizerOptions options)
    {
        Directory.CreateDirectory(folder);
        var lines = string.Concat(vocabulary.Tokens.Take(vocabulary.BaseSize).Select(t => t + "\n"));
        AtomicFile.WriteText(Path.Combine(folder, VocabularyFile), lines);
        var roles = new JsonObject();
        foreach (var (role, id) in vocabulary.Special.Roles) roles[role] = id is { } i ? vocabulary.Tokens[i] : null;
        var config = new JsonObject { ["tokenizer_class"] = "EsmTokenizer" };
        foreach (var (role, token) in roles) config[role] = token?.DeepClone();
        if (options.MaxLength is { } most and < int.MaxValue) config["model_max_length"] = most;
        if (options.Uracil == UracilPolicy.UToT) config["u2t"] = true;
        if (options.Uracil == UracilPolicy.TToU) config["t2u"] = true;
        if (options.AddWhitespace == true) config["add_whitespace"] = true;
        if (options.Case == CasePolicy.Upper) config["do_upper_case"] = true;
        if (options.Molecule is { } molecule) config["alphabet"] = Alphabets.First(a => a.Molecule == molecule).Name;
        if (options.Learned is { } learned)
            config[LettersKey] = new JsonObject(
                learned.Counts.OrderBy(letter => letter.Key)
                    .Select(letter => KeyValuePair.Create(letter.Key.ToString(), (JsonNode?)JsonValue.Create(letter.Value))));
        AtomicFile.WriteText(Path.Combine(folder, ConfigFile), config.ToJsonString(Written) + "\n");
        foreach (var (role, _) in roles.Where(r => r.Value is null).ToArray()) roles.Remove(role);
        AtomicFile.WriteText(Path.Combine(folder, RolesFile), roles.ToJsonString(Written) + "\n");
        var added = new JsonObject();
        for (var id = vocabulary.BaseSize; id < vocabulary.Tokens.Count; id++) added[vocabulary.Tokens[id]] = id;
        if (added.Count > 0) AtomicFile.WriteText(Path.Combine(folder, AddedFile), added.ToJsonString(Written) + "\n");
    }

    private OmniException NoVocabulary()
    {
        foreach (var file in Directory.EnumerateFiles(folder))
            if (Path.GetFileName(file) is "tokenizer.bin" || Path.GetExtension(file) is ".pkl" or ".pickle")
            {
                const string pickle = "is a pickled tokenizer; reading it would run code from the file, so it is refused";
                return new OmniException("OH1503", pickle, file, "Save the tokenizer as vocab.txt with tokenizer_config.json.");
            }
        return new OmniException(
            "OH1501", "has no vocab.txt", folder, "Copy vocab.txt and tokenizer_config.json of the model into the folder.");
    }

    private void AddTokens(List<string> tokens)
    {
        var added = new SortedDictionary<int, string>();
        var file = ReadObject(Path.Combine(folder, AddedFile));
        foreach (var token in file.Keys) Keep(file.Integer(token) ?? throw file.Wrong(token, "a whole number"), token);
        if (config.Map("added_tokens_decoder") is { } decoder)
            foreach (var key in decoder.Keys)
            {
                if (!int.TryParse(key, out var number)) throw Malformed(ConfigFile, $"added_tokens_decoder has the key '{key}', not an id");
                Keep(number, Content(decoder, key) ?? "");
            }
        foreach (var (id, token) in added)
        {
            if (id < tokens.Count && tokens[id] != token)
                throw Malformed(AddedFile, $"the added token '{token}' has id {id}, which is '{tokens[id]}' in {VocabularyFile}");
            if (id > tokens.Count)
                throw Malformed(AddedFile, $"the added token '{token}' has id {id}, but the next free id is {tokens.Count}");
            if (id == tokens.Count) tokens.Add(token);
        }

        void Keep(int id, string token)
        {
            if (id is < 0 or > MostTokens) throw Malformed(AddedFile, $"the id {id} of '{token}' is out of range");
            added[id] = token;
        }
    }

    private SpecialTokens Roles(MapNode roles, List<string> tokens)
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
            var stated = config.Keys.Contains(role) ? config : roles.Keys.Contains(role) ? roles : null;
            if (stated is null) return Usual(role);
            var token = Content(stated, role);
            if (token is null) return null;
            var id = tokens.LastIndexOf(token);
            if (id >= 0) return id;
            var what = $"{role} is '{token}', which is not in {VocabularyFile}";
            throw new OmniException("OH1504", what, folder, NearestName.Ask(token, tokens));
        }

        int? Usual(string role)
        {
            foreach (var name in UsualNames.GetValueOrDefault(role, []))
                if (tokens.LastIndexOf(name) is >= 0 and var id) return id;
            return null;
        }

        OmniException Missing(string role) => new("OH1504", $"no token is named as {role}", folder, $"Name it in {ConfigFile}.");
    }

    // Numbers such as 1e30 mean "no limit".
    private int Limit()
    {
        if (config.Number("model_max_length") is not { } most) return int.MaxValue;
        if (most <= 0) throw config.Wrong("model_max_length", "a positive number");
        return most >= int.MaxValue ? int.MaxValue : (int)most;
    }

    private Molecule? StatedMolecule()
    {
        if (config.Text("alphabet") is not { } text) return null;
        foreach (var (name, molecule) in Alphabets)
            if (name == text) return molecule;
        throw config.Wrong("alphabet", $"one of {string.Join(", ", Alphabets.Select(a => a.Name))}");
    }

    private LearnedLetters? StatedLetters()
    {
        if (config.Map(LettersKey) is not { } map) return null;
        var counts = new Dictionary<char, long>();
        foreach (var key in map.Keys)
            counts[key is [var letter] ? letter : throw config.Wrong(LettersKey, "one letter a key")] =
                map.Number(key) is >= 0 and var count ? (long)count : throw map.Wrong(key, "a number from 0 on");
        return new LearnedLetters(counts);
    }

    private bool Flag(string key) => config.Flag(key) ?? false;

    // A token is a text, nothing, or an object with the text under "content".
    private static string? Content(MapNode from, string key) => from.Find(key) is MapNode token ? token.Text("content") : from.Text(key);

    private static MapNode ReadObject(string path) =>
        File.Exists(path) ? Document.ReadJson(path, Kind) : new MapNode(Kind, new DocumentPlace(path, 1, 1), "", []);

    private OmniException Malformed(string file, string what) => new("OH1506", what, Path.Combine(folder, file));
}

using System.Globalization;
using OmniHelix.Documents;
using OmniHelix.Sequences;

namespace OmniHelix.Tokenizers;

/// <summary>
/// What stands beside the vocabulary of a tokenizer: <c>tokenizer_config.json</c>, <c>special_tokens_map.json</c>,
/// <c>added_tokens.json</c>.
/// </summary>
internal sealed class TokenizerConfig
{
    /// <summary>The file with the settings.</summary>
    public const string FileName = "tokenizer_config.json";

    /// <summary>The file with the roles of tokens.</summary>
    public const string RolesFile = "special_tokens_map.json";

    /// <summary>The file with tokens that were added to a vocabulary.</summary>
    public const string AddedFile = "added_tokens.json";

    /// <summary>The key of the letters of a k-mer, in multimolecule's configurations and in ours.</summary>
    public const string KmersKey = "nmers";

    private const int MostTokens = 10_000_000;

    // Vocabularies of millions of added tokens stand in these files.
    internal static readonly DocumentKind Kind = new(
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
        ["eos_token"] = ["<eos>", "[SEP]", "</s>"],
        ["bos_token"] = ["<s>"],
    };

    private static readonly (string Name, Molecule Molecule)[] Alphabets =
    [
        ("dna", Molecule.Dna),
        ("rna", Molecule.Rna),
        ("mixed", Molecule.MixedNucleic),
        ("protein", Molecule.Protein),
        ("any", Molecule.Unknown),
    ];

    // What a class calls its roles where its configuration does not say it.
    private static readonly Dictionary<TokenizerFamily, Dictionary<string, string>> RolesOfClass = new()
    {
        [TokenizerFamily.Bert] = new()
        {
            ["unk_token"] = "[UNK]",
            ["sep_token"] = "[SEP]",
            ["pad_token"] = "[PAD]",
            ["cls_token"] = "[CLS]",
            ["mask_token"] = "[MASK]",
        },
        [TokenizerFamily.Roberta] = new()
        {
            ["bos_token"] = "<s>",
            ["eos_token"] = "</s>",
            ["sep_token"] = "</s>",
            ["cls_token"] = "<s>",
            ["unk_token"] = "<unk>",
            ["pad_token"] = "<pad>",
            ["mask_token"] = "<mask>",
        },
    };

    private readonly string folder;
    private readonly MapNode config;
    private readonly MapNode roles;

    /// <param name="folder">Where the files are looked for; null for a tokenizer of one file, which has none.</param>
    public TokenizerConfig(string? folder)
    {
        this.folder = folder ?? "";
        config = ReadObject(FileName);
        roles = ReadObject(RolesFile);
    }

    /// <summary>The class that the configuration names, else <see cref="UsualClass"/>.</summary>
    public string? Class => Content(config, "tokenizer_class") ?? UsualClass;

    /// <summary>The class of a vocabulary of k-mers whose configuration names none; null for others.</summary>
    public string? UsualClass { get; init; }

    /// <summary>Whether text is cut into the words of a vocabulary that are letters or k-mers.</summary>
    public bool CutsWords => config.Keys.Contains(KmersKey) || Flag("add_whitespace") || UsualClass is not null;

    /// <summary>Whether there is no configuration, as beside a single file.</summary>
    public bool IsEmpty => config.Entries.Count == 0 && roles.Entries.Count == 0;

    /// <summary>The file of settings.</summary>
    public MapNode Settings => config;

    /// <summary>Whether the configuration says what becomes of lower case.</summary>
    public bool SaysCase => config.Keys.Contains("do_upper_case");

    /// <summary>What was asked for, and of the rest what the configuration says.</summary>
    /// <exception cref="OmniException">OH1505 u2t and t2u both set; OH1506 a value of the wrong kind.</exception>
    public TokenizerOptions Merge(TokenizerOptions asked) => new()
    {
        Uracil = asked.Uracil ?? Alphabet.PolicyOf(Flag("u2t"), Flag("t2u"), Path.Combine(folder, FileName)),
        Case = asked.Case ?? (Flag("do_upper_case") ? CasePolicy.Upper : CasePolicy.Keep),
        AddWhitespace = asked.AddWhitespace ?? Flag("add_whitespace"),
        MaxLength = asked.MaxLength ?? Limit(),
        Molecule = asked.Molecule ?? StatedMolecule(),
        Learned = asked.Learned ?? StatedLetters(),
        TruncationSide = asked.TruncationSide ?? Side("truncation_side"),
        PaddingSide = asked.PaddingSide ?? Side("padding_side"),
    };

    /// <summary>Tokens that were added to a vocabulary, by id: those of <c>added_tokens.json</c> and of the configuration.</summary>
    public IReadOnlyDictionary<int, AddedToken> Added()
    {
        var added = new SortedDictionary<int, AddedToken>();
        var file = ReadObject(AddedFile);
        foreach (var token in file.Keys)
        {
            var id = Id(file.Integer(token) ?? throw file.Wrong(token, "a whole number"), token, AddedFile);
            added[id] = new AddedToken(token, id) { Normalized = true };
        }
        if (config.Map("added_tokens_decoder") is not { } decoder) return added;
        foreach (var key in decoder.Keys)
        {
            if (!int.TryParse(key, CultureInfo.InvariantCulture, out var number))
                throw Malformed(FileName, $"added_tokens_decoder has the key '{key}', not an id");
            var content = Content(decoder, key) ?? "";
            var id = Id(number, content, FileName);
            added[id] = decoder.Find(key) is MapNode flags ? TokenPipeline.ReadAdded(flags, content, id) : new AddedToken(content, id);
        }
        return added;
    }

    /// <summary>Further tokens without a role that count as special.</summary>
    public IReadOnlyList<string> AdditionalSpecial() =>
        [.. Contents(config, "extra_special_tokens").Concat(Contents(config, "additional_special_tokens"))
            .Concat(Contents(roles, "additional_special_tokens")).Distinct()];

    /// <summary>What the configuration says of a token, or of a role: its flags.</summary>
    public AddedToken RoleToken(string role, string content)
    {
        var stated = config.Find(role) as MapNode ?? roles.Find(role) as MapNode;
        var token = stated is null ? new AddedToken(content, 0) : TokenPipeline.ReadAdded(stated, content, 0);
        return token with { Special = true };
    }

    /// <summary>The token of a role: null when the configuration names none, and where it does not say it, what its class has.</summary>
    public string? RoleOf(string role) => RoleOf(role, _ => null);

    /// <summary>The same, with <paramref name="usual"/> where neither configuration nor class say it.</summary>
    public string? RoleOf(string role, Func<string, string?> usual)
    {
        var stated = config.Keys.Contains(role) ? config : roles.Keys.Contains(role) ? roles : null;
        if (stated is not null) return Content(stated, role);
        return RolesOfClass.GetValueOrDefault(TokenizerClasses.FamilyOf(Class)) is { } ofClass
            ? ofClass.GetValueOrDefault(role)
            : usual(role);
    }

    /// <summary>The names that a role may have where nothing says it, in order of preference.</summary>
    public static IReadOnlyList<string> UsualTokens(string role) => UsualNames.GetValueOrDefault(role, []);

    /// <summary>The error of a damaged file.</summary>
    public OmniException Malformed(string file, string what) => new("OH1506", what, Path.Combine(folder, file));

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
        foreach (var (name, molecule) in TokenizerFiles.Alphabets)
            if (name == text) return molecule;
        throw config.Wrong("alphabet", $"one of {string.Join(", ", TokenizerFiles.Alphabets.Select(a => a.Name))}");
    }

    private LearnedLetters? StatedLetters()
    {
        if (config.Map(TokenizerFiles.LettersKey) is not { } map) return null;
        var counts = new Dictionary<char, long>();
        foreach (var key in map.Keys)
            counts[key is [var letter] ? letter : throw config.Wrong(TokenizerFiles.LettersKey, "one letter a key")] =
                map.Number(key) is >= 0 and var count ? (long)count : throw map.Wrong(key, "a number from 0 on");
        return new LearnedLetters(counts);
    }

    private TokenSide? Side(string key) => config.Text(key) switch
    {
        null => null,
        "left" => TokenSide.Left,
        "right" => TokenSide.Right,
        _ => throw config.Wrong(key, "left or right"),
    };

    private bool Flag(string key) => config.Flag(key) ?? false;

    private int Id(int id, string token, string file) => id is >= 0 and <= MostTokens
        ? id
        : throw Malformed(file, FormattableString.Invariant($"the id {id} of '{token}' is out of range"));

    // A token is a text, nothing, or an object with the text under "content".
    private static string? Content(MapNode from, string key) => from.Find(key) is MapNode token ? token.Text("content") : from.Text(key);

    private static IEnumerable<string> Contents(MapNode from, string key) => from.Find(key) is ListNode list
        ? list.Items.Select(item => item is MapNode token ? token.Text("content") : (item as ScalarNode)?.Text).OfType<string>()
        : [];

    private MapNode ReadObject(string file)
    {
        var path = Path.Combine(folder, file);
        return folder.Length > 0 && File.Exists(path)
            ? Document.ReadJson(path, Kind)
            : new MapNode(Kind, new DocumentPlace(path, 1, 1), "", []);
    }
}

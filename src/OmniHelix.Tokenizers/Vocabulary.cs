using System.Text;
using System.Text.Json.Nodes;

namespace OmniHelix.Tokenizers;

/// <summary>Tokens by id and the roles among them.</summary>
internal sealed class Vocabulary
{
    /// <summary>The file with one token a line.</summary>
    public const string FileName = "vocab.txt";

    private readonly Dictionary<string, int> ids = [];

    /// <param name="tokens">Tokens in id order; an entry may be empty and is then never matched.</param>
    /// <param name="baseSize">How many of them stand in vocab.txt; the rest were added later.</param>
    /// <param name="special">Roles.</param>
    public Vocabulary(IReadOnlyList<string> tokens, int baseSize, SpecialTokens special)
    {
        Tokens = tokens;
        BaseSize = baseSize;
        Special = special;
        for (var id = 0; id < tokens.Count; id++) ids[tokens[id]] = id;
    }

    public IReadOnlyList<string> Tokens { get; }
    public int BaseSize { get; }
    public SpecialTokens Special { get; }

    /// <summary>Reads <c>vocab.txt</c> of a folder, with the tokens that were added to it.</summary>
    /// <exception cref="OmniException">OH1501 it is empty; OH1504 a role without a token; OH1506 it is damaged.</exception>
    public static Vocabulary Read(string folder, TokenizerConfig config)
    {
        var tokens = ReadLines(Path.Combine(folder, FileName));
        var baseSize = tokens.Count;
        foreach (var (id, token) in config.Added())
        {
            if (id < tokens.Count && tokens[id] != token.Content)
                throw config.Malformed(
                    TokenizerConfig.AddedFile,
                    $"the added token '{token.Content}' has id {id}, which is '{tokens[id]}' in {FileName}");
            if (id > tokens.Count)
                throw config.Malformed(
                    TokenizerConfig.AddedFile, $"the added token '{token.Content}' has id {id}, but the next free id is {tokens.Count}");
            if (id == tokens.Count) tokens.Add(token.Content);
        }
        return new Vocabulary(tokens, baseSize, Roles(folder, config, tokens));
    }

    /// <summary>The files of a vocabulary of the ESM kind.</summary>
    public TokenizerFiles Files()
    {
        var files = new List<(string, string)> { (FileName, string.Concat(Tokens.Take(BaseSize).Select(token => token + "\n"))) };
        var added = new JsonObject();
        for (var id = BaseSize; id < Tokens.Count; id++) added[Tokens[id]] = id;
        if (added.Count > 0) files.Add((TokenizerConfig.AddedFile, TokenizerFiles.Text(added)));
        return new TokenizerFiles(files, new JsonObject { ["tokenizer_class"] = "EsmTokenizer" });
    }

    public int? IdOf(string token) => token.Length > 0 && ids.TryGetValue(token, out var id) ? id : null;

    /// <summary>
    /// One token a line, each stripped; the end of the last line adds nothing, but further blank lines are entries (the rule of the ESM
    /// tokenizers).
    /// </summary>
    public static List<string> ReadLines(string path)
    {
        var bytes = File.ReadAllBytes(path);
        if (GitLfsPointer.Is(bytes))
            throw new OmniException("OH1506", "this is a git-lfs pointer, not a vocabulary", path, GitLfsPointer.Advice);
        var text = Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF').ReplaceLineEndings("\n");
        if (text.Contains('\0', StringComparison.Ordinal))
            throw new OmniException("OH1506", "contains a NUL character, but one token a line was expected", path);
        List<string> lines = [.. text.Split('\n').Select(l => l.Trim())];
        if (text.EndsWith('\n') || text.Length == 0) lines.RemoveAt(lines.Count - 1);
        if (lines.Count == 0) throw new OmniException("OH1501", "the vocabulary is empty", path);
        RequireDistinct(lines, path);
        return lines;
    }

    private static SpecialTokens Roles(string folder, TokenizerConfig config, List<string> tokens)
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
            if (config.RoleOf(role, Usual) is not { } token) return null;
            var id = tokens.LastIndexOf(token);
            return id >= 0
                ? id
                : throw new OmniException(
                    "OH1504", $"{role} is '{token}', which is not in {FileName}", folder, NearestName.Ask(token, tokens));
        }

        string? Usual(string role) => TokenizerConfig.UsualTokens(role).FirstOrDefault(tokens.Contains);

        OmniException Missing(string role) =>
            new("OH1504", $"no token is named as {role}", folder, $"Name it in {TokenizerConfig.FileName}.");
    }

    private static void RequireDistinct(List<string> lines, string path)
    {
        var seen = new Dictionary<string, int>();
        for (var id = 0; id < lines.Count; id++)
            if (lines[id].Length > 0 && !seen.TryAdd(lines[id], id))
                throw new OmniException(
                    "OH1506", $"the token '{lines[id]}' stands there twice, on line {seen[lines[id]] + 1} too", $"{path}:{id + 1}",
                    "A token has one id, and the model learned one of the two; take the file that belongs to the model.");
    }
}

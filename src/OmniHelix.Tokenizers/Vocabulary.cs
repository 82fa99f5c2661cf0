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

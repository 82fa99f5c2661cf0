using OmniHelix.Documents;
using OmniHelix.Tokenizers.Tokens;

namespace OmniHelix.Tokenizers.Subwords;

/// <summary>Tokens by id, and ids by token. Where two tokens have one id, or one token stands twice, the last counts.</summary>
internal sealed class SubwordVocabulary
{
    private const int MostTokens = 10_000_000;

    private readonly Dictionary<string, int> ids;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> idsOfText;
    private readonly string?[] tokens;

    /// <param name="entries">Tokens and their ids, from 0 on.</param>
    public SubwordVocabulary(IReadOnlyCollection<(string Token, int Id)> entries)
    {
        ids = new Dictionary<string, int>(entries.Count);
        idsOfText = ids.GetAlternateLookup<ReadOnlySpan<char>>();
        tokens = new string?[entries.Count == 0 ? 0 : entries.Max(entry => entry.Id) + 1];
        foreach (var (token, id) in entries)
        {
            ids[token] = id;
            tokens[id] = token;
        }
    }

    /// <summary>Ids are in [0, this).</summary>
    public int Size => tokens.Length;

    /// <summary>Tokens and their ids.</summary>
    public IEnumerable<(string Token, int Id)> Entries => ids.Select(entry => (entry.Key, entry.Value));

    /// <summary>Ids that several tokens have, ascending.</summary>
    public IEnumerable<SharedId> SharedIds => Entries.GroupBy(entry => entry.Id, entry => entry.Token)
        .Where(tokens => tokens.Skip(1).Any()).OrderBy(tokens => tokens.Key).Select(tokens => new SharedId(tokens.Key, [.. tokens]));

    /// <summary>The token of an id; empty for one that no token has.</summary>
    public string TokenOf(int id) => tokens[id] ?? "";

    /// <summary>The id of a token; null for none.</summary>
    public int? IdOf(string token) => ids.TryGetValue(token, out var id) ? id : null;

    /// <summary>The id of a token; −1 for none.</summary>
    public int Find(ReadOnlySpan<char> token) => idsOfText.TryGetValue(token, out var id) ? id : -1;

    /// <summary>Reads the object under <c>vocab</c>: a token and its id.</summary>
    public static SubwordVocabulary Read(MapNode node)
    {
        return ReadMap(node.Map("vocab") ?? throw node.Wrong("vocab", "an object of tokens and their ids"));
    }

    /// <summary>Reads an object of tokens and their ids.</summary>
    public static SubwordVocabulary ReadMap(MapNode map)
    {
        var entries = new List<(string, int)>(map.Entries.Count);
        foreach (var token in map.Keys)
            entries.Add((token, map.Integer(token, least: 0) is { } id and < MostTokens
                ? id
                : throw map.Wrong(token, FormattableString.Invariant($"an id from 0 to {MostTokens - 1}"))));
        return new SubwordVocabulary(entries);
    }
}

using System.Text.Json.Nodes;
using OmniHelix.Data.Records;
using OmniHelix.Tokenizers;
using OmniHelix.Tokenizers.Tokens;

namespace OmniHelix.Workflows.Tokenizers;

/// <summary>What encoding has counted.</summary>
/// <param name="tokenizer">The tokenizer.</param>
public sealed class EncodeCounts(OmniTokenizer tokenizer)
{
    private readonly SortedDictionary<char, long> unknownLetters = [];
    private readonly SortedDictionary<char, long> lostLetters = [];
    private readonly LetterCoverage first = new();
    private readonly LetterCoverage second = new();

    /// <summary>Records encoded.</summary>
    public long Records { get; private set; }

    /// <summary>Their letters.</summary>
    public long Letters { get; private set; }

    /// <summary>Tokens cut from them, without special tokens; those that rows share are counted in each.</summary>
    public long Tokens { get; private set; }

    /// <summary>Of these, unknown ones.</summary>
    public long UnknownTokens { get; private set; }

    /// <summary>Letters that unknown tokens cover, by letter; where tokens overlap each counts once.</summary>
    public IReadOnlyDictionary<char, long> UnknownLetters => unknownLetters;

    /// <summary>Letters that no token covers, by letter: a model without an unknown token leaves them out.</summary>
    public IReadOnlyDictionary<char, long> LostLetters => lostLetters;

    /// <summary>Records that became several rows because they are too long for one.</summary>
    public long Cut { get; private set; }

    /// <summary>Records with more tokens in a row than <see cref="OmniTokenizer.MaxLength"/>.</summary>
    public long OverLimit { get; private set; }

    /// <summary>Tokens per letter; 0 without letters.</summary>
    public double TokensPerLetter => Letters == 0 ? 0 : (double)Tokens / Letters;

    /// <summary>Share of the tokens that are unknown.</summary>
    public double UnknownShare => Tokens == 0 ? 0 : (double)UnknownTokens / Tokens;

    /// <summary>For programs.</summary>
    public JsonObject ToJson() => new()
    {
        ["records"] = Records,
        ["letters"] = Letters,
        ["tokens"] = Tokens,
        ["tokens_per_letter"] = TokensPerLetter,
        ["unknown_tokens"] = UnknownTokens,
        ["unknown_share"] = UnknownShare,
        ["unknown_letters"] = Json(unknownLetters),
        ["lost_letters"] = Json(lostLetters),
        ["cut_records"] = Cut,
        ["records_over_limit"] = OverLimit,
    };

    internal void Add(Example record, TokenizedSequence encoded)
    {
        Records++;
        Letters += record.Length;
        if (encoded.Overflow.Count > 0) Cut++;
        if (encoded.Ids.Length > tokenizer.MaxLength) OverLimit++;
        first.Begin(record.Sequence.Length);
        second.Begin(record.Pair?.Length ?? 0);
        AddRow(encoded);
        foreach (var further in encoded.Overflow) AddRow(further);
        AddLetters(record.Sequence, first);
        AddLetters(record.Pair ?? "", second);
    }

    private void AddRow(TokenizedSequence row)
    {
        var unknown = tokenizer.Special.Unknown;
        for (var at = 0; at < row.Ids.Length; at++)
        {
            if (row.Sequences[at] < 0) continue;
            Tokens++;
            var isUnknown = row.Ids[at] == unknown;
            if (isUnknown) UnknownTokens++;
            (row.Sequences[at] == 0 ? first : second).Add(row.Spans[at], isUnknown);
        }
    }

    private void AddLetters(string sequence, LetterCoverage coverage)
    {
        for (var at = 0; at < sequence.Length; at++)
            if (coverage.Covers[at] is LetterCover.Unknown or LetterCover.Beside) Count(unknownLetters, sequence[at]);
            else if (coverage.Covers[at] == LetterCover.None && !char.IsWhiteSpace(sequence[at])) Count(lostLetters, sequence[at]);
    }

    private static void Count(SortedDictionary<char, long> letters, char letter) =>
        letters[letter] = letters.GetValueOrDefault(letter) + 1;

    private static JsonObject Json(SortedDictionary<char, long> letters) =>
        new(letters.Select(letter => KeyValuePair.Create(letter.Key.ToString(), (JsonNode?)JsonValue.Create(letter.Value))));
}

using System.Text.Json.Nodes;
using OmniHelix.Data.Records;
using OmniHelix.Tokenizers;

namespace OmniHelix.Workflows.Tokenizers;

/// <summary>What encoding has counted.</summary>
/// <param name="tokenizer">The tokenizer.</param>
public sealed class EncodeCounts(OmniTokenizer tokenizer)
{
    private readonly SortedDictionary<char, long> unknownLetters = [];

    /// <summary>Records encoded.</summary>
    public long Records { get; private set; }

    /// <summary>Their letters.</summary>
    public long Letters { get; private set; }

    /// <summary>Tokens cut from them, without special tokens; those that rows share are counted in each.</summary>
    public long Tokens { get; private set; }

    /// <summary>Of these, unknown ones.</summary>
    public long UnknownTokens { get; private set; }

    /// <summary>Letters that unknown tokens cover, by letter.</summary>
    public IReadOnlyDictionary<char, long> UnknownLetters => unknownLetters;

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
        ["unknown_letters"] = new JsonObject(
            unknownLetters.Select(letter => KeyValuePair.Create(letter.Key.ToString(), (JsonNode?)JsonValue.Create(letter.Value)))),
        ["cut_records"] = Cut,
        ["records_over_limit"] = OverLimit,
    };

    internal void Add(Example record, TokenizedSequence encoded)
    {
        Records++;
        Letters += record.Length;
        if (encoded.Overflow.Count > 0) Cut++;
        if (encoded.Ids.Length > tokenizer.MaxLength) OverLimit++;
        AddRow(record, encoded);
        foreach (var further in encoded.Overflow) AddRow(record, further);
    }

    private void AddRow(Example record, TokenizedSequence row)
    {
        var unknown = tokenizer.Special.Unknown;
        for (var at = 0; at < row.Ids.Length; at++)
        {
            if (row.Sequences[at] < 0) continue;
            Tokens++;
            if (row.Ids[at] != unknown) continue;
            UnknownTokens++;
            var text = row.Sequences[at] == 0 ? record.Sequence : record.Pair!;
            foreach (var letter in text.AsSpan(row.Spans[at].Start, row.Spans[at].End - row.Spans[at].Start))
                unknownLetters[letter] = unknownLetters.GetValueOrDefault(letter) + 1;
        }
    }
}

using System.Text.Json;
using OmniHelix.Tokenizers;

namespace OmniHelix.Goldens.Groups;

/// <summary>
/// Truncation, padding and decoding with the tokenizer beside the table: every strategy, length, stride and side, with the windows that
/// were cut off.
/// </summary>
internal sealed class TokenizerOptionCases : ITokenizerCases
{
    public IEnumerable<GoldenCase>? Discover(string path)
    {
        var file = Path.Combine(Path.GetDirectoryName(path)!, "tokenizer.json");
        if (!GoldenJson.AreLines(path) || !File.Exists(file)) return null;
        Action<OmniTokenizer, JsonElement, GoldenCheck>? compare = GoldenJson.Lines(path).FirstOrDefault() switch
        {
            { ValueKind: JsonValueKind.Object } first when first.TryGetProperty("strategy", out _) => CompareTruncation,
            { ValueKind: JsonValueKind.Object } first when first.TryGetProperty("pad_to_multiple_of", out _) => ComparePadding,
            { ValueKind: JsonValueKind.Object } first when first.TryGetProperty("skip_special_tokens", out _) => CompareDecoding,
            _ => null,
        };
        return compare is null ? null : [new GoldenCase("records", path, check => Compare(file, path, compare, check))];
    }

    private static void Compare(
        string file, string path, Action<OmniTokenizer, JsonElement, GoldenCheck> compare, GoldenCheck check)
    {
        var tokenizer = OmniTokenizer.FromPretrained(file);
        foreach (var record in GoldenJson.Lines(path)) compare(tokenizer, record, check);
    }

    private static void CompareTruncation(OmniTokenizer tokenizer, JsonElement record, GoldenCheck check)
    {
        var first = record.GetProperty("a").GetString()!;
        var second = record.GetProperty("b").GetString();
        var options = new TokenizeOptions
        {
            Truncation = TokenizerInputs.Strategies[record.GetProperty("strategy").GetString()!],
            MaxLength = record.GetProperty("max_length").GetInt32(),
            Stride = record.GetProperty("stride").GetInt32(),
            TruncationSide = Side(record.GetProperty("direction")),
            AddSpecialTokens = record.GetProperty("add_special_tokens").GetBoolean(),
        };
        var key = string.Join(
            ' ', record.EnumerateObject().TakeWhile(p => p.Name is not ("ids" or "error")).Select(p => p.Value.GetRawText()));
        var isRefused = record.TryGetProperty("error", out var error);
        try
        {
            var got = tokenizer.Tokenize(first, second, options);
            if (isRefused) check.Equal($"{key} error", "none", error.GetString());
            else CompareWindows(key, got, record, second is null ? [first] : [first, second], check);
        }
        catch (OmniException e)
        {
            check.Equal($"{key} error", isRefused ? "refused" : e.Message, "refused");
        }
    }

    private static void ComparePadding(OmniTokenizer tokenizer, JsonElement record, GoldenCheck check)
    {
        var length = record.GetProperty("length");
        var multiple = record.GetProperty("pad_to_multiple_of");
        var options = new TokenizeOptions
        {
            Padding = new PaddingOptions
            {
                Length = length.ValueKind == JsonValueKind.Number ? length.GetInt32() : null,
                MultipleOf = multiple.ValueKind == JsonValueKind.Number ? multiple.GetInt32() : null,
                Side = Side(record.GetProperty("direction")),
                Id = record.GetProperty("pad_id").GetInt32(),
                TypeId = record.GetProperty("pad_type_id").GetInt32(),
            },
        };
        if (record.TryGetProperty("truncation", out var truncation) && truncation.ValueKind == JsonValueKind.Array)
            options = options with
            {
                Truncation = TruncationStrategy.LongestFirst,
                MaxLength = truncation[0].GetInt32(),
                Stride = truncation[1].GetInt32(),
            };
        (string First, string? Second)[] texts = record.TryGetProperty("single", out var single)
            ? [(single.GetString()!, null)]
            : [.. record.GetProperty("batch").EnumerateArray().Select(text => text.ValueKind == JsonValueKind.Array
                ? (text[0].GetString()!, text[1].GetString())
                : (text.GetString()!, (string?)null))];
        var got = tokenizer.TokenizeBatch(texts, options);
        foreach (var (at, expected) in record.GetProperty("out").EnumerateArray().Index())
        {
            string[] pair = texts[at].Second is { } second ? [texts[at].First, second] : [texts[at].First];
            EncodingComparison.Compare(
                $"{record.GetProperty("direction")} {length} {multiple} [{at}]", got[at], expected, pair, tokenizer, check);
            if (!record.TryGetProperty("overflow", out var overflow)) continue;
            check.Equal("windows", got[at].Overflow.Count, overflow[at].GetArrayLength());
            foreach (var (window, part) in overflow[at].EnumerateArray().Index())
                EncodingComparison.Compare($"{length} {multiple} [{at}][{window}]", got[at].Overflow[window], part, pair, tokenizer, check);
        }
    }

    private static void CompareDecoding(OmniTokenizer tokenizer, JsonElement record, GoldenCheck check)
    {
        var skip = record.GetProperty("skip_special_tokens").GetBoolean();
        var isBatch = record.TryGetProperty("batch", out var batch);
        var rows = isBatch ? batch.EnumerateArray().ToArray() : [record.GetProperty("ids")];
        var expected = isBatch ? record.GetProperty("texts").EnumerateArray().ToArray() : [record.GetProperty("text")];
        foreach (var (row, text) in rows.Zip(expected))
        {
            // An id outside of the vocabulary is left out there, and refused here.
            int[] ids = [.. row.EnumerateArray().Select(id => id.GetInt32()).Where(id => id < tokenizer.VocabularySize)];
            check.Equal(row.GetRawText(), tokenizer.Decode(ids, skip), text.GetString());
        }
    }

    private static void CompareWindows(
        string key, TokenizedSequence got, JsonElement record, IReadOnlyList<string> texts, GoldenCheck check)
    {
        check.Equal($"{key} ids", TokenizerInputs.Numbers(got.Ids), TokenizerInputs.Numbers(record.GetProperty("ids")));
        if (record.TryGetProperty("offsets", out var offsets))
            check.Equal(
                $"{key} offsets", TokenizerInputs.Numbers(EncodingComparison.Offsets(got, texts)), TokenizerInputs.Numbers(offsets));
        if (record.TryGetProperty("type_ids", out var types))
            check.Equal($"{key} type_ids", TokenizerInputs.Numbers(got.TypeIds), TokenizerInputs.Numbers(types));
        var windows = record.TryGetProperty("overflow", out var overflow) ? overflow.EnumerateArray().Select(TokenizerInputs.Numbers) : [];
        check.SameItems($"{key} overflow", got.Overflow.Select(window => TokenizerInputs.Numbers(window.Ids)), windows);
    }

    private static TokenSide Side(JsonElement side) => side.GetString() == "left" ? TokenSide.Left : TokenSide.Right;
}

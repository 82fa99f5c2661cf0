using System.Text.Json;
using OmniHelix.Tokenizers;

namespace OmniHelix.Goldens.Groups;

/// <summary>Compares an encoding with a record of the reference library.</summary>
internal static class EncodingComparison
{
    /// <summary>Compares what the record has of ids, masks, type ids, offsets, tokens and text.</summary>
    /// <param name="key">Name of the record.</param>
    /// <param name="got">The encoding.</param>
    /// <param name="record">What the library gave.</param>
    /// <param name="texts">The texts that were encoded.</param>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="check">Where deviations go.</param>
    public static void Compare(
        string key, TokenizedSequence got, JsonElement record, IReadOnlyList<string> texts, OmniTokenizer tokenizer, GoldenCheck check)
    {
        if (record.TryGetProperty("ids", out var ids))
            check.Equal($"{key}.ids", TokenizerInputs.Numbers(got.Ids), TokenizerInputs.Numbers(ids));
        CompareMask("type_ids", got.TypeIds, 0);
        CompareMask("special_tokens_mask", got.SpecialTokensMask, 0);
        CompareMask("attention_mask", got.AttentionMask, 1);
        if (record.TryGetProperty("offsets", out var offsets))
            check.Equal($"{key}.offsets", TokenizerInputs.Numbers(Offsets(got, texts)), TokenizerInputs.Numbers(offsets));
        if (record.TryGetProperty("tokens", out var tokens)) CompareTokens(tokens);
        if (record.TryGetProperty("overflow", out var overflow)) CompareOverflow(overflow);
        if (record.TryGetProperty("decoded", out var decoded))
        {
            var text = decoded.GetString() == "=" ? texts[0] : decoded.GetString();
            check.Equal($"{key}.decoded", tokenizer.Decode(got.Ids, skipSpecialTokens: true), text);
            if (record.TryGetProperty("decoded_all", out var all))
                check.Equal($"{key}.decoded_all", tokenizer.Decode(got.Ids), all.GetString() == "=" ? text : all.GetString());
        }

        void CompareMask(string name, int[] mask, int trivial)
        {
            if (record.TryGetProperty(name, out var expected))
                check.Equal($"{key}.{name}", TokenizerInputs.Numbers(mask), TokenizerInputs.Numbers(expected));
            else if (record.TryGetProperty("ids", out _)) check.Equal($"{key}.{name}", mask.All(value => value == trivial), true);
        }

        void CompareTokens(JsonElement expected)
        {
            // The library shows the text of what it does not know; here a token is what its id says.
            foreach (var (at, token) in expected.EnumerateArray().Index())
            {
                var shown = tokenizer.TokenOf(got.Ids[at]);
                // So with an added token and the blanks that it took, and in pooled vocabularies with the first of two unknown tokens.
                if (got.Ids[at] != tokenizer.Special.Unknown && shown != "<unk>" && token.GetString()!.Trim() != shown)
                    check.Equal($"{key}.tokens[{at}]", shown, token.GetString());
            }
        }

        void CompareOverflow(JsonElement expected)
        {
            check.Equal($"{key}.overflow", got.Overflow.Count, expected.GetArrayLength());
            foreach (var (at, window) in expected.EnumerateArray().Index())
            {
                if (at >= got.Overflow.Count) break;
                if (window.ValueKind == JsonValueKind.Object)
                    Compare($"{key}.overflow[{at}]", got.Overflow[at], window, texts, tokenizer, check);
                else check.Equal($"{key}.overflow[{at}]", TokenizerInputs.Numbers(got.Overflow[at].Ids), TokenizerInputs.Numbers(window));
            }
        }
    }

    /// <summary>Start and end of each token in Unicode scalar values.</summary>
    public static IEnumerable<int> Offsets(TokenizedSequence got, IReadOnlyList<string> texts)
    {
        var characters = texts.Select(CharactersBefore).ToArray();
        foreach (var (at, span) in got.Spans.Index())
        {
            var before = characters[Math.Max(0, got.Sequences[at])];
            yield return got.Sequences[at] < 0 ? 0 : before[span.Start];
            yield return got.Sequences[at] < 0 ? 0 : before[span.End];
        }
    }

    private static int[] CharactersBefore(string text)
    {
        var before = new int[text.Length + 1];
        for (var at = 0; at < text.Length; at++)
            before[at + 1] = before[at] + (
                char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 0 : 1);
        return before;
    }
}

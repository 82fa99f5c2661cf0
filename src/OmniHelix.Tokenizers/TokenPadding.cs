namespace OmniHelix.Tokenizers;

/// <summary>Fills encodings up with the padding token.</summary>
internal static class TokenPadding
{
    /// <summary>Fills up the encodings of a batch, and what was cut off each.</summary>
    public static IReadOnlyList<TokenizedSequence> Pad(
        IReadOnlyList<TokenizedSequence> batch, OmniTokenizer tokenizer, PaddingOptions? padding)
    {
        if (padding is null || batch.Count == 0) return batch;
        var length = padding.Length ?? batch.Max(one => one.Ids.Length);
        if (padding.MultipleOf is > 0 and var multiple) length = checked((length + multiple - 1) / multiple * multiple);
        var id = padding.Id ?? tokenizer.Special.Pad
            ?? throw new OmniException(
                "OH1511", "the tokenizer has no padding token", null, "Name one as pad_token in tokenizer_config.json, or encode without.");
        var isLeft = (padding.Side ?? tokenizer.PaddingSide) == TokenSide.Left;
        return [.. batch.Select(Padded)];

        TokenizedSequence Padded(TokenizedSequence one)
        {
            var missing = Math.Max(0, length - one.Ids.Length);
            return new TokenizedSequence
            {
                Ids = Filled(one.Ids, id),
                Spans = Filled(one.Spans, default),
                TypeIds = Filled(one.TypeIds, padding.TypeId),
                Sequences = Filled(one.Sequences, -1),
                Padding = missing,
                PadsLeft = isLeft,
                Overflow = [.. one.Overflow.Select(Padded)],
            };
        }

        T[] Filled<T>(T[] values, T filling)
        {
            if (values.Length >= length) return values;
            var filled = new T[length];
            var from = isLeft ? length - values.Length : 0;
            filled.AsSpan().Fill(filling);
            values.CopyTo(filled, from);
            return filled;
        }
    }

    /// <summary>Fills up one encoding.</summary>
    public static TokenizedSequence Pad(this TokenizedSequence one, OmniTokenizer tokenizer, PaddingOptions? padding) =>
        Pad([one], tokenizer, padding)[0];
}

using System.Text.Json;
using OmniHelix.Tokenizers;

namespace OmniHelix.Goldens.Groups;

/// <summary>
/// A model folder and a table of what calls of the public library return for it: the first line has roles and sizes, the others are calls.
/// </summary>
internal sealed class TokenizerFolderCases : ITokenizerCases
{
    public IEnumerable<GoldenCase>? Discover(string path) =>
        Directory.Exists(path) && TokenizerInputs.TableOf(path, "expected") is { } table
            ? [
                new GoldenCase("calls", table, check => Compare(OmniTokenizer.FromPretrained(path), table, check)),
                new GoldenCase("saved", table, check => CompareSaved(path, table, check)),
            ]
            : null;

    private static void CompareSaved(string path, string table, GoldenCheck check)
    {
        var folder = Directory.CreateTempSubdirectory("omnihelix");
        try
        {
            OmniTokenizer.FromPretrained(path).SavePretrained(folder.FullName);
            Compare(OmniTokenizer.FromPretrained(folder.FullName), table, check);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Compare(OmniTokenizer tokenizer, string table, GoldenCheck check)
    {
        var records = GoldenJson.Lines(table).ToList();
        var inputs = TokenizerInputs.Texts(table, records);
        CompareRoles(tokenizer, records[0], check);
        foreach (var (i, record) in records.Skip(1).Index()) CompareCall($"{i}", tokenizer, record, inputs, check);
    }

    private static void CompareRoles(OmniTokenizer tokenizer, JsonElement record, GoldenCheck check)
    {
        check.Equal("len", tokenizer.VocabularySize, record.GetProperty("len").GetInt32());
        var length = record.GetProperty("model_max_length");
        check.Equal(
            "model_max_length", tokenizer.MaxLength, length.ValueKind == JsonValueKind.Number ? length.GetInt32() : int.MaxValue);
        check.Equal("padding_side", Side(tokenizer.PaddingSide), record.GetProperty("padding_side").GetString());
        check.Equal("truncation_side", Side(tokenizer.TruncationSide), record.GetProperty("truncation_side").GetString());
        foreach (var role in record.GetProperty("roles").EnumerateObject())
        {
            var id = role.Value[1];
            // What a model lacks is told by its unknown token, whether or not the configuration gives it a role.
            if (role.Name == "unk" && id.ValueKind == JsonValueKind.Null) continue;
            check.Equal($"roles.{role.Name}", RoleId(tokenizer, role.Name), id.ValueKind == JsonValueKind.Null ? null : id.GetInt32());
        }
        var special = record.GetProperty("all_special_ids").EnumerateArray().Select(id => id.GetInt32()).ToArray();
        check.Equal("all_special_ids", special.All(tokenizer.IsSpecial), true);
        var added = record.GetProperty("num_special_tokens_to_add");
        check.Equal("special tokens of one", tokenizer.Template.Count, added[0].GetInt32());
        check.Equal(
            "special tokens of a pair", tokenizer.Template.CountOfPair,
            added[1].ValueKind == JsonValueKind.Number ? added[1].GetInt32() : null);
    }

    private static void CompareCall(
        string key, OmniTokenizer tokenizer, JsonElement record, Dictionary<string, string> inputs, GoldenCheck check)
    {
        var args = record.TryGetProperty("args", out var given) ? given : default;
        switch (record.GetProperty("call").GetString())
        {
            case "decode":
                var skip = args.ValueKind == JsonValueKind.Object && args.TryGetProperty("skip_special_tokens", out var s)
                    && s.GetBoolean();
                check.Equal(
                    $"{key}.decode", tokenizer.Decode(Ints(record.GetProperty("ids")), skip), record.GetProperty("out").GetString());
                break;
            case "tokenize":
                break;
            case "convert_ids_to_tokens":
                check.SameItems(
                    $"{key}.tokens", Ints(record.GetProperty("ids")).Select(tokenizer.TokenOf), Strings(record.GetProperty("out")));
                break;
            case "convert_tokens_to_ids":
                var found = Strings(record.GetProperty("tokens")).Select(token => $"{tokenizer.IdOf(token) ?? tokenizer.Special.Unknown}");
                foreach (var (id, expected) in found.Zip(record.GetProperty("out").EnumerateArray()))
                    if (expected.ValueKind != JsonValueKind.Null) check.Equal($"{key}.ids", id, expected.GetRawText());
                break;
            default:
                CompareEncoding(key, tokenizer, record, inputs, check);
                break;
        }
    }

    private static void CompareEncoding(
        string key, OmniTokenizer tokenizer, JsonElement record, Dictionary<string, string> inputs, GoldenCheck check)
    {
        var call = record.GetProperty("call").GetString()!;
        (string First, string? Second)[] texts = call switch
        {
            "single" => [
                (record.TryGetProperty("text", out var text) ? text.GetString()! : inputs[record.GetProperty("input").GetString()!], null)],
            "pair" => [Pair(record, inputs)],
            "batch" => [.. Strings(record.GetProperty("texts")).Select(one => (one, (string?)null))],
            "batch_pairs" =>
                [.. Strings(record.GetProperty("texts")[0]).Zip(Strings(record.GetProperty("texts")[1]), (a, b) => (a, (string?)b))],
            _ => [],
        };
        if (texts.Length == 0) return;
        IReadOnlyList<TokenizedSequence> got;
        try
        {
            got = tokenizer.TokenizeBatch(texts, Options(record, tokenizer));
        }
        catch (OmniException e)
        {
            // The slow tokenizers take all of one sequence, and give more tokens than asked for.
            var isRefused = record.TryGetProperty("error", out _) || e.Code == "OH1510";
            check.Equal($"{key}.error", isRefused ? "refused" : e.Message, "refused");
            return;
        }
        if (record.TryGetProperty("error", out var error))
        {
            // That lengths and multiples fit together is no matter of a tokenizer.
            var isOfArguments = error.GetString()!.Contains("pad_to_multiple_of", StringComparison.Ordinal);
            check.Equal($"{key}.error", isOfArguments ? "refused" : "none", "refused");
            return;
        }
        CompareOutput($"{key}.{call}", got, record.GetProperty("out"), texts, check);
    }

    private static void CompareOutput(
        string key, IReadOnlyList<TokenizedSequence> got, JsonElement output, (string First, string? Second)[] texts, GoldenCheck check)
    {
        var isBatch = output.GetProperty("input_ids") is { ValueKind: JsonValueKind.Array } ids
            && ids.GetArrayLength() > 0 && ids[0].ValueKind == JsonValueKind.Array;
        var hasOverflow = output.TryGetProperty("overflow_to_sample_mapping", out _);
        var rows = got.Index()
            .SelectMany(
                one => hasOverflow ? one.Item.Overflow.Prepend(one.Item).Select(row => (one.Index, Row: row)) : [(one.Index, one.Item)])
            .ToArray();
        Compare("input_ids", row => row.Row.Ids);
        Compare("token_type_ids", row => row.Row.TypeIds);
        Compare("attention_mask", row => row.Row.AttentionMask);
        Compare("special_tokens_mask", row => row.Row.SpecialTokensMask);
        Compare(
            "offset_mapping",
            row => EncodingComparison.Offsets(
                row.Row, texts[row.Index].Second is { } second ? [texts[row.Index].First, second] : [texts[row.Index].First]));
        if (hasOverflow) Compare("overflow_to_sample_mapping", null);

        void Compare(string name, Func<(int Index, TokenizedSequence Row), IEnumerable<int>>? values)
        {
            if (!output.TryGetProperty(name, out var expected)) return;
            if (values is null)
            {
                check.Equal($"{key}.{name}", TokenizerInputs.Numbers(rows.Select(row => row.Index)), TokenizerInputs.Numbers(expected));
                return;
            }
            if (!isBatch)
            {
                check.Equal($"{key}.{name}", TokenizerInputs.Numbers(values(rows[0])), TokenizerInputs.Numbers(expected));
                return;
            }
            check.Equal($"{key}.{name}", rows.Length, expected.GetArrayLength());
            foreach (var (at, row) in expected.EnumerateArray().Index())
                // The mask of slow tokenizers without an end token has one too many.
                if (at < rows.Length && (name != "special_tokens_mask" || row.GetString()!.Length == rows[at].Row.Ids.Length))
                    check.Equal($"{key}.{name}[{at}]", TokenizerInputs.Numbers(values(rows[at])), TokenizerInputs.Numbers(row));
        }
    }

    private static TokenizeOptions Options(JsonElement record, OmniTokenizer tokenizer)
    {
        var args = record.TryGetProperty("args", out var given) ? given : default;
        var options = new TokenizeOptions();
        if (args.ValueKind == JsonValueKind.Object)
            foreach (var arg in args.EnumerateObject()) options = With(options, arg.Name, arg.Value);
        if (record.TryGetProperty("truncation_side", out var side)) options = options with { TruncationSide = Side(side.GetString()!) };
        if (record.TryGetProperty("padding_side", out var padding) && options.Padding is not null)
            options = options with { Padding = options.Padding with { Side = Side(padding.GetString()!) } };
        if (options.Padding is not { Length: -1 }) return options;
        // Up to the limit; where there is none, not at all.
        var limit = options.MaxLength ?? tokenizer.MaxLength;
        return options with { Padding = limit == int.MaxValue ? null : options.Padding with { Length = limit } };
    }

    private static TokenizeOptions With(TokenizeOptions options, string name, JsonElement value) => name switch
    {
        "add_special_tokens" => options with { AddSpecialTokens = value.GetBoolean() },
        "max_length" => options with { MaxLength = value.GetInt32() },
        "stride" => options with { Stride = value.GetInt32() },
        "truncation" => options with
        {
            Truncation = value.ValueKind == JsonValueKind.String ? TokenizerInputs.Strategies[value.GetString()!]
                : value.GetBoolean() ? TruncationStrategy.LongestFirst : TruncationStrategy.None,
        },
        "padding" => options with
        {
            Padding = value.ValueKind == JsonValueKind.False ? null
                : value.ValueKind == JsonValueKind.String && value.GetString() == "max_length" ? new PaddingOptions { Length = -1 }
                : new PaddingOptions { MultipleOf = options.Padding?.MultipleOf },
        },
        "pad_to_multiple_of" => options with { Padding = (options.Padding ?? new PaddingOptions()) with { MultipleOf = value.GetInt32() } },
        _ => options,
    };

    private static (string First, string? Second) Pair(JsonElement record, Dictionary<string, string> inputs)
    {
        if (record.TryGetProperty("texts", out var texts)) return (texts[0].GetString()!, texts[1].GetString());
        var names = record.GetProperty("inputs");
        return (inputs[names[0].GetString()!], inputs[names[1].GetString()!]);
    }

    private static int? RoleId(OmniTokenizer tokenizer, string role) => role switch
    {
        "bos" => tokenizer.Special.Bos,
        "eos" => tokenizer.Special.Eos,
        "unk" => tokenizer.Special.Unknown,
        "sep" => tokenizer.Special.Sep,
        "pad" => tokenizer.Special.Pad,
        "cls" => tokenizer.Special.Cls,
        _ => tokenizer.Special.Mask,
    };

    private static TokenSide Side(string side) => side == "left" ? TokenSide.Left : TokenSide.Right;

    private static string Side(TokenSide side) => side == TokenSide.Left ? "left" : "right";

    private static int[] Ints(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetInt32())];

    private static string[] Strings(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetString()!)];
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OmniHelix.Tokenizers;

namespace OmniHelix.Goldens.Groups;

/// <summary>
/// A folder with a <c>tokenizer.json</c> and a table of what it makes of texts: the whole way, with truncation and padding that it stores.
/// </summary>
internal sealed class EncodeCases : ITokenizerCases
{
    public IEnumerable<GoldenCase>? Discover(string path) =>
        Directory.Exists(path) && File.Exists(Path.Combine(path, "tokenizer.json")) && TokenizerInputs.TableOf(path, "encode") is { } table
            ? Cases(Path.Combine(path, "tokenizer.json"), table)
            : null;

    /// <summary>The cases of a table: one of the texts, one of the slices of long sequences.</summary>
    /// <param name="file">A tokenizer.json.</param>
    /// <param name="table">Texts and what became of them.</param>
    public static IEnumerable<GoldenCase> Cases(string file, string table)
    {
        var records = GoldenJson.Lines(table).ToList();
        var texts = records.Where(record => !record.TryGetProperty("long", out _)).ToArray();
        yield return new GoldenCase("texts", table, check => CompareTexts(TokenizerInputs.Open(file), table, texts, check));
        foreach (var record in records.Where(record => record.TryGetProperty("long", out _)))
        {
            var name = record.GetProperty("long").GetString()!;
            var isWhole = TokenizerInputs.Data(table, name) is not null;
            yield return isWhole
                ? new GoldenCase($"long/{name}", table, check => CompareLong(TokenizerInputs.Open(file), table, record, check))
                : GoldenCase.NotUnderstood($"long/{name}", table, $"data/{name} does not stand beside the reference numbers");
        }
    }

    private static void CompareTexts(OmniTokenizer tokenizer, string table, JsonElement[] records, GoldenCheck check)
    {
        var inputs = TokenizerInputs.Texts(table, records);
        foreach (var record in records)
        {
            if (record.TryGetProperty("error", out _))
            {
                CompareErrors(tokenizer, record, inputs, check);
                continue;
            }
            if (!record.TryGetProperty("input", out var input)) throw new InvalidDataException($"unknown record {record}");
            var first = inputs[input.GetString()!];
            var second = record.TryGetProperty("pair", out var pair) ? inputs[pair.GetString()!] : null;
            var key = second is null ? input.GetString()! : $"{input}+{pair}";
            Compare(key, tokenizer, record, first, second, check);
        }
    }

    private static void Compare(
        string key, OmniTokenizer tokenizer, JsonElement record, string first, string? second, GoldenCheck check)
    {
        var options = Options(tokenizer, record);
        var got = tokenizer.Tokenize(first, second, options);
        // The library loses its place behind a character that byte pair encoding without an unknown token drops.
        var isDropping = tokenizer is PipelineTokenizer { DropsUnknown: true }
            && got.Ids.Sum(id => tokenizer.TokenOf(id).Length) < first.Length + (second?.Length ?? 0);
        var compared = isDropping ? JsonSerializer.SerializeToElement(record.EnumerateObject()
            .Where(property => property.Name != "offsets").ToDictionary(property => property.Name, property => property.Value)) : record;
        EncodingComparison.Compare(key, got, compared, second is null ? [first] : [first, second], tokenizer, check);
    }

    private static TokenizeOptions Options(OmniTokenizer tokenizer, JsonElement record) => tokenizer.Stored with
    {
        AddSpecialTokens = !record.TryGetProperty("add_special_tokens", out var add) || add.GetBoolean(),
    };

    private static void CompareErrors(OmniTokenizer tokenizer, JsonElement record, Dictionary<string, string> inputs, GoldenCheck check)
    {
        string[] names = record.TryGetProperty("inputs", out var list)
            ? [.. list.EnumerateArray().Select(name => name.GetString()!)]
            : [record.TryGetProperty("input", out var input) ? input.GetString()! : ""];
        foreach (var name in names)
        {
            try
            {
                tokenizer.Tokenize(inputs[name], null, Options(tokenizer, record));
                check.Equal($"{name}.error", "none", record.GetProperty("error").GetString());
            }
            catch (OmniException)
            {
                check.Equal($"{name}.error", "refused", "refused");
            }
        }
    }

    private static void CompareLong(OmniTokenizer tokenizer, string table, JsonElement record, GoldenCheck check)
    {
        var file = TokenizerInputs.Data(table, record.GetProperty("long").GetString()!)!;
        var text = TokenizerInputs.FirstSequence(file)[record.GetProperty("start").GetInt32()..record.GetProperty("end").GetInt32()];
        if (record.TryGetProperty("error", out _))
        {
            CompareErrors(tokenizer, record, new() { [""] = text }, check);
            return;
        }
        var ids = tokenizer.Tokenize(text, null, Options(tokenizer, record)).Ids;
        if (record.TryGetProperty("n", out var count)) check.Equal("n", ids.Length, count.GetInt32());
        if (record.TryGetProperty("first_ids", out var firstIds))
            check.Equal("first_ids", TokenizerInputs.Numbers(ids.Take(firstIds.GetArrayLength())), TokenizerInputs.Numbers(firstIds));
        if (record.TryGetProperty("last_ids", out var lastIds))
            check.Equal("last_ids", TokenizerInputs.Numbers(ids.TakeLast(lastIds.GetArrayLength())), TokenizerInputs.Numbers(lastIds));
        if (record.TryGetProperty("ids", out var all)) check.Equal("ids", TokenizerInputs.Numbers(ids), TokenizerInputs.Numbers(all));
        if (!record.TryGetProperty("ids_sha256", out var expected)) return;
        var sum = SHA256.HashData(Encoding.ASCII.GetBytes(TokenizerInputs.Numbers(ids)));
        check.Equal("ids_sha256", Convert.ToHexStringLower(sum), expected.GetString());
    }
}

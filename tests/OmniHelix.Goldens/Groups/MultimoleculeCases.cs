using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmniHelix.Sequences;
using OmniHelix.TestKit;
using OmniHelix.Tokenizers;
using OmniHelix.Tokenizers.Genomic;

namespace OmniHelix.Goldens.Groups;

/// <summary>
/// The tokenizers of multimolecule: a folder whose <c>cases.jsonl</c> has their vocabularies, with a table of encodings for each, and with
/// folders that the library saved.
/// </summary>
internal sealed class MultimoleculeCases : ITokenizerCases
{
    private static readonly Dictionary<string, Func<OmniTokenizer>> ByName = new()
    {
        ["rna"] = () => GenomicTokenizers.Rna(),
        ["rna_keep_T"] = () => GenomicTokenizers.Rna(options: new() { Uracil = UracilPolicy.None }),
        ["rna_case_sensitive"] = () => GenomicTokenizers.Rna(options: new() { Case = CasePolicy.Keep }),
        ["rna_3mer"] = () => GenomicTokenizers.Rna(3),
        ["rna_codon"] = () => GenomicTokenizers.Rna(codons: true),
        ["rna_streamline"] = () => GenomicTokenizers.Rna(alphabet: NucleotideAlphabet.Streamline),
        ["rna_nucleobase"] = () => GenomicTokenizers.Rna(alphabet: NucleotideAlphabet.Nucleobase),
        ["dna"] = () => GenomicTokenizers.Dna(),
        ["dna_keep_U"] = () => GenomicTokenizers.Dna(options: new() { Uracil = UracilPolicy.None }),
        ["dna_2mer"] = () => GenomicTokenizers.Dna(2),
        ["dna_codon"] = () => GenomicTokenizers.Dna(codons: true),
        ["dna_streamline"] = () => GenomicTokenizers.Dna(alphabet: NucleotideAlphabet.Streamline),
        ["protein"] = () => GenomicTokenizers.Protein(),
        ["dot_bracket"] = () => GenomicTokenizers.DotBracket(),
    };

    public IEnumerable<GoldenCase>? Discover(string path) =>
        TokenizerInputs.TableOf(path, "cases") is { } table && GoldenJson.Lines(table).First().TryGetProperty("model_input_names", out _)
            ? Cases(path, table)
            : null;

    private static IEnumerable<GoldenCase> Cases(string folder, string table)
    {
        foreach (var one in GoldenJson.Lines(table))
        {
            // Of an alphabet that the library does not have.
            if (one.TryGetProperty("error", out _)) continue;
            var name = one.GetProperty("case").GetString()!;
            var records = TokenizerInputs.TableOf(folder, name)!;
            yield return new GoldenCase(name, records, check =>
            {
                using var saved = new TemporaryFolder();
                var tokenizer = ByName.TryGetValue(name, out var make) ? make() : FromVocabulary(one, saved.Path);
                Compare("", tokenizer, one, records, check);
                tokenizer.SavePretrained(saved.Path);
                Compare("saved: ", OmniTokenizer.FromPretrained(saved.Path), one, records, check);
                if (one.TryGetProperty("saved_folder", out var written))
                {
                    var reread = OmniTokenizer.FromPretrained(Path.Combine(folder, written.GetString()!));
                    Compare("written by the library: ", reread, one, records, check);
                }
            });
        }
    }

    // A vocabulary that is not made here stands in a file.
    private static OmniTokenizer FromVocabulary(JsonElement one, string folder)
    {
        var tokens = one.GetProperty("vocab").EnumerateArray().Select(token => token.GetString());
        File.WriteAllText(Path.Combine(folder, "vocab.txt"), string.Join('\n', tokens));
        var config = new JsonObject { ["tokenizer_class"] = one.GetProperty("class").GetString() };
        foreach (var role in one.GetProperty("roles").EnumerateObject()) config[role.Name + "_token"] = role.Value[0].GetString();
        File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), config.ToJsonString());
        return OmniTokenizer.FromPretrained(folder);
    }

    private static void Compare(string key, OmniTokenizer tokenizer, JsonElement one, string records, GoldenCheck check)
    {
        string[] tokens = [.. Enumerable.Range(0, tokenizer.VocabularySize).Select(tokenizer.TokenOf)];
        if (one.TryGetProperty("vocab", out var vocabulary))
            check.SameItems($"{key}vocab", tokens, vocabulary.EnumerateArray().Select(token => token.GetString()!));
        else
            check.Equal(
                $"{key}vocab_sha256_lf",
                Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', tokens)))),
                one.GetProperty("vocab_sha256_lf").GetString());
        foreach (var role in one.GetProperty("roles").EnumerateObject())
            check.Equal($"{key}{role.Name}", tokenizer.SpecialTokensMap[role.Name + "_token"], role.Value[0].GetString());

        var texts = TokenizerInputs.Texts(records);
        foreach (var record in GoldenJson.Lines(records))
            if (record.TryGetProperty("input", out var input))
                CompareText(key + input.GetString(), tokenizer, record, Text(texts, input), check);
            else CompareCall(key + record.GetProperty("call").GetString(), tokenizer, record, check);
    }

    private static string Text(Dictionary<string, string> texts, JsonElement input)
    {
        const string wholeCodons = "[:3n]";
        var name = input.GetString()!;
        if (!name.EndsWith(wholeCodons, StringComparison.Ordinal)) return texts[name];
        var letters = texts[name[..^wholeCodons.Length]].EnumerateRunes().ToList();
        return string.Concat(letters.Take(letters.Count / 3 * 3));
    }

    private static void CompareText(string key, OmniTokenizer tokenizer, JsonElement record, string text, GoldenCheck check)
    {
        if (record.TryGetProperty("error", out _))
        {
            try
            {
                check.Fail(key, TokenizerInputs.Numbers(tokenizer.Tokenize(text).Ids), "an error");
            }
            catch (OmniException e)
            {
                check.Equal(key, e.Code, "OH1517");
            }
            return;
        }
        var got = tokenizer.Tokenize(text);
        check.Equal($"{key}.ids", TokenizerInputs.Numbers(got.Ids), TokenizerInputs.Numbers(record.GetProperty("ids")));
        if (record.TryGetProperty("decoded", out var decoded))
            check.Equal($"{key}.decoded", tokenizer.Decode(got.Ids, skipSpecialTokens: true), decoded.GetString());
        // What is unknown is shown there as the text after its conversion.
        if (record.TryGetProperty("tokens", out var tokens))
            check.SameItems(
                $"{key}.tokens",
                got.Ids[1..^1].Select(id => id == tokenizer.Special.Unknown ? null : tokenizer.TokenOf(id)),
                tokens.EnumerateArray().Select(token => tokenizer.IdOf(token.GetString()!) is null ? null : token.GetString()));
    }

    private static void CompareCall(string key, OmniTokenizer tokenizer, JsonElement record, GoldenCheck check)
    {
        var expected = record.GetProperty("out");
        string[] texts = record.TryGetProperty("texts", out var several)
            ? [.. several.EnumerateArray().Select(text => text.GetString()!)]
            : [record.GetProperty("text").GetString()!];
        var padding = new PaddingOptions();
        IReadOnlyList<TokenizedSequence> got = record.GetProperty("call").GetString() switch
        {
            "pair" => [tokenizer.Tokenize(texts[0], texts[1])],
            "batch padding" => tokenizer.TokenizeBatch(texts, new() { Padding = padding }),
            "batch truncation 5" => tokenizer.TokenizeBatch(
                texts, new() { Padding = padding, Truncation = TruncationStrategy.LongestFirst, MaxLength = 5 }),
            "no specials" => [tokenizer.Tokenize(texts[0], null, new() { AddSpecialTokens = false })],
            var call => throw new JsonException($"no comparison for the call '{call}'"),
        };
        check.Equal($"{key}.input_ids", Rows(got.Select(one => one.Ids)), Rows(expected.GetProperty("input_ids")));
        check.Equal($"{key}.attention_mask", Rows(got.Select(one => one.AttentionMask)), Rows(expected.GetProperty("attention_mask")));
        if (expected.TryGetProperty("special_tokens_mask", out var special))
            check.Equal($"{key}.special_tokens_mask", Rows(got.Select(one => one.SpecialTokensMask)), Rows(special));
    }

    private static string Rows(IEnumerable<int[]> rows) => string.Join(" | ", rows.Select(TokenizerInputs.Numbers));

    private static string Rows(JsonElement rows) => rows[0].ValueKind == JsonValueKind.Array
        ? string.Join(" | ", rows.EnumerateArray().Select(TokenizerInputs.Numbers))
        : TokenizerInputs.Numbers(rows);
}

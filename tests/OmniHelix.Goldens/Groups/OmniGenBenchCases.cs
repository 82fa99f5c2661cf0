using System.Text.Json;
using OmniHelix.Sequences;
using OmniHelix.Tokenizers;

namespace OmniHelix.Goldens.Groups;

/// <summary>The helper tokenizers of OmniGenBench: k-mers and single nucleotides on the vocabulary of a model.</summary>
internal sealed class OmniGenBenchCases : ITokenizerCases
{
    public IEnumerable<GoldenCase>? Discover(string path) =>
        GoldenJson.AreLines(path) && GoldenJson.Lines(path).First() is var first && first.TryGetProperty("class", out var name)
            && name.GetString()!.StartsWith("Omni", StringComparison.Ordinal)
            ? [new GoldenCase("helpers", path, check => Compare(path, check))]
            : null;

    private static void Compare(string path, GoldenCheck check)
    {
        var texts = TokenizerInputs.Texts(path);
        foreach (var (i, record) in GoldenJson.Lines(path).Index())
        {
            if (record.TryGetProperty("error", out _) || IsDefect(record, texts)) continue;
            var folder = Path.Combine(Path.GetDirectoryName(path)!, "folders", record.GetProperty("folder").GetString()!);
            var tokenizer = Tokenizer(record, OmniTokenizer.FromPretrained(folder));
            string[] inputs = record.TryGetProperty("inputs", out var several)
                ? [.. several.EnumerateArray().Select(input => texts[input.GetString()!])]
                : [texts[record.GetProperty("input").GetString()!]];
            var got = tokenizer.TokenizeBatch(inputs, new() { Padding = new() });
            var expected = record.GetProperty("out");
            if (record.GetProperty("call").GetString() == "tokenize")
                check.SameItems($"{i}.tokens", Pieces(inputs[0], got[0]), expected[0].EnumerateArray().Select(token => token.GetString()!));
            else
                foreach (var (row, ids) in expected.GetProperty("input_ids").EnumerateArray().Index())
                    check.Equal($"{i}.input_ids[{row}]", TokenizerInputs.Numbers(got[row].Ids), TokenizerInputs.Numbers(ids));
        }
    }

    // Not to be copied: a conversion joins the texts of a batch and comes before the upper case, so that t stays T; blanks between letters
    // become unknown tokens; the batch is cut instead of its texts.
    private static bool IsDefect(JsonElement record, Dictionary<string, string> texts)
    {
        if (record.TryGetProperty("max_length", out _)) return true;
        if (!record.TryGetProperty("options", out var options) || !options.EnumerateObject().Any()) return false;
        return options.TryGetProperty("add_whitespace", out _)
            || !record.TryGetProperty("input", out var input)
            || (options.TryGetProperty("t2u", out _) && texts[input.GetString()!].Contains('t', StringComparison.Ordinal));
    }

    private static OmniTokenizer Tokenizer(JsonElement record, OmniTokenizer vocabulary)
    {
        var k = record.TryGetProperty("k", out var length) ? length.GetInt32() : 1;
        var overlap = record.TryGetProperty("overlap", out var shared) ? shared.GetInt32() : 0;
        var conversion = record.TryGetProperty("options", out var options)
            ? options.EnumerateObject().Select(o => o.Name).SingleOrDefault()
            : null;
        return GenomicTokenizers.Kmers(vocabulary, k, overlap, conversion switch
        {
            // Where letters are converted, they become upper case too.
            "u2t" => new() { Uracil = UracilPolicy.UToT, Case = CasePolicy.Upper },
            "t2u" => new() { Uracil = UracilPolicy.TToU, Case = CasePolicy.Upper },
            _ => new(),
        });
    }

    private static IEnumerable<string> Pieces(string text, TokenizedSequence got) =>
        got.Spans.Where(span => !span.IsEmpty).Select(span => text[span.Start..span.End]);
}

using System.Text.Json.Nodes;

namespace OmniHelix.Goldens.Groups.GenomeNlp;

/// <summary>
/// <c>tokenise_bio</c>: the files without the order of near ties, scores to 1e-9, and every line about an example. Characters that are no
/// pieces any more are forced in just above the lowest score, in a hash order there. <c>parse_sp_tokens</c>: whether it works.
/// </summary>
internal sealed class TokeniserCommands : IGenomeNlpCommand
{
    private const double Close = 1e-9, Forced = 1e-3;

    // Without -t what is learned would be lost, which is an error here.
    private static readonly string[] Mended = ["tokenise_no_output"];

    public IReadOnlyList<string> Names { get; } = ["tokenise_bio", "parse_sp_tokens"];

    public void Compare(GenomeNlpCall call, GoldenCheck check)
    {
        if (!call.Run(check, Mended)) return;
        if (call.Record.TryGetProperty("stdout", out var lines))
            foreach (var line in lines.EnumerateArray())
                check.Equal(line.GetString()!, call.Messages.Contains(line.GetString()! + "\n", StringComparison.Ordinal), true);
        foreach (var file in call.Files) CompareTokenizers(call.PathOf(file), call.Kept(file), check);
    }

    private static void CompareTokenizers(string path, string kept, GoldenCheck check)
    {
        var got = JsonNode.Parse(File.ReadAllText(path))!;
        var expected = JsonNode.Parse(File.ReadAllText(kept))!;
        foreach (var key in new[] { "version", "truncation", "padding", "added_tokens", "normalizer", "post_processor" })
            check.Equal(key, JsonNode.DeepEquals(got[key], expected[key]), true);
        check.Equal("type", (string?)got["model"]!["type"], (string?)expected["model"]!["type"]);
        check.Equal("unk_id", (int?)got["model"]!["unk_id"], (int?)expected["model"]!["unk_id"]);
        var scores = Scores(got);
        var reference = Scores(expected);
        check.SameItems("tokens", scores.Keys.Order(StringComparer.Ordinal), reference.Keys.Order(StringComparer.Ordinal));
        var lowest = reference.Values.Min();
        foreach (var (token, score) in reference)
        {
            var isForced = token.Length == 1 && score < lowest + Forced;
            check.Close(token, scores.GetValueOrDefault(token, double.NaN), score, new Tolerance(isForced ? Forced : Close, 0));
        }
    }

    private static Dictionary<string, double> Scores(JsonNode tokenizer) =>
        tokenizer["model"]!["vocab"]!.AsArray().ToDictionary(pair => (string)pair![0]!, pair => (double)pair![1]!);
}

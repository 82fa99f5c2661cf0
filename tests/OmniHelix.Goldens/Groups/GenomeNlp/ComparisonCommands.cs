using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using OmniHelix.Workflows.Tokenizers;

namespace OmniHelix.Goldens.Groups.GenomeNlp;

/// <summary>
/// <c>compare_empirical_tokens</c>: numbers of tokens, thresholds and tables of weights to 1e-12, pooled files but for the special tokens,
/// which stand in them twice there.
/// </summary>
internal sealed partial class ComparisonCommands : IGenomeNlpCommand
{
    private static readonly Tolerance Close = new(1e-12, 0);

    // Without a pooling strategy it is the mean here.
    private static readonly string[] Mended = ["compare_merge_without_pool"];

    public IReadOnlyList<string> Names { get; } = ["compare_empirical_tokens"];

    public void Compare(GenomeNlpCall call, GoldenCheck check)
    {
        string[] pool = call.ValueOf("-t") is null ? ["-t", call.PathOf("new/pooled.json")] : [];
        if (!call.Run(check, Mended, pool)) return;
        if (call.Record.TryGetProperty("stdout", out var lines)) CompareNumbers(call, lines, check);
        foreach (var file in call.Files)
        {
            if (file.EndsWith(".tsv", StringComparison.Ordinal)) CompareWeights(call.PathOf(file), call.Kept(file), check);
            else ComparePools(call.PathOf(file), call.Kept(file), check);
        }
    }

    private static void CompareNumbers(GenomeNlpCall call, JsonElement lines, GoldenCheck check)
    {
        string[] paths = [.. call.Words.Skip(1).TakeWhile(word => !word.StartsWith('-')).Select(call.PathOf)];
        var comparison = TokenizerComparison.Of(paths);
        double[] got =
        [
            .. comparison.Overlap.Sizes, comparison.Overlap.Shared, comparison.Overlap.Union,
            comparison.Weights!.Low, comparison.Weights.High,
        ];
        double[] expected =
        [
            .. lines.EnumerateArray().SelectMany(line => Number().Matches(line.GetString()!.Split(':')[1]))
                .Select(number => double.Parse(number.Value, CultureInfo.InvariantCulture)),
        ];
        check.Close("tokens, shared, union, thresholds", got, expected, Close);
    }

    private static void CompareWeights(string path, string kept, GoldenCheck check)
    {
        var got = Rows(path);
        var expected = Rows(kept);
        check.SameItems("columns", got[0].Select(Path.GetFileName), expected[0]);
        check.SameItems("tokens", got.Select(row => row[0]), expected.Select(row => row[0]));
        check.SameItems("outliers", got.Select(row => row[2]), expected.Select(row => row[2]));
        check.Close("numbers", Numbers(got), Numbers(expected), Close);
    }

    private static void ComparePools(string path, string kept, GoldenCheck check)
    {
        using var got = JsonDocument.Parse(File.ReadAllText(path));
        using var expected = JsonDocument.Parse(File.ReadAllText(kept));
        foreach (var part in expected.RootElement.EnumerateObject().Where(part => part.Name != "model"))
            check.Equal(part.Name, Plain(got.RootElement.GetProperty(part.Name)), Plain(part.Value));
        var tokens = Vocabulary(got);
        var others = Vocabulary(expected);
        string[] special = [.. others.TakeWhile(token => token.Token.StartsWith('<')).Select(token => token.Token).Distinct()];
        others = [.. others.Take(special.Length), .. others.Skip(special.Length).Where(token => !special.Contains(token.Token))];
        check.SameItems("tokens", tokens.Select(token => token.Token), others.Select(token => token.Token));
        check.Close(
            "weights", tokens.Select(token => token.Weight).ToArray(), others.Select(token => token.Weight).ToArray(), Close);
    }

    private static List<(string Token, double Weight)> Vocabulary(JsonDocument document) =>
    [
        .. document.RootElement.GetProperty("model").GetProperty("vocab").EnumerateArray()
            .Select(token => (token[0].GetString()!, token[1].GetDouble())),
    ];

    private static string Plain(JsonElement value) => JsonSerializer.Serialize(value);

    private static string[][] Rows(string path) => [.. File.ReadLines(path).Select(line => line.Split('\t'))];

    private static double[] Numbers(string[][] rows) =>
    [
        .. rows.Skip(1).SelectMany(row => row.Where((cell, column) => column is not (0 or 2) && cell.Length > 0))
            .Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)),
    ];

    [GeneratedRegex(@"-?[0-9]+(\.[0-9]+)?(e-?[0-9]+)?")]
    private static partial Regex Number();
}

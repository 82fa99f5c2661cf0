using System.Text.RegularExpressions;

namespace OmniHelix.Architecture.Tests;

public partial class ErrorCodeTests
{
    [Fact]
    public void EveryErrorCodeOfTheSourcesIsExplained()
    {
        var explained = Explained().ToHashSet();
        var missing = Repository.Sources()
            .SelectMany(file => Used().Matches(File.ReadAllText(file)).Select(m => (Code: m.Value, File: Repository.Relative(file))))
            .Where(use => !explained.Contains(use.Code))
            .Select(use => $"{use.Code} of {use.File} has no line in docs/errors.md")
            .Distinct();
        Assert.Empty(missing);
    }

    [Fact]
    public void NoErrorCodeIsExplainedTwice() => Assert.Distinct(Explained());

    private static List<string> Explained()
    {
        var lines = File.ReadLines(Path.Combine(Repository.Root, "docs", "errors.md"));
        return [.. lines.Select(line => Row().Match(line)).Where(row => row.Success).Select(row => row.Groups[1].Value)];
    }

    [GeneratedRegex(@"\bOH[1-6][0-9]{3}\b")]
    private static partial Regex Used();

    [GeneratedRegex(@"^\| (OH[1-6][0-9]{3}) \|")]
    private static partial Regex Row();
}

using System.Text.RegularExpressions;

namespace OmniHelix.Architecture.Tests;

/// <summary>Pages name files that are there.</summary>
public partial class DocumentationTests
{
    private static readonly Lazy<IReadOnlyList<string>> Files = new(() =>
    [
        .. new[] { "src", "tests", "bench", "native", "eng" }.SelectMany(folder => Directory.EnumerateFiles(
            Path.Combine(Repository.Root, folder), "*", SearchOption.AllDirectories)),
    ]);

    public static TheoryData<string> Pages => [.. Documentation.Pages];

    // The history names files that are gone.
    public static TheoryData<string> PagesOfToday => [.. Documentation.Pages.Where(page => page != "CHANGELOG.md")];

    [Theory]
    [MemberData(nameof(Pages))]
    public void LinksLeadSomewhere(string page)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, page))!;
        var dead =
            from link in Link().Matches(Documentation.Text(page))
            let target = link.Groups[1].Value.Split('#')[0]
            where target.Length > 0 && !target.Contains("://", StringComparison.Ordinal) && !Path.Exists(Path.Combine(folder, target))
            select target;
        Assert.Empty(dead);
    }

    [Theory]
    [MemberData(nameof(PagesOfToday))]
    public void SourceFilesAreWhereAPageSays(string page)
    {
        var missing =
            from name in SourceFile().Matches(Documentation.Text(page))
            let ending = "/" + name.Groups[1].Value
            where !Files.Value.Any(file => IsAt(file.Replace('\\', '/'), ending))
            select name.Groups[1].Value;
        Assert.Empty(missing);
    }

    [Fact]
    public void LinksAndFilesAreFound()
    {
        Assert.Equal(["a.md#b", "c/"], Link().Matches("[x](a.md#b) and [y](c/)").Select(m => m.Groups[1].Value));
        Assert.Equal(["Trainer.cs"], SourceFile().Matches("`Trainer.cs` and `Trainer.Run`").Select(m => m.Groups[1].Value));
    }

    // `Cli/Commands/…` stands for `src/OmniHelix.Cli/Commands/…`.
    private static bool IsAt(string file, string ending) =>
        file.EndsWith(ending, StringComparison.Ordinal)
        || file.Replace("/OmniHelix.", "/", StringComparison.Ordinal).EndsWith(ending, StringComparison.Ordinal);

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`([\w./-]+\.(?:cs|cpp|h|csproj))`")]
    private static partial Regex SourceFile();
}

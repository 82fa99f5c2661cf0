using System.Text.RegularExpressions;

namespace OmniHelix.TestKit;

/// <summary>What the pages of the repository say: README files, guides and the rest of <c>docs</c>.</summary>
public static partial class Documentation
{
    /// <summary>Paths of all pages, from the root of the repository.</summary>
    public static IEnumerable<string> Pages =>
        from page in Directory.EnumerateFiles(SourceTree.Root, "*.md", SearchOption.AllDirectories)
        let path = Path.GetRelativePath(SourceTree.Root, page)
        where !path.Contains("node_modules", StringComparison.Ordinal) && !path.StartsWith("artifacts", StringComparison.Ordinal)
        orderby path
        select path;

    /// <summary>Text of a page.</summary>
    public static string Text(string page) => File.ReadAllText(Path.Combine(SourceTree.Root, page));

    /// <summary>Lines that a page tells to type into a shell; lines that go on behind a backslash are one.</summary>
    public static IEnumerable<string> CommandLines(string page) =>
        from block in ShellBlock().Matches(Text(page))
        from line in block.Groups[1].Value.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n')
        where line.Length > 0
        select line;

    [GeneratedRegex(@"^```(?:bash|sh)\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ShellBlock();
}

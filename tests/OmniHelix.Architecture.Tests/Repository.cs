using System.Xml.Linq;

namespace OmniHelix.Architecture.Tests;

/// <summary>The source tree this test was built from.</summary>
internal static class Repository
{
    /// <summary>The folder of the solution.</summary>
    public static string Root => SourceTree.Root;

    /// <summary>Names of the projects under <c>src</c>.</summary>
    public static IEnumerable<string> Projects =>
        Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(f => Path.GetFileNameWithoutExtension(f));

    /// <summary>C# files of a project, or of all of <c>src</c>.</summary>
    public static IEnumerable<string> Sources(string project = "") =>
        Directory.EnumerateFiles(Path.Combine(Root, "src", project), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("node_modules", StringComparison.Ordinal));

    /// <summary>Folders of all projects, those of tests and benchmarks too, from the root.</summary>
    public static IEnumerable<string> AllProjects =>
        from top in new[] { "src", "tests", "bench" }
        from file in Directory.EnumerateFiles(Path.Combine(Root, top), "*.csproj", SearchOption.AllDirectories)
        let folder = Relative(Path.GetDirectoryName(file)!).Replace('\\', '/')
        orderby folder
        select folder;

    /// <summary>C# files of one of <see cref="AllProjects"/>.</summary>
    public static IEnumerable<string> CodeOf(string project) =>
        Directory.EnumerateFiles(Path.Combine(Root, project), "*.cs", SearchOption.AllDirectories);

    /// <summary>Projects that a project references, other than analyzers.</summary>
    public static IEnumerable<string> References(string project) =>
        XDocument.Load(Path.Combine(Root, "src", project, project + ".csproj")).Descendants("ProjectReference")
            .Where(r => (string?)r.Attribute("OutputItemType") != "Analyzer")
            .Select(r => Path.GetFileNameWithoutExtension((string)r.Attribute("Include")!));

    /// <summary>A path as the reader of a failure wants it.</summary>
    public static string Relative(string file) => Path.GetRelativePath(Root, file);
}

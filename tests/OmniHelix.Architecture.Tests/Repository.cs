using System.Xml.Linq;

namespace OmniHelix.Architecture.Tests;

/// <summary>The source tree this test was built from.</summary>
internal static class Repository
{
    /// <summary><c>artifacts/bin/OmniHelix.Architecture.Tests/release</c> lies in it.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", ".."));

    /// <summary>Names of the projects under <c>src</c>.</summary>
    public static IEnumerable<string> Projects =>
        Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories).Select(f => Path.GetFileNameWithoutExtension(f));

    /// <summary>C# files of a project, or of all of <c>src</c>.</summary>
    public static IEnumerable<string> Sources(string project = "") =>
        Directory.EnumerateFiles(Path.Combine(Root, "src", project), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("node_modules", StringComparison.Ordinal));

    /// <summary>Projects that a project references, other than analyzers.</summary>
    public static IEnumerable<string> References(string project) =>
        XDocument.Load(Path.Combine(Root, "src", project, project + ".csproj")).Descendants("ProjectReference")
            .Where(r => (string?)r.Attribute("OutputItemType") != "Analyzer")
            .Select(r => Path.GetFileNameWithoutExtension((string)r.Attribute("Include")!));

    /// <summary>A path as the reader of a failure wants it.</summary>
    public static string Relative(string file) => Path.GetRelativePath(Root, file);
}

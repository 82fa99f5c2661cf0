using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using OmniHelix.Workflows.FineTuning;

namespace OmniHelix.EndToEnd.Tests;

/// <summary>What docs/csharp.md says about the library is so.</summary>
public partial class CSharpPageTests
{
    private const BindingFlags Members =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.FlattenHierarchy;

    private static readonly ILookup<string, Type> Types = Directory
        .EnumerateFiles(Path.GetDirectoryName(typeof(FineTuneWorkflow).Assembly.Location)!, "OmniHelix.*.dll")
        .Where(file => !file.EndsWith(".Tests.dll", StringComparison.Ordinal))
        .Select(Assembly.LoadFrom)
        .Append(typeof(System.Numerics.Tensors.TensorPrimitives).Assembly)
        .SelectMany(assembly => assembly.GetExportedTypes())
        .ToLookup(type => type.Name);

    public static TheoryData<string> NamesOfToday => [.. NamesAfter("| Python | C# |")];

    public static TheoryData<string> NamesOfLater => [.. NamesAfter("| Python | C#, later |")];

    private static string Page => Documentation.Text("docs/csharp.md");

    [Theory]
    [MemberData(nameof(NamesOfToday))]
    public void ANameOfTheTableIsPartOfTheLibrary(string name) => Assert.True(IsThere(name), $"There is no {name}.");

    [Theory]
    [MemberData(nameof(NamesOfLater))]
    public void ANameThatComesLaterIsNotThereYet(string name) =>
        Assert.False(IsThere(name.Split('.')[0]), $"{name} is there: move it to the table of today.");

    [Fact]
    public void TheNamespacesAreThoseThatThePackageOpens()
    {
        var opened = XDocument.Load(SourceTree.PathOf("src", "OmniHelix", "buildTransitive", "OmniHelix.props")).Descendants("Using")
            .Select(use => (string)use.Attribute("Include")!);
        Assert.Equal(opened, NamesAfter("| namespace | what is in it |", column: 1));
    }

    [Fact]
    public void EveryTutorialIsListed()
    {
        var folder = SourceTree.PathOf("samples", "tutorials");
        var programs = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file));
        Assert.All(programs, program => Assert.Contains($"[{program}]", Page, StringComparison.Ordinal));
    }

    private static bool IsThere(string name)
    {
        var parts = name.Split('.');
        return Types[parts[0]].Any(type => parts.Length == 1 || type.GetMember(parts[1], Members).Any(IsVisible));

        // What a class that derives sees counts too.
        static bool IsVisible(MemberInfo member) => member is not MethodBase method || method.IsPublic || method.IsFamily;
    }

    private static IEnumerable<string> NamesAfter(string heading, int column = 2) =>
        from line in Page.Split('\n').SkipWhile(line => line != heading).Skip(2).TakeWhile(line => line.StartsWith('|'))
        select CodeSpan().Match(line.Split(" | ")[column - 1]).Groups[1].Value;

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex CodeSpan();
}

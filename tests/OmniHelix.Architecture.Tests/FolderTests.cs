using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace OmniHelix.Architecture.Tests;

/// <summary>A folder is one idea: it is a namespace of the same name, and what it stands on does not stand on it.</summary>
public class FolderTests
{
    public static TheoryData<string> Projects => [.. Repository.Projects];

    [Theory]
    [MemberData(nameof(Projects))]
    public void EveryNamespaceIsTheFolderOfItsFile(string project)
    {
        var wrong =
            from file in FilesOf(project)
            let expected = NamespaceOf(project, file.FilePath)
            from declared in DeclaredNamespaces((CompilationUnitSyntax)file.GetRoot())
            where declared != expected
            select $"{Repository.Relative(file.FilePath)} is in namespace '{declared}'; its folder says '{expected}'.";
        Assert.Empty(wrong);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void NoFolderStandsOnOneThatStandsOnIt(string project)
    {
        var examples = new NamespaceUses(SourceCompilation.OfProjects, FilesOf(project)).Examples;
        var cycle = NamespaceCycle.Shortest(examples.Keys);
        var arrows = string.Concat(cycle.Select(use => $"\n{use.User} -> {use.Used}: {examples[use]}"));
        Assert.True(cycle.Count == 0, $"Folders of {project} stand on each other:{arrows}");
    }

    [Fact]
    public void UsesAreFoundBySymbol()
    {
        const string field = "namespace Field { public class Seed { public const int Grams = 3; public Seed Child => new(); } }";
        const string shop = "namespace Shop { class Shelf { public Field.Seed Best => new(); } }";
        const string mill = """
            namespace Mill;
            class Stone
            {
                int Weight(Shop.Shelf shelf) => shelf.Best.Child.GetHashCode();
            }
            """;
        var compilation = SourceCompilation.Of([("field.cs", field), ("shop.cs", shop), ("mill.cs", mill)]);
        var examples = new NamespaceUses(compilation, [.. compilation.SyntaxTrees]).Examples;
        Assert.Equal([("Mill", "Field"), ("Mill", "Shop"), ("Shop", "Field")], examples.Keys.Order());
        Assert.EndsWith("mill.cs:4 uses Seed.Child", examples[("Mill", "Field")], StringComparison.Ordinal);
    }

    [Fact]
    public void AnOpenedNamespaceAloneIsNoUse()
    {
        const string used = "namespace A { public class Name; }";
        const string user = "using A; namespace B { /// <see cref=\"Name\"/>\nclass Other { int Name; int Copy() => Name; } }";
        var compilation = SourceCompilation.Of([("a.cs", used), ("b.cs", user)]);
        Assert.Empty(new NamespaceUses(compilation, [.. compilation.SyntaxTrees]).Examples);
    }

    [Fact]
    public void ACycleIsFoundOverSeveralNamespaces()
    {
        Assert.Empty(NamespaceCycle.Shortest([("A", "B"), ("B", "C"), ("A", "C")]));
        var cycle = NamespaceCycle.Shortest([("A", "B"), ("B", "C"), ("C", "D"), ("D", "B"), ("D", "E")]);
        Assert.Equal([("B", "C"), ("C", "D"), ("D", "B")], cycle);
    }

    private static List<SyntaxTree> FilesOf(string project)
    {
        var folder = Path.Combine(Repository.Root, "src", project) + Path.DirectorySeparatorChar;
        return [.. SourceCompilation.OfProjects.SyntaxTrees.Where(file => file.FilePath.StartsWith(folder, StringComparison.Ordinal))];
    }

    /// <summary>The namespace that the folder of a file says.</summary>
    private static string NamespaceOf(string project, string file)
    {
        var root = project == "OmniHelix.Core" ? "OmniHelix" : project;
        var folder = Path.GetDirectoryName(Path.GetRelativePath(Path.Combine(Repository.Root, "src", project), file))!;
        return folder.Length == 0 ? root : $"{root}.{folder.Replace(Path.DirectorySeparatorChar, '.')}";
    }

    /// <summary>Namespaces of a file, an empty name for a type outside of any; statements of a program need none.</summary>
    private static IEnumerable<string> DeclaredNamespaces(CompilationUnitSyntax root)
    {
        foreach (var member in root.Members)
            if (member is BaseNamespaceDeclarationSyntax space) yield return space.Name.ToString();
            else if (member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax) yield return "";
    }
}

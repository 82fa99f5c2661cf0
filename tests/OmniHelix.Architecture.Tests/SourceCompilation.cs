using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using OmniHelix.Torch.Generator;

namespace OmniHelix.Architecture.Tests;

/// <summary>
/// All projects under <c>src</c> as one compilation, made from the sources alone, so that none has to be built before. The generated
/// operators are in it; packages are not, since what they declare belongs to no project.
/// </summary>
internal static class SourceCompilation
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    /// <summary>How the sources are read.</summary>
    public static CSharpParseOptions Parsing { get; } = new(LanguageVersion.Preview, DocumentationMode.None);

    private static readonly Lazy<CSharpCompilation> Whole = new(CompileProjects);

    /// <summary>The compilation of all projects, made once in a run of the tests.</summary>
    public static CSharpCompilation OfProjects => Whole.Value;

    /// <summary>Compiles the given files against the framework.</summary>
    /// <param name="files">Pairs of a path and its content.</param>
    public static CSharpCompilation Of(IEnumerable<(string Path, string Code)> files)
    {
        var trees = files.Append((Path: "", Code: ImplicitUsings)).AsParallel().AsOrdered()
            .Select(file => CSharpSyntaxTree.ParseText(file.Code, Parsing, file.Path));
        return CSharpCompilation.Create("OmniHelix", trees, Framework(), new(OutputKind.ConsoleApplication, allowUnsafe: true));
    }

    private static CSharpCompilation CompileProjects()
    {
        var sources = Of(Repository.Projects.SelectMany(Repository.Sources).Select(file => (file, File.ReadAllText(file))));
        var folder = Path.Combine(Repository.Root, "src", "OmniHelix.Torch");
        var generator = CSharpGeneratorDriver.Create(
            [new OperatorGenerator().AsSourceGenerator()],
            [new OperatorList(Path.Combine(folder, "Operators.txt"))],
            Parsing);
        var operators = generator.RunGenerators(sources).GetRunResult().GeneratedTrees.Single();
        return sources.AddSyntaxTrees(operators.WithFilePath(Path.Combine(folder, "Operators.g.cs")));
    }

    private static IEnumerable<MetadataReference> Framework()
    {
        var folder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var assemblies = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        return assemblies.Where(assembly => Path.GetDirectoryName(assembly) == folder)
            .Select(assembly => MetadataReference.CreateFromFile(assembly));
    }

    private sealed class OperatorList(string path) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(File.ReadAllText(path));
    }
}

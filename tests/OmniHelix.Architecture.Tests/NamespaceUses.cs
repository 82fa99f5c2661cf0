using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace OmniHelix.Architecture.Tests;

/// <summary>
/// Which namespaces of one project use which others, by the symbols that the compiler finds for the names in the code: types, members,
/// constants. Directives and comments use nothing. A namespace and one inside it are two like any others.
/// </summary>
internal sealed class NamespaceUses
{
    private readonly CSharpCompilation compilation;
    private readonly Dictionary<string, HashSet<string>> namespacesOfName = [];
    private readonly Dictionary<(string User, string Used), string> examples = [];

    /// <summary>Finds the uses among the namespaces of some files.</summary>
    /// <param name="compilation">Holds the files and whatever else they need.</param>
    /// <param name="files">The files of one project.</param>
    public NamespaceUses(CSharpCompilation compilation, IReadOnlyCollection<SyntaxTree> files)
    {
        this.compilation = compilation;
        foreach (var file in files) NoteDeclarations(file);
        foreach (var file in files) FindUses(file);
    }

    /// <summary>A place in the code for each pair of a namespace and another one that it uses.</summary>
    public IReadOnlyDictionary<(string User, string Used), string> Examples => examples;

    // Most names of the code are declared nowhere in the project, or in namespaces that are known to be used: those need no symbol.
    private void NoteDeclarations(SyntaxTree file)
    {
        var model = compilation.GetSemanticModel(file);
        var types = file.GetRoot().DescendantNodes().OfType<MemberDeclarationSyntax>()
            .Select(declaration => model.GetDeclaredSymbol(declaration)).OfType<INamedTypeSymbol>();
        foreach (var type in types)
            foreach (var name in type.GetMembers().Prepend(type).Select(symbol => symbol.Name))
            {
                NoteName(name, type);
                if (name.EndsWith(nameof(Attribute), StringComparison.Ordinal)) NoteName(name[..^nameof(Attribute).Length], type);
            }
    }

    private void NoteName(string name, INamedTypeSymbol type)
    {
        if (!namespacesOfName.TryGetValue(name, out var namespaces)) namespacesOfName[name] = namespaces = [];
        namespaces.Add(type.ContainingNamespace.ToString()!);
    }

    private void FindUses(SyntaxTree file)
    {
        var root = file.GetRoot();
        var user = root.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault()?.Name.ToString();
        if (user is null) return;
        var model = compilation.GetSemanticModel(file);
        foreach (var node in root.DescendantNodes(node => node is not UsingDirectiveSyntax).Where(node => MayUseAnother(user, node)))
            if (model.GetSymbolInfo(node) is var found && (found.Symbol ?? found.CandidateSymbols.FirstOrDefault()) is { } symbol)
                NoteUse(user, symbol, node);
    }

    private bool MayUseAnother(string user, SyntaxNode node) => node switch
    {
        SimpleNameSyntax name => namespacesOfName.TryGetValue(name.Identifier.ValueText, out var namespaces)
            && namespaces.Any(used => used != user && !examples.ContainsKey((user, used))),
        ImplicitObjectCreationExpressionSyntax => true,
        _ => false,
    };

    private void NoteUse(string user, ISymbol symbol, SyntaxNode node)
    {
        var declared = symbol as INamedTypeSymbol ?? symbol.ContainingType;
        if (declared is null || symbol is ITypeParameterSymbol) return;
        var used = declared.ContainingNamespace.ToString()!;
        if (used == user || !namespacesOfName.TryGetValue(declared.Name, out var namespaces) || !namespaces.Contains(used)) return;
        var line = node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
        examples.TryAdd((user, used), $"{Repository.Relative(node.SyntaxTree.FilePath)}:{line} uses {symbol.ToDisplayString(Name)}");
    }

    private static readonly SymbolDisplayFormat Name = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        memberOptions: SymbolDisplayMemberOptions.IncludeContainingType);
}

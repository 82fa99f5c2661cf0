using System;
using System.Linq;
using Microsoft.CodeAnalysis.CSharp;

namespace OmniHelix.Torch.Generator;

/// <summary>Names of operators and their arguments as C# writes them.</summary>
internal static class CSharpNames
{
    private static readonly char[] Separator = ['_'];

    /// <summary><c>addmm_</c> becomes <c>AddmmInPlace</c>.</summary>
    public static string Pascal(string name)
    {
        var isInPlace = name.EndsWith("_", StringComparison.Ordinal);
        var words = name.Split(Separator, StringSplitOptions.RemoveEmptyEntries);
        return string.Concat(words.Select(w => char.ToUpperInvariant(w[0]) + w.Substring(1))) + (isInPlace ? "InPlace" : "");
    }

    /// <summary><c>keep_dim</c> becomes <c>keepDim</c>, and <c>out</c> <c>@out</c>.</summary>
    public static string Camel(string name)
    {
        var pascal = Pascal(name);
        var camel = char.ToLowerInvariant(pascal[0]) + pascal.Substring(1);
        return SyntaxFacts.GetKeywordKind(camel) == SyntaxKind.None ? camel : "@" + camel;
    }
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace OmniHelix.Architecture.Tests;

/// <summary>What makes code hard to read although it is correct, as sentences that name file and line.</summary>
internal static class CodeShape
{
    /// <summary>Most columns of a line.</summary>
    public const int WidestLine = 140;

    /// <summary>Most parameters of a method, a delegate, or the primary constructor of a record.</summary>
    public const int MostParameters = 7;

    // Two values may be swapped or set together; three are a block of statements in disguise.
    private const int FewestHidden = 3;

    /// <summary>Lines that run out of the window.</summary>
    public static IEnumerable<string> WideLines(string path, string code) =>
        from line in code.Split('\n').Select((text, index) => (Width: text.TrimEnd('\r').Length, Number: index + 1))
        where line.Width > WidestLine
        select $"{path}:{line.Number} has {line.Width} columns; at most {WidestLine}.";

    /// <summary>Parameter lists that no caller can remember.</summary>
    public static IEnumerable<string> LongParameterLists(string path, string code) =>
        from list in Parse(path, code).DescendantNodes().OfType<BaseParameterListSyntax>()
        where list.Parameters.Count > MostParameters
        select $"{Place(path, list)} takes {list.Parameters.Count} parameters; at most {MostParameters}.";

    /// <summary>Assignments of tuples to tuples that are written instead of one statement a value.</summary>
    public static IEnumerable<string> TuplesOfStatements(string path, string code) =>
        from assignment in Parse(path, code).DescendantNodes().OfType<AssignmentExpressionSyntax>()
        where assignment.Right is TupleExpressionSyntax && HidesStatements(assignment)
        select $"{Place(path, assignment)} assigns {Targets(assignment.Left)} values in one tuple; write one statement for each.";

    private static bool HidesStatements(AssignmentExpressionSyntax assignment) => assignment.Parent switch
    {
        ArrowExpressionClauseSyntax { Parent: ConstructorDeclarationSyntax } => Targets(assignment.Left) > 1,
        ArrowExpressionClauseSyntax or ExpressionStatementSyntax => Targets(assignment.Left) >= FewestHidden,
        _ => false,
    };

    private static int Targets(ExpressionSyntax left) => left switch
    {
        TupleExpressionSyntax tuple => tuple.Arguments.Count,
        DeclarationExpressionSyntax { Designation: ParenthesizedVariableDesignationSyntax names } => names.Variables.Count,
        _ => 1,
    };

    private static SyntaxNode Parse(string path, string code) =>
        CSharpSyntaxTree.ParseText(code, SourceCompilation.Parsing, path).GetRoot();

    private static string Place(string path, SyntaxNode node) => $"{path}:{node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}";
}

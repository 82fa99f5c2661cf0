using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace OmniHelix.Torch.Generator;

/// <summary>
/// A parsed operator schema such as <c>aten::add.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor</c>.
/// </summary>
internal sealed class OperatorSchema
{
    private OperatorSchema(
        string text, string name, string overload, List<OperatorArgument> arguments, List<string> results, bool mutatesSelf)
    {
        Text = text;
        Name = name;
        Overload = overload;
        Arguments = arguments;
        Results = results;
        MutatesSelf = mutatesSelf;
    }

    public string Text { get; }

    public string Name { get; }

    public string Overload { get; }

    public List<OperatorArgument> Arguments { get; }

    /// <summary>Result types with their names, for instance <c>Tensor values</c>.</summary>
    public List<string> Results { get; }

    /// <summary>The operator writes into its first argument and returns it.</summary>
    public bool MutatesSelf { get; }

    public static OperatorSchema Parse(string line)
    {
        var open = line.IndexOf('(');
        var close = Matching(line, open);
        var qualified = line.Substring(0, open).Trim();
        var dot = qualified.IndexOf('.');
        var arguments = new List<OperatorArgument>();
        foreach (var part in Split(line.Substring(open + 1, close - open - 1)))
        {
            if (part == "*") continue;
            var equals = part.IndexOf('=');
            var declaration = (equals < 0 ? part : part.Substring(0, equals)).Trim();
            var space = declaration.LastIndexOf(' ');
            var type = Plain(declaration.Substring(0, space));
            var defaultText = equals < 0 ? null : part.Substring(equals + 1).Trim();
            arguments.Add(new OperatorArgument(type, declaration.Substring(space + 1), defaultText));
        }
        var results = line.Substring(line.IndexOf("->", close, StringComparison.Ordinal) + 2).Trim();
        if (results.StartsWith("(", StringComparison.Ordinal) && Matching(results, 0) == results.Length - 1)
            results = results.Substring(1, results.Length - 2);
        return new OperatorSchema(
            line,
            dot < 0 ? qualified : qualified.Substring(0, dot),
            dot < 0 ? "" : qualified.Substring(dot + 1),
            arguments,
            Split(results).Select(Plain).ToList(),
            line.Substring(open).StartsWith("(Tensor(a!) self", StringComparison.Ordinal));
    }

    private static int Matching(string text, int open)
    {
        var depth = 0;
        for (var i = open; i < text.Length; i++)
        {
            if (text[i] == '(') depth++;
            if (text[i] == ')' && --depth == 0) return i;
        }
        throw new FormatException("Unbalanced parentheses: " + text);
    }

    private static IEnumerable<string> Split(string text)
    {
        var depth = 0;
        var current = new StringBuilder();
        foreach (var c in text)
        {
            if (c is '(' or '[') depth++;
            if (c is ')' or ']') depth--;
            if (c == ',' && depth == 0)
            {
                yield return current.ToString().Trim();
                current.Clear();
            }
            else current.Append(c);
        }
        if (current.ToString().Trim().Length > 0) yield return current.ToString().Trim();
    }

    // Drops alias marks such as (a!) and list lengths: Tensor(a!)[] -> Tensor[], int[1]? -> int[]?.
    private static string Plain(string type)
    {
        var plain = new StringBuilder();
        var depth = 0;
        for (var i = 0; i < type.Length; i++)
        {
            var isOfLength = char.IsDigit(type[i]) && i > 0 && (type[i - 1] == '[' || char.IsDigit(type[i - 1]));
            if (type[i] == '(') depth++;
            else if (type[i] == ')') depth--;
            else if (depth == 0 && !isOfLength) plain.Append(type[i]);
        }
        return plain.ToString().Replace("SymInt", "int");
    }
}

using System;
using System.Collections.Generic;
using System.Linq;

namespace OmniHelix.Torch.Generator;

/// <summary>The C# method of one operator: packs the arguments, calls the operator, unpacks what comes back.</summary>
internal sealed class OperatorMethod
{
    private const string Indent = "    ";

    private readonly OperatorSchema schema;
    private readonly List<ArgumentCode> arguments;
    private readonly string name, entry;

    public OperatorMethod(OperatorSchema schema)
    {
        this.schema = schema;
        IsInstance = schema.Arguments.Count > 0 && schema.Arguments[0].Name == "self" && schema.Arguments[0].Type == "Tensor";
        arguments = schema.Arguments.Select((a, i) => new ArgumentCode(a, i, isThis: IsInstance && i == 0)).ToList();
        name = CSharpNames.Pascal(schema.Name.Substring(schema.Name.IndexOf("::", StringComparison.Ordinal) + 2));
        entry = name + "_" + schema.Overload;
    }

    /// <summary>Whether it is a method of a tensor.</summary>
    public bool IsInstance { get; }

    /// <summary>The declaration of the operator itself.</summary>
    public string Field => $"public static readonly NativeOperator {entry} = new(\"{schema.Name}\", \"{schema.Overload}\");";

    /// <summary>The whole method.</summary>
    public string Code
    {
        get
        {
            var text = schema.Text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
            var parameters = string.Join(", ", arguments.Where(a => a.IsParameter).Select(a => a.Parameter));
            var modifiers = IsInstance ? "public unsafe" : "public static unsafe";
            string[] lines =
            [
                $"/// <summary><c>{text}</c></summary>",
                $"{modifiers} {ReturnType} {name}({parameters})",
                "{",
                .. Body().Select(line => Indent + line),
                "}",
            ];
            return string.Join("\n", lines.Select(line => Indent + line));
        }
    }

    private string ReturnType => schema switch
    {
        { MutatesSelf: true } => "Tensor",
        { Results.Count: 0 } => "void",
        { Results.Count: 1 } => CSharpTypes.OfResult(schema.Results[0]),
        _ => "(" + string.Join(", ", schema.Results.Select(CSharpTypes.OfNamedResult)) + ")",
    };

    private IEnumerable<string> Body()
    {
        yield return $"var a = stackalloc NativeValue[{Math.Max(1, arguments.Count)}];";
        var pins = arguments.Where(a => a.Pin is not null).ToList();
        foreach (var argument in pins) yield return argument.Pin!;
        if (pins.Count > 0) yield return "{";
        var inside = pins.Count > 0 ? Indent : "";
        foreach (var line in Packing().Concat(Call())) yield return inside + line;
        if (pins.Count > 0) yield return "}";
    }

    private IEnumerable<string> Packing()
    {
        foreach (var argument in arguments)
        {
            if (argument.Room is { } room) yield return room;
            yield return argument.Packing;
        }
    }

    // What is packed are addresses only: the objects behind them have to live until the call is over.
    private IEnumerable<string> Call()
    {
        var keepAlive = arguments.Select(a => a.KeepAlive).Where(line => line is not null).Select(line => line!);
        if (schema.MutatesSelf) return [Called("InPlace"), .. keepAlive, "return this;"];
        if (schema.Results.Count == 0) return [Called("Void"), .. keepAlive];
        if (schema.Results.Count == 1) return ["var r = " + Called(CSharpTypes.CallOf(schema.Results[0])), .. keepAlive, "return r;"];
        var items = Enumerable.Range(0, schema.Results.Count).Select(i => $"r[{i}]");
        return ["var r = " + Called("Tuple", $", {schema.Results.Count}"), .. keepAlive, $"return ({string.Join(", ", items)});"];
    }

    private string Called(string kind, string more = "") => $"OperatorTable.{entry}.Call{kind}(a, {arguments.Count}{more});";
}

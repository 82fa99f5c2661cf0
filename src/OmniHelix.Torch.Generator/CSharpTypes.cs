using System;

namespace OmniHelix.Torch.Generator;

/// <summary>Types of schemas as C# writes them.</summary>
internal static class CSharpTypes
{
    /// <summary>Type of a parameter; one with a default may be left out.</summary>
    public static string Of(OperatorArgument argument)
    {
        var isOptional = argument.DefaultText is not null;
        return argument.Type switch
        {
            "Tensor" => "Tensor",
            "Tensor?" => "Tensor?",
            "Tensor[]" => "System.ReadOnlySpan<Tensor>",
            "Tensor?[]" => "System.ReadOnlySpan<Tensor?>",
            "int" => isOptional ? "long?" : "long",
            "int?" => "long?",
            "float" => isOptional ? "double?" : "double",
            "float?" => "double?",
            "bool" => isOptional ? "bool?" : "bool",
            "bool?" => "bool?",
            "Scalar" => isOptional ? "Scalar?" : "Scalar",
            "Scalar?" => "Scalar?",
            "int[]" => isOptional ? "long[]?" : "System.ReadOnlySpan<long>",
            "int[]?" => "long[]?",
            "ScalarType" => "DType",
            "ScalarType?" => "DType?",
            "Device" => "Device",
            "Device?" => "Device?",
            "str" => isOptional ? "string?" : "string",
            _ => throw new NotSupportedException("Schema type " + argument.Type + " has no C# form."),
        };
    }

    /// <summary>Type of a result, without its name.</summary>
    public static string OfResult(string result) => result.Split(' ')[0] switch
    {
        "Tensor" => "Tensor",
        "Tensor[]" => "Tensor[]",
        "Scalar" => "Scalar",
        "bool" => "bool",
        _ => throw new NotSupportedException("Result type " + result + " has no C# form."),
    };

    /// <summary>Type of one of several results, with its name where it has one.</summary>
    public static string OfNamedResult(string result)
    {
        var words = result.Split(' ');
        return OfResult(result) + (words.Length > 1 ? " " + CSharpNames.Camel(words[1]) : "");
    }

    /// <summary>The method of <c>NativeOperator</c> that gives the result, without its <c>Call</c>.</summary>
    public static string CallOf(string result) => OfResult(result) switch
    {
        "Tensor" => "Tensor",
        "Tensor[]" => "Tensors",
        "Scalar" => "Scalar",
        _ => "Bool",
    };
}

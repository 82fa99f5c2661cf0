using System;

namespace OmniHelix.Torch.Generator;

/// <summary>What one argument of an operator adds to its C# method.</summary>
internal sealed class ArgumentCode
{
    private readonly OperatorArgument argument;
    private readonly int index;
    private readonly bool isThis;
    private readonly string value;

    public ArgumentCode(OperatorArgument argument, int index, bool isThis)
    {
        this.argument = argument;
        this.index = index;
        this.isThis = isThis;
        value = isThis ? "this" : CSharpNames.Camel(argument.Name);
    }

    /// <summary>Whether callers give it; the others are left to the schema's defaults.</summary>
    public bool IsParameter => !isThis && !IsHidden;

    /// <summary>Its declaration.</summary>
    public string Parameter => $"{CSharpTypes.Of(argument)} {value}{(IsOptional ? " = null" : "")}";

    /// <summary>Holds what it points to in place during the call; null when nothing has to be.</summary>
    public string? Pin => argument.Type switch
    {
        _ when IsHidden => null,
        "int[]" or "int[]?" => $"fixed (long* p{index} = {value})",
        "str" => $"fixed (byte* p{index} = System.Text.Encoding.UTF8.GetBytes({value} + '\\0'))",
        _ => null,
    };

    /// <summary>Room for the handles of several tensors; null when none is needed.</summary>
    public string? Room => IsTensors ? $"var h{index} = stackalloc nint[{value}.Length + 1];" : null;

    /// <summary>Puts it among the packed arguments.</summary>
    public string Packing => $"a[{index}] = {Packed};";

    /// <summary>Keeps what is packed as a handle from being collected; null when it is a number.</summary>
    public string? KeepAlive => argument.Type is "Tensor" or "Tensor?" ? $"System.GC.KeepAlive({value});"
        : IsTensors ? $"Packed.KeepAlive({value});"
        : null;

    private bool IsHidden =>
        argument.Type is "Layout?" or "Generator?" or "MemoryFormat?" or "MemoryFormat" || argument.Name == "pin_memory";

    private bool IsTensors => argument.Type is "Tensor[]" or "Tensor?[]";

    private bool HasDefault => argument.DefaultText is not null;

    private bool IsOptional => HasDefault && CSharpTypes.Of(argument).EndsWith("?", StringComparison.Ordinal);

    private string Packed => argument.Type switch
    {
        _ when IsHidden => "NativeValue.Default",
        "Tensor[]" => $"Packed.Of({value}, h{index})",
        "Tensor?[]" => $"Packed.Of({value}, h{index}, optional: true)",
        "int[]" or "int[]?" when IsNullable => $"{value} is null ? {WhenNull} : NativeValue.Of(p{index}, {value}.Length)",
        "int[]" or "int[]?" => $"NativeValue.Of(p{index}, {value}.Length)",
        "str" when HasDefault => $"{value} is null ? NativeValue.Default : {Text}",
        "str" => Text,
        "Tensor?" => $"Packed.Of({value})",
        _ when HasDefault => $"{value} is {{ }} v{index} ? Packed.Of(v{index}) : NativeValue.Default",
        _ => $"Packed.Of({value})",
    };

    private bool IsNullable => CSharpTypes.Of(argument) == "long[]?";

    private string WhenNull => HasDefault ? "NativeValue.Default" : "NativeValue.None";

    private string Text => $"NativeValue.Of(p{index}, System.Text.Encoding.UTF8.GetByteCount({value}))";
}

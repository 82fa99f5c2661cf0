namespace OmniHelix.Torch.Generator;

/// <summary>One argument of an operator, as written in its schema.</summary>
internal sealed class OperatorArgument
{
    public OperatorArgument(string type, string name, string? defaultText)
    {
        Type = type;
        Name = name;
        DefaultText = defaultText;
    }

    /// <summary>Type without alias marks: <c>Tensor</c>, <c>int[]</c>, <c>Scalar?</c>.</summary>
    public string Type { get; }

    public string Name { get; }

    /// <summary>Text after <c>=</c>, null when the argument is required.</summary>
    public string? DefaultText { get; }
}

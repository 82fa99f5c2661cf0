namespace OmniHelix.Models.Layers;

/// <summary>How one thing that a position holds becomes a vector (biomed-multi-omic).</summary>
internal enum FieldKind
{
    /// <summary>A table of tokens.</summary>
    Tokens,

    /// <summary>A number through two linear layers.</summary>
    Number,

    /// <summary>As <see cref="Number"/>; special tokens, written as −(id + 1), and perhaps 0 have a row of a table instead.</summary>
    NumberOrSpecial,

    /// <summary>Sines, cosines and perhaps logistic functions of a number; special tokens and perhaps 0 have a row of a table.</summary>
    Waves,
}

/// <summary>One of the things that a position holds at once, such as a gene and how much it is expressed.</summary>
internal sealed record FieldOptions
{
    /// <summary>What files call it.</summary>
    public required string Name { get; init; }

    /// <summary>How it becomes a vector.</summary>
    public required FieldKind Kind { get; init; }

    /// <summary>Before the names of its tensors.</summary>
    public string Prefix { get; init; } = "embeddings.";

    /// <summary>Rows of a table of tokens.</summary>
    public int VocabularySize { get; init; }

    /// <summary>Width of a table that comes from elsewhere and is projected to the hidden size; null for a table of that size.</summary>
    public int? TableSize { get; init; }

    /// <summary>Special tokens that stand among numbers.</summary>
    public int SpecialTokens { get; init; }

    /// <summary>0 has a row of its own, as a special token has.</summary>
    public bool ZeroIsSpecial { get; init; } = true;

    /// <summary>Frequencies of <see cref="FieldKind.Waves"/>.</summary>
    public int WaveCount { get; init; } = 48;

    /// <summary>Size of the frequencies.</summary>
    public double WaveScale { get; init; } = 1.5;

    /// <summary>Whether the frequencies are learned; else they double from one to the next.</summary>
    public bool LearnsWaves { get; init; } = true;

    /// <summary>Taken from the number first.</summary>
    public double Shift { get; init; }

    /// <summary>Logistic functions: what is taken from the number times the slope.</summary>
    public IReadOnlyList<double> Centers { get; init; } = [];

    /// <summary>Logistic functions: the slope.</summary>
    public IReadOnlyList<double> Slopes { get; init; } = [];

    /// <summary>What stands at a position of padding, for a token's id there.</summary>
    public double PaddingValue(int padding) => Kind == FieldKind.Tokens ? padding : -(padding + 1);
}

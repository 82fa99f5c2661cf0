namespace OmniHelix.Torch;

/// <summary>A number passed to an operator, integer or real.</summary>
public readonly record struct Scalar
{
    /// <summary>An integer.</summary>
    public Scalar(long value)
    {
        IsInteger = true;
        Integer = value;
    }

    /// <summary>A real number.</summary>
    public Scalar(double value) => Real = value;

    internal bool IsInteger { get; }

    internal long Integer { get; }

    internal double Real { get; }

    /// <summary>The value as a real number.</summary>
    public double ToDouble() => IsInteger ? Integer : Real;

    /// <summary>The value as an integer, truncated.</summary>
    public long ToInt64() => IsInteger ? Integer : (long)Real;

    /// <summary>An integer.</summary>
    public static implicit operator Scalar(int value) => new((long)value);

    /// <summary>An integer.</summary>
    public static implicit operator Scalar(long value) => new(value);

    /// <summary>A real number.</summary>
    public static implicit operator Scalar(double value) => new(value);
}

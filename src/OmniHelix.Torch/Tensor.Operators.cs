namespace OmniHelix.Torch;

/// <summary>Arithmetic signs.</summary>
public sealed partial class Tensor
{
    /// <summary>Element-wise sum, broadcast.</summary>
    public static Tensor operator +(Tensor left, Tensor right) => left.Add(right);

    /// <summary>Adds a number to each element.</summary>
    public static Tensor operator +(Tensor left, Scalar right) => left.Add(right);

    /// <summary>Element-wise difference, broadcast.</summary>
    public static Tensor operator -(Tensor left, Tensor right) => left.Sub(right);

    /// <summary>Subtracts a number from each element.</summary>
    public static Tensor operator -(Tensor left, Scalar right) => left.Sub(right);

    /// <summary>Subtracts each element from a number.</summary>
    public static Tensor operator -(Scalar left, Tensor right) => right.Rsub(left);

    /// <summary>Negated elements.</summary>
    public static Tensor operator -(Tensor value) => value.Neg();

    /// <summary>Element-wise product, broadcast.</summary>
    public static Tensor operator *(Tensor left, Tensor right) => left.Mul(right);

    /// <summary>Multiplies each element by a number.</summary>
    public static Tensor operator *(Tensor left, Scalar right) => left.Mul(right);

    /// <summary>Element-wise quotient, broadcast.</summary>
    public static Tensor operator /(Tensor left, Tensor right) => left.Div(right);

    /// <summary>Divides each element by a number.</summary>
    public static Tensor operator /(Tensor left, Scalar right) => left.Div(right);
}

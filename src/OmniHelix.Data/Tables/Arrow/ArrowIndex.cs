namespace OmniHelix.Data.Tables.Arrow;

/// <summary>The numbers that stand for the values of a dictionary.</summary>
/// <param name="Dictionary">Which dictionary.</param>
/// <param name="Width">Bytes of a number.</param>
/// <param name="IsSigned">Whether it has a sign.</param>
internal sealed record ArrowIndex(long Dictionary, int Width, bool IsSigned);

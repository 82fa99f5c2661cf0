namespace OmniHelix.Data.Splits;

/// <summary>Who is told how far a split is.</summary>
/// <param name="Records">Is told the records read and written.</param>
/// <param name="Compared">Is told the share of records compared.</param>
public sealed record SplitProgress(IProgress<long>? Records, IProgress<double>? Compared);

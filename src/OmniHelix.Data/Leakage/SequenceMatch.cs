namespace OmniHelix.Data.Leakage;

/// <summary>How one sequence lies on another that it is like.</summary>
/// <param name="Reverse">Its reverse complement is meant.</param>
/// <param name="Shift">
/// Letter of the sequence, or of its reverse complement, that lies on letter 0 of the other one; null where it has no meaning.
/// </param>
/// <param name="Overlap">Letters shared end to end; null when words were compared, or none.</param>
/// <param name="Similarity">Identity of the overlap, or share of words; null where nothing was compared.</param>
internal readonly record struct SequenceMatch(bool Reverse, int? Shift, int? Overlap, double? Similarity);

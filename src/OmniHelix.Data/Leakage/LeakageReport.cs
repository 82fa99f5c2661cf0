using System.Text.Json.Nodes;

namespace OmniHelix.Data.Leakage;

/// <summary>Ways in which a test record can be known from training.</summary>
public enum LeakageKind
{
    /// <summary>Equal sequences; case and U/T do not matter.</summary>
    Duplicate,

    /// <summary>One is the reverse complement of the other.</summary>
    ReverseComplement,

    /// <summary>They overlap end to end, or one lies in the other: windows of one locus. On either strand.</summary>
    ShiftedWindow,

    /// <summary>Most letters are equal at the same places, or many words are shared. On either strand.</summary>
    NearDuplicate,

    /// <summary>They belong to one group: a gene, an individual, a chromosome.</summary>
    SameGroup,

    /// <summary>Equal sequences with different labels.</summary>
    ConflictingLabel,
}

/// <summary>A split of an audit.</summary>
public sealed record AuditedSplit(string Name, int Records, long Letters)
{
    /// <summary>Records with blanks inside their sequence, which no model reads.</summary>
    public int WithBlanks { get; init; }
}

/// <summary>A record of a split and the record that it is like.</summary>
/// <param name="Record">The record concerned.</param>
/// <param name="Other">The one it is like, of the other split, or earlier in the same one.</param>
/// <param name="ReverseStrand">The reverse complement of the record is meant.</param>
/// <param name="Shift">
/// Letter of the record (or of its reverse complement) that lies on letter 0 of the other one; null where it has no meaning.
/// </param>
/// <param name="Overlap">Letters compared; null where words were compared, or none.</param>
/// <param name="Similarity">Identity of the overlap, or share of common words; 1 for equal sequences; null for groups and labels.</param>
/// <param name="Detail">The group, or the two labels.</param>
public sealed record LeakageExample(
    RecordName Record, RecordName Other, bool ReverseStrand, int? Shift, int? Overlap, double? Similarity, string? Detail)
{
    /// <summary>The letters of both; null for groups and labels.</summary>
    public AlignedLetters? Letters { get; init; }

    /// <summary>Strand, shift, overlap and similarity in words.</summary>
    public string Facts => LeakageText.FactsOf(this);
}

/// <summary>Records of one split that are like records of another, in one way.</summary>
/// <param name="Kind">The way.</param>
/// <param name="Column">The group column; null for other kinds.</param>
/// <param name="Split">The later split, such as test.</param>
/// <param name="Other">The earlier one, such as train; the same one for repetitions inside a split.</param>
/// <param name="Records">Records of <paramref name="Split"/> concerned; inside a split, those that have an earlier one.</param>
/// <param name="Share">Of all records of <paramref name="Split"/>.</param>
/// <param name="Examples">The first of them.</param>
public sealed record LeakageFinding(
    LeakageKind Kind, string? Column, string Split, string Other, int Records, double Share, IReadOnlyList<LeakageExample> Examples)
{
    /// <summary>The kind in words, such as <c>shifted windows</c>.</summary>
    public string Name => LeakageText.NameOf(this);

    /// <summary>Between two splits; inside one it is repetition, not leakage.</summary>
    public bool IsBetweenSplits => Split != Other;
}

/// <summary>Records of one split that are like records of another in any way but a conflicting label alone; each counts once.</summary>
public sealed record LeakageTotal(string Split, string Other, int Records, double Share);

/// <summary>What the audit of a data set found.</summary>
/// <param name="Splits">The splits, in order.</param>
/// <param name="Findings">Everything found, between splits first.</param>
/// <param name="Totals">One a pair of splits, those without leakage too.</param>
/// <param name="Options">What counted as the same.</param>
public sealed record LeakageReport(
    IReadOnlyList<AuditedSplit> Splits, IReadOnlyList<LeakageFinding> Findings, IReadOnlyList<LeakageTotal> Totals, LeakageOptions Options)
{
    /// <summary>Some record of a split is like one of another.</summary>
    public bool HasLeakage => Totals.Any(t => t.Split != t.Other && t.Records > 0);

    /// <summary>The report for a terminal.</summary>
    public string ToText() => LeakageText.Render(this);

    /// <summary>The report as JSON.</summary>
    public JsonObject ToJson() => LeakageJson.Write(this);
}

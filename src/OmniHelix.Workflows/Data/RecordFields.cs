using System.ComponentModel;
using OmniHelix.Data.Leakage;

namespace OmniHelix.Workflows.Data;

/// <summary>Which columns of a data set hold what.</summary>
[Category("Columns")]
public sealed record RecordFields
{
    /// <summary>Column of the sequence; null for the usual names.</summary>
    [Description("Column of the sequence [default: sequence, seq, text, dna, rna or feature].")]
    public string? SequenceField { get; init; }

    /// <summary>Columns of the label; empty for the usual names.</summary>
    [Description("Columns of the label [default: label, labels, target or y].")]
    public IReadOnlyList<string> LabelField { get; init; } = [];

    /// <summary>Columns whose equal values belong together.</summary>
    [Description("Columns whose equal values belong together: gene, individual, chromosome.")]
    public IReadOnlyList<string> Group { get; init; } = [];

    /// <summary>What the library needs.</summary>
    public AuditFields ToFields() => new() { Sequence = SequenceField, Labels = LabelField, Groups = Group };
}

using System.ComponentModel;
using OmniHelix.Data.Leakage;

namespace OmniHelix.Cli.Commands.Data;

/// <summary>Which columns of a data set hold what.</summary>
internal sealed record RecordFields
{
    [Description("Column of the sequence [default: sequence, seq, text, dna, rna or feature].")]
    public string? SequenceField { get; init; }

    [Description("Columns of the label [default: label, labels, target or y].")]
    public IReadOnlyList<string> LabelField { get; init; } = [];

    [Description("Columns whose equal values belong together: gene, individual, chromosome.")]
    public IReadOnlyList<string> Group { get; init; } = [];

    /// <summary>What the library needs.</summary>
    public AuditFields ToFields() => new() { Sequence = SequenceField, Labels = LabelField, Groups = Group };
}

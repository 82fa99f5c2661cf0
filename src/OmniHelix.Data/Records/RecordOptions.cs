using OmniHelix.Sequences.Files;

namespace OmniHelix.Data.Records;

/// <summary>How records are read.</summary>
public sealed record RecordOptions
{
    /// <summary>Kind of the file, whatever it is called; null looks into it.</summary>
    public FileKind? Kind { get; init; }

    /// <summary>Field of the sequence; null takes the first there is of sequence, seq, text, dna, rna.</summary>
    public string? SequenceField { get; init; }

    /// <summary>Fields of the label, several for several targets; empty takes the first there is of label, labels, target, y.</summary>
    public IReadOnlyList<string> LabelFields { get; init; } = [];

    /// <summary>Field of the second sequence of a pair; null where records are single sequences.</summary>
    public string? PairField { get; init; }

    /// <summary>
    /// Every field but the sequence is metadata, and a label is read only where its field is named. A record that cannot be read is handed
    /// on with its error, and sequences are handed on unchecked, so that a bad one can be reported without giving up the others;
    /// <see cref="ExampleReader.Check"/> checks one.
    /// </summary>
    public bool ForInference { get; init; }

    /// <summary>Is told which fields were taken, of each table and of each record without one.</summary>
    internal Action<FieldMap>? Found { get; init; }

    /// <summary>Records that no model reads, such as those of no letters, are handed on, to be counted.</summary>
    internal bool ForInspection { get; init; }

    // Data sets say how their sequences are called even where they are written as FASTA.
    internal string? NamedField => PairField ?? (ForInference ? SequenceField : null);

    internal bool ReadsLabels => !ForInference || LabelFields.Count > 0;
}

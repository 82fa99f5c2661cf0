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

    /// <summary>
    /// Every field but the sequence is metadata and no label is read. A record that cannot be read is handed on with its error, and
    /// sequences are handed on unchecked, so that a bad one can be reported without giving up the others;
    /// <see cref="ExampleReader.Check"/> checks one.
    /// </summary>
    public bool ForInference { get; init; }
}

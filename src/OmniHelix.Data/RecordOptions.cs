namespace OmniHelix.Data;

/// <summary>Forms of record files; those of text each plain or gzip.</summary>
public enum RecordFormat
{
    /// <summary>Decided by the extension, or by the first character where that says nothing.</summary>
    Auto,

    /// <summary>An array of objects or strings, an object holding such an array, or one object a line.</summary>
    Json,

    /// <summary>One object a line.</summary>
    JsonLines,

    /// <summary>Comma-separated with a header (RFC 4180).</summary>
    Csv,

    /// <summary>Tab-separated with a header.</summary>
    Tsv,

    /// <summary>FASTA.</summary>
    Fasta,

    /// <summary>FASTQ; qualities are not kept.</summary>
    Fastq,

    /// <summary>One sequence a line.</summary>
    Text,

    /// <summary>Apache Parquet; the file itself is never compressed.</summary>
    Parquet,

    /// <summary>Apache Arrow in its file form, as Feather version 2 has it. Either form is read, whatever the name.</summary>
    Arrow,

    /// <summary>Apache Arrow in its stream form.</summary>
    ArrowStream,
}

/// <summary>How records are read.</summary>
public sealed record RecordOptions
{
    /// <summary>Form of the file.</summary>
    public RecordFormat Format { get; init; }

    /// <summary>Field of the sequence; null takes the first there is of sequence, seq, text, dna, rna.</summary>
    public string? SequenceField { get; init; }

    /// <summary>Fields of the label, several for several targets; empty takes the first there is of label, labels, target, y.</summary>
    public IReadOnlyList<string> LabelFields { get; init; } = [];

    /// <summary>
    /// Every field but the sequence is metadata and no label is read. Sequences are handed on unchecked, so that a bad one can be reported without giving up the others;
    /// <see cref="ExampleReader.Check"/> checks one.
    /// </summary>
    public bool ForInference { get; init; }
}

using System.Text.Json.Nodes;

namespace OmniHelix.Data.Records;

/// <summary>One record of a data set.</summary>
public sealed record Example
{
    /// <summary>The record's own name, or its number among all that were read where it has none.</summary>
    public required string Id { get; init; }

    /// <summary>Bases or residues as they stand in the file, without blanks around them; never empty.</summary>
    public required string Sequence { get; init; }

    /// <summary>
    /// Why the record could not be read, with <see cref="RecordOptions.ForInference"/> only; null for all that could. Its sequence is
    /// empty.
    /// </summary>
    public OmniException? Error { get; init; }

    /// <summary>
    /// The second sequence of a pair, without blanks around it; null where records are single sequences, empty where the record has none.
    /// </summary>
    public string? Pair { get; init; }

    /// <summary>All letters: the sequence, behind it the second one of a pair.</summary>
    public string Letters => Pair is null ? Sequence : Sequence + Pair;

    /// <summary>Number of <see cref="Letters"/>.</summary>
    public int Length => Sequence.Length + (Pair?.Length ?? 0);

    /// <summary>Null when the record has none.</summary>
    public Label? Label { get; init; }

    /// <summary>
    /// Every field but the sequence as it stands in the record, and the description behind the name of FASTA and FASTQ; null unless
    /// <see cref="RecordOptions.ForInference"/> asked for it, and where there is none.
    /// </summary>
    public JsonObject? Metadata { get; init; }

    /// <summary>The file it was read from.</summary>
    public required string File { get; init; }

    /// <summary>Number of the record in its file, from 1.</summary>
    public required long Record { get; init; }

    /// <summary>Line in the file, from 1; 0 when the format has no lines.</summary>
    public long Line { get; init; }

    /// <summary>Where to look: <c>file:line</c>, or the record number.</summary>
    public string Place => Line > 0 ? $"{File}:{Line}" : $"{File}, record {Record}";
}

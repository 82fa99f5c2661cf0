using System.ComponentModel;
using OmniHelix.Data.Records;
using OmniHelix.Inference;

namespace OmniHelix.Workflows.Tokenizers;

/// <summary>How files of sequences are read.</summary>
[Category("Input")]
public sealed record SequenceInputOptions
{
    /// <summary>Kind of standard input, or of files whose names do not tell it; null looks at the first bytes.</summary>
    [Description("Form of standard input, which does not tell csv, tsv or text: csv, tsv, json, jsonl, fasta, fastq or text.")]
    public string? InputFormat { get; init; }

    /// <summary>Field of the sequence; null for the usual names.</summary>
    [Description("Column of the sequence [default: sequence, seq, text, dna, rna or feature].")]
    public string? SequenceField { get; init; }

    /// <summary>The records of a file, unchecked; the caller disposes of them.</summary>
    /// <param name="file">The file; <c>-</c> for standard input.</param>
    /// <param name="pairField">Field of the second sequence of a pair; null for single sequences.</param>
    /// <exception cref="UsageException">OH2016: the form is none.</exception>
    /// <exception cref="OmniException">The file cannot be read.</exception>
    public InferenceInput Open(string file, string? pairField = null) => InferenceInput.FromFile(file, new RecordOptions
    {
        Kind = InputFormat is null ? null : ExampleReader.StreamKindOf(InputFormat, "--input-format"),
        SequenceField = SequenceField,
        PairField = pairField,
    });

    /// <summary>The records of all files, one after the other; the first that cannot be read ends it.</summary>
    /// <inheritdoc cref="Open" path="/exception"/>
    /// <param name="files">Files; <c>-</c> for standard input.</param>
    public IEnumerable<Example> ReadAll(IEnumerable<string> files)
    {
        foreach (var file in files)
        {
            using var input = Open(file);
            foreach (var example in input.Examples)
            {
                if (example.Error is { } error) throw error;
                ExampleReader.Check(example);
                yield return example;
            }
        }
    }
}

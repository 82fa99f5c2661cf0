using System.ComponentModel;
using OmniHelix.Data.Conversion;
using OmniHelix.Data.Tables;
using OmniHelix.Data.Tables.Parquet;
using OmniHelix.Sequences;

namespace OmniHelix.Workflows.Data;

/// <summary>What a conversion keeps and changes.</summary>
[Category("Conversion")]
public sealed record DataConvertOptions
{
    /// <summary>Columns to write; all when empty.</summary>
    [Description("Columns to write, in this order [default: all].")]
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>New names of columns: old=new.</summary>
    [Description("New names of columns: old=new.")]
    public IReadOnlyList<string> Rename { get; init; } = [];

    /// <summary>Columns that go into the description of FASTA or FASTQ.</summary>
    [Description("Columns that go into the description of FASTA or FASTQ as name=value.")]
    public IReadOnlyList<string> Describe { get; init; } = [];

    /// <summary>Leave out what the form cannot hold.</summary>
    [Description("Leave out what the form cannot hold (otherwise it is an error).")]
    public bool Drop { get; init; }

    /// <summary>Column of the sequence; null for the usual names.</summary>
    [Description("Column of the sequence [default: sequence, seq, text, dna, rna or feature].")]
    public string? SequenceField { get; init; }

    /// <summary>Case of the sequences.</summary>
    [Description("Case of the sequences.")]
    public SequenceCase Case { get; init; }

    /// <summary>Conversion of letters; null for none.</summary>
    [Description("Convert letters of the sequences.")]
    public UracilConversion? Uracil { get; init; }

    /// <summary>Columns of text that hold only numbers become numbers.</summary>
    [Description("Columns of CSV and TSV that hold only numbers become numbers.")]
    public bool InferTypes { get; init; }

    /// <summary>Compression of Parquet.</summary>
    [Description("Compression of Parquet.")]
    public ParquetCompression Compression { get; init; }

    /// <summary>What the library needs.</summary>
    /// <exception cref="UsageException">OH2013: a new name without an old one.</exception>
    public ConversionOptions ToOptions()
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in Rename)
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0 || at == pair.Length - 1 || !names.TryAdd(pair[..at], pair[(at + 1)..]))
                throw new UsageException("OH2013", $"expected old=new, each old name once, found '{pair}'", "--rename");
        }
        return new ConversionOptions
        {
            Columns = Columns,
            Names = names,
            Describe = Describe,
            Drop = Drop,
            SequenceField = SequenceField,
            Case = Case,
            Uracil = Uracil.Policy() ?? UracilPolicy.None,
            Input = new TableOptions { InferTypes = InferTypes },
            Output = new TableWriteOptions { Compression = Compression },
        };
    }
}

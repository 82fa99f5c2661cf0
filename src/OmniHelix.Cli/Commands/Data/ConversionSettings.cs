using System.ComponentModel;
using OmniHelix.Data.Conversion;
using OmniHelix.Data.Tables;
using OmniHelix.Data.Tables.Parquet;
using OmniHelix.Sequences;
using OmniHelix.Workflows.Data;

namespace OmniHelix.Cli.Commands.Data;

/// <summary>What a conversion keeps and changes.</summary>
internal sealed record ConversionSettings
{
    [Description("Columns to write, in this order [default: all].")]
    public IReadOnlyList<string> Columns { get; init; } = [];

    [Description("New names of columns: old=new.")]
    public IReadOnlyList<string> Rename { get; init; } = [];

    [Description("Columns that go into the description of FASTA or FASTQ as name=value.")]
    public IReadOnlyList<string> Describe { get; init; } = [];

    [Description("Leave out what the form cannot hold (otherwise it is an error).")]
    public bool Drop { get; init; }

    [Description("Column of the sequence [default: sequence, seq, text, dna, rna or feature].")]
    public string? SequenceField { get; init; }

    [Description("Case of the sequences.")]
    public SequenceCase Case { get; init; }

    [Description("Convert letters of the sequences.")]
    public UracilConversion? Uracil { get; init; }

    [Description("Columns of CSV and TSV that hold only numbers become numbers.")]
    public bool InferTypes { get; init; }

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

using OmniHelix.Data.Columns;
using OmniHelix.Data.Tables.Parquet;
using OmniHelix.Sequences.Files;

namespace OmniHelix.Data.Tables;

/// <summary>How a table is written.</summary>
public sealed record TableWriteOptions
{
    /// <summary>Kind of the file, whatever it is called; null takes the one that its name promises.</summary>
    public FileKind? Kind { get; init; }

    /// <summary>How lists stand in CSV and TSV.</summary>
    public CellLists Lists { get; init; }

    /// <summary>Compression of Parquet. Text is compressed with gzip when its name ends with <c>.gz</c>.</summary>
    public ParquetCompression Compression { get; init; }
}

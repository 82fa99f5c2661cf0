
using OmniHelix.Data.Files;
using OmniHelix.Data.Tables.Parquet;

namespace OmniHelix.Data.Tables;

/// <summary>How a table is written.</summary>
public sealed record TableWriteOptions
{
    /// <summary>Form of the file; <see cref="RecordFormat.Auto"/> goes by the extension.</summary>
    public RecordFormat Format { get; init; }

    /// <summary>Compression of Parquet. Text is compressed with gzip when its name ends with <c>.gz</c>.</summary>
    public ParquetCompression Compression { get; init; }
}

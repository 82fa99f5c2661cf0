namespace OmniHelix.Data.Tables.Parquet;

/// <summary>Compression of the pages of a Parquet file.</summary>
public enum ParquetCompression
{
    /// <summary>Zstandard: small, and fast to read.</summary>
    Zstd,

    /// <summary>Snappy, which every reader has.</summary>
    Snappy,

    /// <summary>gzip.</summary>
    Gzip,

    /// <summary>None.</summary>
    None,
}

using OmniHelix.Rna.Files;
using OmniHelix.Sequences.Files;

namespace OmniHelix.Data.Files;

/// <summary>Kinds of files that hold tables and arrays.</summary>
public static class DataFileKinds
{
    /// <summary>Comma-separated with a header (RFC 4180).</summary>
    public static FileKind Csv { get; } = new("CSV", ".csv") { IsCompressible = true };

    /// <summary>Tab-separated with a header.</summary>
    public static FileKind Tsv { get; } = new("TSV", ".tsv", ".tab") { IsCompressible = true };

    /// <summary>An array of objects or texts, an object holding such an array, an object of columns, or one object a line.</summary>
    public static FileKind Json { get; } = new("JSON", ".json") { IsCompressible = true, Guess = IsDocument };

    /// <summary>One object a line.</summary>
    public static FileKind JsonLines { get; } = new("JSONL", ".jsonl", ".ndjson")
    {
        IsCompressible = true,
        Guess = start => FileStart.Text(start).StartsWith((byte)'{') && !IsDocument(start),
    };

    /// <summary>Apache Parquet.</summary>
    public static FileKind Parquet { get; } = new("Parquet", ".parquet", ".pq") { Mark = start => start.StartsWith("PAR1"u8) };

    /// <summary>Apache Arrow, in its file form (Feather version 2) or its stream form.</summary>
    public static FileKind Arrow { get; } =
        new("Arrow", ".arrow", ".feather", ".arrows") { Mark = start => start.StartsWith("ARROW1"u8) || start.StartsWith("FEA1"u8) };

    /// <summary>One array of NumPy.</summary>
    public static FileKind Npy { get; } = new("NPY", ".npy") { Mark = start => start is [0x93, .. var rest] && rest.StartsWith("NUMPY"u8) };

    /// <summary>Several arrays of NumPy in a zip archive.</summary>
    public static FileKind Npz { get; } = new("NPZ", ".npz") { Mark = start => FileStart.FirstNameOfZip(start).EndsWith(".npy"u8) };

    /// <summary>These, and those of <see cref="SequenceFileKinds"/> and <see cref="StructureFileKinds"/>.</summary>
    public static FileKinds All { get; } =
        new([.. StructureFileKinds.All, .. SequenceFileKinds.All.All, Csv, Tsv, JsonLines, Json, Parquet, Arrow, Npy, Npz]);

    // An array, one object over several lines, or one that holds the records.
    private static bool IsDocument(ReadOnlySpan<byte> start)
    {
        var text = FileStart.Text(start);
        if (text.StartsWith((byte)'[')) return true;
        if (!text.StartsWith((byte)'{')) return false;
        var inside = text[1..].TrimStart(" \t"u8);
        return inside is [] or [(byte)'\r' or (byte)'\n', ..] || inside.StartsWith("\"sequences\""u8) || inside.StartsWith("\"data\""u8);
    }
}

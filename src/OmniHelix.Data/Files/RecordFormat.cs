namespace OmniHelix.Data.Files;

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

/// <summary>Forms by the names of files.</summary>
public static class RecordFormats
{
    /// <summary>The form a file name promises, or null. A <c>.gz</c> at the end is passed over.</summary>
    public static RecordFormat? Of(string path)
    {
        var name = Path.GetFileName(path).ToUpperInvariant();
        foreach (var ending in new[] { ".GZ", ".BGZ" })
            if (name.EndsWith(ending, StringComparison.Ordinal)) name = name[..^ending.Length];
        return Path.GetExtension(name) switch
        {
            ".JSON" => RecordFormat.Json,
            ".JSONL" or ".NDJSON" => RecordFormat.JsonLines,
            ".CSV" => RecordFormat.Csv,
            ".TSV" or ".TAB" => RecordFormat.Tsv,
            ".FASTA" or ".FA" or ".FNA" or ".FFN" or ".FAA" or ".FRN" or ".FAS" => RecordFormat.Fasta,
            ".FASTQ" or ".FQ" => RecordFormat.Fastq,
            ".TXT" => RecordFormat.Text,
            ".PARQUET" or ".PQ" => RecordFormat.Parquet,
            ".ARROW" or ".FEATHER" => RecordFormat.Arrow,
            ".ARROWS" => RecordFormat.ArrowStream,
            _ => null,
        };
    }

    /// <summary>Whether a form, being no text, is read from files only and not from a stream.</summary>
    public static bool NeedsFile(RecordFormat? format) => format is RecordFormat.Parquet or RecordFormat.Arrow or RecordFormat.ArrowStream;
}

using OmniHelix.Sequences.Compression;

namespace OmniHelix.Cli.Commands.Quickcheck;

/// <summary>How a file is wrapped.</summary>
internal enum FileContainer
{
    Plain,
    Gzip,
    Bgzf,
}

/// <summary>What a file holds.</summary>
internal enum FileKind
{
    Unknown,
    Fasta,
    Fastq,
    Bed,
    Gtf,
    Gff3,
    Vcf,
    Bcf,
    Parquet,
    Arrow,
    Csv,
    Json,
    JsonLines,
    Npy,
    Npz,
    Safetensors,
    Torch,
}

/// <summary>What a file holds and how it is wrapped: magic bytes decide where a format has them, the ending where it has none.</summary>
internal sealed record FileFormat(FileKind Kind, FileContainer Container)
{
    private const int Head = 1 << 16;

    private static readonly (string Ending, FileKind Kind)[] Endings =
    [
        (".fa", FileKind.Fasta), (".fasta", FileKind.Fasta), (".fna", FileKind.Fasta), (".ffn", FileKind.Fasta), (".faa", FileKind.Fasta), (".frn", FileKind.Fasta),
        (".fq", FileKind.Fastq), (".fastq", FileKind.Fastq),
        (".bed", FileKind.Bed), (".gtf", FileKind.Gtf), (".gff3", FileKind.Gff3), (".gff", FileKind.Gff3),
        (".vcf", FileKind.Vcf), (".bcf", FileKind.Bcf),
        (".parquet", FileKind.Parquet), (".arrow", FileKind.Arrow), (".arrows", FileKind.Arrow), (".feather", FileKind.Arrow), (".csv", FileKind.Csv), (".tsv", FileKind.Csv), (".json", FileKind.Json), (".jsonl", FileKind.JsonLines), (".ndjson", FileKind.JsonLines),
        (".npy", FileKind.Npy), (".npz", FileKind.Npz), (".safetensors", FileKind.Safetensors),
        (".pt", FileKind.Torch), (".pth", FileKind.Torch), (".bin", FileKind.Torch), (".ckpt", FileKind.Torch),
    ];

    /// <summary>Looks into a file.</summary>
    /// <exception cref="OmniException">OH1001: it cannot be opened.</exception>
    public static FileFormat Of(string path)
    {
        byte[] start;
        try
        {
            if (Directory.Exists(path)) throw new OmniException("OH1001", "is a folder, but a file was expected", path);
            using var file = File.OpenRead(path);
            start = new byte[4096];
            start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OmniException("OH1001", $"cannot open the file: {(e is FileNotFoundException or DirectoryNotFoundException ? "it does not exist" : e.Message)}", path, null, e);
        }
        var container = !start.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) ? FileContainer.Plain : BgzfFile.IsBgzf(start) ? FileContainer.Bgzf : FileContainer.Gzip;
        var content = container == FileContainer.Plain ? start : Decompressed(path);
        var kind = ByMagic(content);
        if (kind == FileKind.Unknown) kind = ByEnding(path);
        return new FileFormat(kind == FileKind.Unknown ? ByText(content) : kind, container);
    }

    /// <inheritdoc/>
    public override string ToString() => Container switch
    {
        FileContainer.Gzip => Kind == FileKind.Unknown ? "gzip" : $"{Name} in gzip",
        FileContainer.Bgzf => Kind == FileKind.Unknown ? "BGZF" : $"{Name} in BGZF",
        _ => Name,
    };

    private string Name => Kind switch
    {
        FileKind.Unknown => "a file of unknown format",
        FileKind.JsonLines => "JSONL",
        FileKind.Parquet => "Parquet",
        FileKind.Arrow => "Arrow",
        FileKind.Torch => "PyTorch",
        FileKind.Safetensors => "safetensors",
        _ => Kind.ToString().ToUpperInvariant(),
    };

    private static byte[] Decompressed(string path)
    {
        try
        {
            using var stream = CompressedInput.Open(path, threads: 1);
            var content = new byte[Head];
            return content[..stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false)];
        }
        catch (OmniException)
        {
            // The ending has to tell; whoever reads the file will meet the damage and report it.
            return [];
        }
    }

    private static FileKind ByMagic(ReadOnlySpan<byte> content)
    {
        if (content.StartsWith("BCF\u0002"u8)) return FileKind.Bcf;
        if (content.StartsWith("PAR1"u8)) return FileKind.Parquet;
        if (content.StartsWith("ARROW1"u8) || content.StartsWith("FEA1"u8)) return FileKind.Arrow;
        if (content.StartsWith((ReadOnlySpan<byte>)[0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'])) return FileKind.Npy;
        if (content.StartsWith("##fileformat=VCF"u8)) return FileKind.Vcf;
        if (content.StartsWith("##gff-version"u8)) return content.TrimStart("##gff-version "u8).StartsWith("3"u8) ? FileKind.Gff3 : FileKind.Gtf;
        return FileKind.Unknown;
    }

    private static FileKind ByEnding(string path)
    {
        var name = Path.GetFileName(path);
        foreach (var wrapped in (string[])[".gz", ".bgz", ".bgzf"])
            if (name.EndsWith(wrapped, StringComparison.OrdinalIgnoreCase)) name = name[..^wrapped.Length];
        var ending = Path.GetExtension(name);
        return Endings.FirstOrDefault(e => e.Ending.Equals(ending, StringComparison.OrdinalIgnoreCase)).Kind;
    }

    private static FileKind ByText(ReadOnlySpan<byte> content)
    {
        var text = content.TrimStart(" \t\r\n"u8);
        if (text.IsEmpty) return FileKind.Unknown;
        return text[0] switch
        {
            (byte)'>' => FileKind.Fasta,
            (byte)'@' => FileKind.Fastq,
            _ => FileKind.Unknown,
        };
    }
}

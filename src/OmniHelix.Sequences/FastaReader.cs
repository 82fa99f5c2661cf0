using System.Text;

namespace OmniHelix.Sequences;

/// <summary>
/// Reads FASTA record by record (Pearson and Lipman 1988): wrapped or single-line sequences, LF or CRLF, gzip or plain. <see cref="Name"/> and <see cref="Sequence"/> are valid until the
/// next <see cref="TryRead"/>. Nothing is repaired: a blank inside a sequence, a control character or a record without sequence is an error.
/// </summary>
/// <example><code>
/// using var fasta = FastaReader.Open("genome.fa.gz");
/// while (fasta.TryRead()) Console.WriteLine($"{fasta.Name} {fasta.Sequence.Length}");
/// </code></example>
public sealed class FastaReader(Stream stream, string file) : IDisposable
{
    private readonly ByteLineReader lines = new(stream, file);
    private byte[] sequence = new byte[1 << 12];
    private int length;
    private byte[] header = [];
    private byte[] nextHeader = [];
    private long nextLine;

    /// <summary>Text between <c>&gt;</c> and the first blank.</summary>
    public string Name => Encoding.UTF8.GetString(header.AsSpan(0, NameLength));

    /// <summary>Text after the first blank, empty when there is none.</summary>
    public string Description => Encoding.UTF8.GetString(header.AsSpan(NameLength)).Trim();

    /// <summary>The letters of all sequence lines, ASCII.</summary>
    public ReadOnlySpan<byte> Sequence => sequence.AsSpan(0, length);

    /// <summary>Line of the record's header, from 1.</summary>
    public long LineNumber { get; private set; }

    /// <summary>Records read so far.</summary>
    public long Records { get; private set; }

    private int NameLength => header.AsSpan().IndexOfAny((byte)' ', (byte)'\t') is var at and >= 0 ? at : header.Length;

    /// <summary>Opens a plain or gzip file, or <c>-</c> for standard input.</summary>
    public static FastaReader Open(string path) => new(CompressedInput.Open(path), path == "-" ? "standard input" : path);

    /// <summary>Reads the next record; false after the last.</summary>
    /// <exception cref="OmniException">OH1005 no record at all; OH1101 text before the first <c>&gt;</c>; OH1102 a record without sequence; OH1103 a character that cannot be part of a sequence;
    /// OH1104 a record over 2 GiB.</exception>
    public bool TryRead()
    {
        if (Records == 0 && !FindFirst()) throw new OmniException("OH1005", "is empty: no FASTA record", file);
        if (nextLine == 0) return false;
        (header, LineNumber, nextLine) = (nextHeader, nextLine, 0);
        length = 0;
        Records++;
        while (lines.TryRead(out var line))
        {
            if (line.StartsWith((byte)'>'))
            {
                KeepHeader(line);
                break;
            }
            Append(line);
        }
        if (length == 0)
            throw new OmniException("OH1102", $"record {Records} '{Name}' has no sequence", $"{file}:{LineNumber}", "Is the file truncated? Remove the record if it is meant to be empty.");
        return true;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => lines.Dispose();

    private bool FindFirst()
    {
        while (lines.TryRead(out var line))
        {
            if (line.StartsWith((byte)'>'))
            {
                KeepHeader(line);
                return true;
            }
            if (line.ContainsAnyExcept((byte)' ', (byte)'\t'))
                throw new OmniException("OH1101", "a FASTA record must start with '>'", lines.Place, line[0] == (byte)'@' ? "This looks like FASTQ." : null);
        }
        return false;
    }

    private void KeepHeader(ReadOnlySpan<byte> line)
    {
        if (line.Contains((byte)0)) throw new OmniException("OH1103", "the header contains a NUL byte", lines.Place, "Is this a text file?");
        nextHeader = line[1..].ToArray();
        nextLine = lines.LineNumber;
    }

    private void Append(ReadOnlySpan<byte> line)
    {
        line = line.TrimEnd(" \t"u8);
        var bad = line.IndexOfAnyExceptInRange((byte)'!', (byte)'~');
        if (bad >= 0)
            throw new OmniException("OH1103", $"record {Records} '{Name}': {Describe(line[bad])} cannot be part of a sequence", $"{lines.Place}, column {bad + 1}", "Is this a FASTA file?");
        if ((long)length + line.Length > sequence.Length) Grow(line.Length);
        line.CopyTo(sequence.AsSpan(length));
        length += line.Length;
    }

    private void Grow(int more)
    {
        var needed = (long)length + more;
        if (needed > Array.MaxLength) throw new OmniException("OH1104", $"record {Records} '{Name}' is longer than 2 GiB", lines.Place);
        Array.Resize(ref sequence, (int)Math.Min(Array.MaxLength, Math.Max(needed, 2L * sequence.Length)));
    }

    internal static string Describe(byte b) => b switch
    {
        0 => "a NUL byte",
        (byte)' ' => "a blank",
        (byte)'\t' => "a tab",
        > 126 => $"byte 0x{b:X2} (not ASCII)",
        < 32 => $"control character 0x{b:X2}",
        _ => $"'{(char)b}'",
    };
}

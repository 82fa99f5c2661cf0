using System.Text;

namespace OmniHelix.Sequences;

/// <summary>
/// Reads FASTQ record by record (Cock et al. 2010): four-line or wrapped records, LF or CRLF, gzip or plain. The spans are valid until the next <see cref="TryRead"/>.
/// </summary>
public sealed class FastqReader(Stream stream, string file) : IDisposable
{
    private readonly ByteLineReader lines = new(stream, file);
    private byte[] sequence = new byte[1 << 10];
    private byte[] quality = new byte[1 << 10];
    private int length, qualityLength;

    /// <summary>Text between <c>@</c> and the first blank.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Text after the first blank.</summary>
    public string Description { get; private set; } = "";

    /// <summary>Bases, ASCII.</summary>
    public ReadOnlySpan<byte> Sequence => sequence.AsSpan(0, length);

    /// <summary>Quality characters as they stand in the file, one per base.</summary>
    public ReadOnlySpan<byte> Quality => quality.AsSpan(0, qualityLength);

    /// <summary>Line of the record's header, from 1.</summary>
    public long LineNumber { get; private set; }

    /// <summary>Records read so far.</summary>
    public long Records { get; private set; }

    /// <summary>Opens a plain or gzip file, or <c>-</c> for standard input.</summary>
    public static FastqReader Open(string path) => new(CompressedInput.Open(path), path == "-" ? "standard input" : path);

    /// <summary>Reads the next record; false after the last.</summary>
    /// <exception cref="OmniException">OH1005 no record at all; OH1111 a line that does not fit the format; OH1112 the file ends inside a record; OH1113 quality and sequence
    /// lengths differ; OH1103 a character that cannot be part of a sequence.</exception>
    public bool TryRead()
    {
        if (!FindHeader(out var header)) return Records > 0 ? false : throw new OmniException("OH1005", "is empty: no FASTQ record", file);
        Records++;
        LineNumber = lines.LineNumber;
        var blank = header.IndexOfAny(' ', '\t');
        (Name, Description) = blank < 0 ? (header, "") : (header[..blank], header[blank..].Trim());
        ReadSequence(header);
        ReadQuality();
        return true;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => lines.Dispose();

    private bool FindHeader(out string header)
    {
        while (lines.TryRead(out var line))
        {
            if (line.IsEmpty) continue;
            if (line[0] != (byte)'@')
                throw new OmniException("OH1111", $"record {Records + 1} must start with '@', not {FastaReader.Describe(line[0])}", lines.Place, line[0] == (byte)'>' ? "This looks like FASTA." : null);
            header = Encoding.UTF8.GetString(line[1..]);
            return true;
        }
        header = "";
        return false;
    }

    private void ReadSequence(string header)
    {
        length = 0;
        while (lines.TryRead(out var line))
        {
            if (line.StartsWith((byte)'+'))
            {
                if (line.Length > 1 && Encoding.UTF8.GetString(line[1..]) != header)
                    throw new OmniException("OH1111", $"record {Records}: the name after '+' differs from '{header}'", lines.Place);
                return;
            }
            Append(ref sequence, ref length, line);
        }
        throw Ends();
    }

    private void ReadQuality()
    {
        qualityLength = 0;
        var any = false;
        // '@' may begin a quality line, so only the length says where a record ends.
        while (!any || qualityLength < length)
        {
            if (!lines.TryRead(out var line))
            {
                if (!any && length == 0) return;
                throw Ends();
            }
            any = true;
            Append(ref quality, ref qualityLength, line);
        }
        if (qualityLength != length)
            throw new OmniException("OH1113", $"record {Records} '{Name}' has {length} bases and {qualityLength} quality characters", $"{file}:{LineNumber}");
    }

    private void Append(ref byte[] to, ref int count, ReadOnlySpan<byte> line)
    {
        var bad = line.IndexOfAnyExceptInRange((byte)'!', (byte)'~');
        if (bad >= 0)
            throw new OmniException("OH1103", $"record {Records} '{Name}': {FastaReader.Describe(line[bad])} is neither a base nor a quality", $"{lines.Place}, column {bad + 1}");
        if (count + line.Length > to.Length) Array.Resize(ref to, (int)Math.Min(Array.MaxLength, Math.Max(2L * to.Length, (long)count + line.Length)));
        line.CopyTo(to.AsSpan(count));
        count += line.Length;
    }

    private OmniException Ends() => new("OH1112", $"the file ends inside record {Records} '{Name}'", lines.Place, "Is the file truncated?");
}

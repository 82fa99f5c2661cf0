using System.Buffers;
using System.Globalization;
using System.Text;

namespace OmniHelix.Sequences.Genome;

/// <summary>
/// Scans FASTA or FASTQ for a <c>.fai</c> index, with the rules of samtools faidx: every line of a sequence but its last has one length,
/// and qualities are laid out like their bases. Where samtools would index a file and then return wrong bases (lines of one width with
/// different numbers of bases), this refuses.
/// </summary>
internal sealed class FaidxBuilder(string file)
{
    private const int LongestHeader = 1 << 20;

    private static ReadOnlySpan<byte> ByteOrderMark => "\uFEFF"u8;

    private readonly List<FaidxRecord> records = [];
    private readonly HashSet<string> names = [];
    private readonly List<FaidxNote> notes = [];
    private readonly ArrayBufferWriter<byte> header = new();
    private State state = State.Between;
    private bool isFastq, knowsFormat, isComplete, isEmptyRead, hasBlanks;
    private string name = "";
    private long headerLine, line = 1, offset, qualityOffset, bases, qualities, lineBases, lineWidth;

    // The line that is being read, which may come in pieces.
    private long bytes, graphic, consumed;
    private byte first, last;

    private enum State
    {
        Between,
        Header,
        Sequence,
        Separator,
        Plus,
        Quality,
    }

    /// <summary>Scans to the end of a stream.</summary>
    /// <exception cref="OmniException">OH1025 with the line: a layout that cannot be indexed; OH1005: no record.</exception>
    public static (FaidxIndex Index, IReadOnlyList<FaidxNote> Notes) Build(
        Stream stream, string file, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        var builder = new FaidxBuilder(file);
        var buffer = new byte[1 << 20];
        var read = stream.ReadAtLeast(buffer, ByteOrderMark.Length, throwOnEndOfStream: false);
        if (buffer.AsSpan(0, read).StartsWith(ByteOrderMark)) builder.consumed = ByteOrderMark.Length;
        for (var start = (int)builder.consumed; read > 0; start = 0)
        {
            cancellation.ThrowIfCancellationRequested();
            builder.Take(buffer.AsSpan(start, read - start));
            progress?.Report(builder.consumed);
            read = stream.Read(buffer);
        }
        return builder.Finish();
    }

    private void Take(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            var end = text.IndexOf((byte)'\n');
            var piece = end < 0 ? text : text[..end];
            if (!piece.IsEmpty) TakePiece(piece);
            if (end < 0)
            {
                consumed += text.Length;
                return;
            }
            consumed += end + 1;
            EndLine();
            text = text[(end + 1)..];
        }
    }

    private void TakePiece(ReadOnlySpan<byte> piece)
    {
        if (bytes == 0) BeginLine(first = piece[0]);
        bytes += piece.Length;
        last = piece[^1];
        if (state == State.Header)
        {
            if (header.WrittenCount < LongestHeader) header.Write(piece);
        }
        else if (state is State.Sequence or State.Quality)
        {
            if (state == State.Sequence) CheckLetters(piece);
            graphic += piece.ContainsAnyExceptInRange((byte)'!', (byte)'~') ? CountGraphic(piece) : piece.Length;
        }
    }

    // Blanks and control characters inside lines are noted only: whoever asks for such a region is told.
    private void CheckLetters(ReadOnlySpan<byte> piece)
    {
        for (var at = LetterScan<SequenceLetters>.Count(piece); at < piece.Length; at += LetterScan<SequenceLetters>.Count(piece[at..]))
        {
            if (QualityLetters.Has(piece[at]))
                throw new OmniException(
                    "OH1103", $"'{name}': {LetterName.Of(piece[at])} cannot be part of a sequence",
                    string.Create(CultureInfo.InvariantCulture, $"{file}:{line}, column {bytes - piece.Length + at + 1}"));
            at++;
        }
    }

    private void BeginLine(byte letter)
    {
        if (letter == (byte)'>' && state is State.Between or State.Sequence && !(isFastq && state == State.Sequence))
            BeginRecord(fastq: false);
        else if (letter == (byte)'@' && (state == State.Between || (state == State.Quality && isComplete))) BeginRecord(fastq: true);
        else if (letter == (byte)'+' && isFastq && state is State.Sequence or State.Separator) state = State.Plus;
        else if (state == State.Separator)
            throw Wrong($"'+' was expected after the last line of '{name}', which was empty or shorter than the lines before");
        else if (state == State.Between && letter != (byte)'\r') throw Unexpected(letter);
    }

    private void BeginRecord(bool fastq)
    {
        if (knowsFormat && isFastq != fastq) throw Wrong(fastq ? "'@' in a FASTA file" : "'>' in a FASTQ file");
        knowsFormat = true;
        isFastq = fastq;
        Keep();
        state = State.Header;
        headerLine = line;
        header.ResetWrittenCount();
    }

    private void EndLine()
    {
        switch (state)
        {
            case State.Between:
                if (bytes > 1) throw Unexpected(first);
                break;
            case State.Header:
                ReadName();
                bases = 0;
                qualities = 0;
                lineBases = 0;
                lineWidth = 0;
                isComplete = false;
                isEmptyRead = false;
                hasBlanks = false;
                qualityOffset = 0;
                offset = consumed;
                state = State.Sequence;
                break;
            case State.Plus:
                qualityOffset = consumed;
                state = State.Quality;
                break;
            case State.Sequence:
                EndSequenceLine();
                break;
            case State.Quality:
                EndQualityLine();
                break;
        }
        line++;
        bytes = 0;
        graphic = 0;
    }

    private void EndSequenceLine()
    {
        if (bytes == 0)
        {
            // A read of no bases, which trimming leaves.
            isEmptyRead = isFastq && lineWidth == 0;
            if (isFastq && !isEmptyRead) throw Wrong($"an empty line in the sequence of '{name}'");
            state = isFastq ? State.Separator : State.Between;
            return;
        }
        var width = bytes + 1;
        bases += graphic;
        if (!isFastq) isComplete = true;
        if (graphic != bytes - (last == (byte)'\r' ? 1 : 0)) hasBlanks = true;
        if (lineWidth == 0) (lineWidth, lineBases) = (width, graphic);
        else if (width < lineWidth) state = isFastq ? State.Separator : State.Between;
        else if (width > lineWidth)
            throw Wrong($"a line of '{name}' is longer than the lines before it: {width - 1} bytes after {lineWidth - 1}");
        else if (graphic != lineBases) throw Wrong($"a line of '{name}' has {graphic} bases, the lines before it have {lineBases}");
    }

    private void EndQualityLine()
    {
        if (bytes == 0)
        {
            if (!isComplete && !isEmptyRead) throw Wrong($"an empty line in the qualities of '{name}'");
            state = State.Between;
            return;
        }
        qualities += graphic;
        if (bytes + 1 > lineWidth && qualities <= bases) throw Wrong($"a line of qualities of '{name}' is longer than its lines of bases");
        if (qualities > bases) throw Wrong($"'{name}' has more qualities than its {Plural.Count(bases, "base")}");
        if (qualities == bases) isComplete = true;
        else if (bytes + 1 < lineWidth) throw Wrong($"a line of qualities of '{name}' is shorter than its lines of bases");
    }

    private (FaidxIndex Index, IReadOnlyList<FaidxNote> Notes) Finish()
    {
        if (bytes > 0)
        {
            if (state is State.Header or State.Plus) throw Wrong($"the file ends in the header of '{Text(header.WrittenSpan)}'");
            EndLine();
        }
        if (!knowsFormat) throw new OmniException("OH1005", "is empty: no FASTA or FASTQ record", file);
        if (!isComplete && !isEmptyRead) throw Wrong($"the file ends inside '{name}'");
        Keep();
        return (new FaidxIndex(records, isFastq, file), notes);
    }

    private void Keep()
    {
        if (headerLine == 0) return;
        var place = string.Create(CultureInfo.InvariantCulture, $"{file}:{headerLine}");
        if (!isComplete) notes.Add(new(FaidxNoteKind.NoSequence, $"{place}: '{name}' has no sequence and is left out"));
        else if (!names.Add(name))
            notes.Add(new(FaidxNoteKind.DuplicateName, $"{place}: the name '{name}' stands there already; this record is left out"));
        else
        {
            if (hasBlanks)
                notes.Add(
                    new(
                        FaidxNoteKind.BlankInside,
                        $"{place}: '{name}' has blanks or control characters inside its lines; regions of it cannot be read"));
            records.Add(new FaidxRecord(name, bases, offset, lineBases, lineWidth, qualityOffset));
        }
        headerLine = 0;
    }

    private void ReadName()
    {
        if (header.WrittenCount >= LongestHeader) throw Wrong("the header is longer than 1 MiB");
        var text = header.WrittenSpan[1..].TrimStart(" \t\r\v\f"u8);
        var end = text.IndexOfAny(" \t\r\v\f"u8);
        name = Text(end < 0 ? text : text[..end]);
    }

    private OmniException Unexpected(byte letter) => records.Count > 0 || headerLine > 0
        ? Wrong($"{LetterName.Of(letter)} after the end of '{name}': the line before it was shorter or empty, so it had to be the last")
        : Wrong($"{LetterName.Of(letter)} where '>' or '@' was expected");

    private OmniException Wrong(string why) =>
        new("OH1025", $"cannot be indexed: {why}", string.Create(CultureInfo.InvariantCulture, $"{file}:{line}"),
        "All lines of a sequence but the last need one length; wrap the sequences anew, for instance with 'omni data convert'.");

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    private static long CountGraphic(ReadOnlySpan<byte> piece)
    {
        var count = 0L;
        foreach (var b in piece)
            if (b is >= (byte)'!' and <= (byte)'~') count++;
        return count;
    }
}

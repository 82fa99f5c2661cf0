using System.Text;
using OmniHelix.Tokenizers.Tokens;

namespace OmniHelix.Tokenizers.Normalization;

/// <summary>
/// A text on its way to tokens: characters that normalizers and pre-tokenizers change, and for each the characters of the original that it
/// stands for. Text that nothing has changed, or only got something put in front, keeps no table of them.
/// </summary>
internal sealed class AlignedText
{
    private char[] text = [];
    private TokenSpan[] origins = [];
    private char[] formerText = [];
    private TokenSpan[] formerOrigins = [];
    private int origin;
    // Characters put in front of unchanged text; -1 when each character has an origin in the table.
    private int prefix;
    private int formerLength;
    private int formerPrefix;

    /// <summary>Number of characters.</summary>
    public int Length { get; private set; }

    /// <summary>Room for characters.</summary>
    public int Capacity => text.Length + formerText.Length;

    /// <summary>The characters; those of equal length may be written over.</summary>
    public Span<char> Characters => text.AsSpan(0, Length);

    /// <summary>The characters before a rewriting.</summary>
    public ReadOnlySpan<char> Former => formerText.AsSpan(0, formerLength);

    /// <summary>Takes a text that begins at <paramref name="start"/> in the original.</summary>
    public void Load(ReadOnlySpan<char> source, int start)
    {
        // A mark of the first word is often put in front.
        if (text.Length < source.Length) text = new char[source.Length + 1];
        source.CopyTo(text);
        Length = source.Length;
        origin = start;
        prefix = 0;
    }

    /// <summary>Characters of the original that the characters from <paramref name="start"/> to <paramref name="end"/> stand for.</summary>
    public TokenSpan Original(int start, int end) =>
        start == end ? Empty(start) : new TokenSpan(OriginOf(start).Start, OriginOf(end - 1).End);

    /// <summary>Turns the spans of tokens, which count from <paramref name="start"/>, into those of the original.</summary>
    public void ToOriginal(Span<TokenSpan> spans, int start)
    {
        if (prefix == 0)
        {
            var shift = origin + start;
            if (shift == 0) return;
            foreach (ref var span in spans) span = new TokenSpan(span.Start + shift, span.End + shift);
            return;
        }
        foreach (ref var span in spans) span = Original(start + span.Start, start + span.End);
    }

    /// <summary>Puts a text in front; it stands for the first character.</summary>
    public void Prepend(string added)
    {
        if (prefix == 0 && added.Length == 1 && Length > 0)
        {
            if (text.Length <= Length) Array.Resize(ref text, Math.Max(Length + 1, (int)Math.Min(Array.MaxLength, 2L * Length)));
            text.AsSpan(0, Length).CopyTo(text.AsSpan(1));
            text[0] = added[0];
            Length++;
            prefix = 1;
            return;
        }
        BeginRewriting();
        Insert(added, FormerOrigin(0));
        Keep(0, formerLength);
    }

    /// <summary>Writes the text anew, character by character.</summary>
    /// <param name="write">Gets a character, what it stands for, and the text to write to.</param>
    public void Rewrite(Action<Rune, TokenSpan, AlignedText> write)
    {
        BeginRewriting();
        for (var at = 0; at < formerLength;)
        {
            var rune = FormerRune(at, out var units);
            write(rune, FormerOrigin(at, at + units), this);
            at += units;
        }
    }

    /// <summary>Writes the text anew as a list of characters that says how each came of the former ones.</summary>
    /// <param name="changes">
    /// Of each character 0 when it takes the place of the next former one, 1 when it is added, −n when n more former ones vanish with it.
    /// </param>
    public void Apply(List<(Rune Rune, int Change)> changes)
    {
        BeginRewriting();
        var at = 0;
        var last = default(TokenSpan);
        foreach (var (rune, change) in changes)
        {
            if (change <= 0)
            {
                last = Next(ref at);
                Insert(rune, last);
                for (var vanished = change; vanished < 0; vanished++) last = Next(ref at);
            }
            else Insert(rune, last);
        }

        TokenSpan Next(ref int from)
        {
            if (from >= formerLength) return last;
            var start = from;
            FormerRune(start, out var units);
            from += units;
            return FormerOrigin(start, from);
        }
    }

    /// <summary>Writes the text anew, with each UTF-8 byte of a part as a letter of <see cref="ByteAlphabet"/>.</summary>
    public void RewriteAsBytes(int start, int end)
    {
        BeginRewriting();
        Keep(0, start);
        KeepAsBytes(start, end);
        Keep(end, formerLength);
    }

    /// <summary>Takes over characters of the former text, with each UTF-8 byte as a letter of <see cref="ByteAlphabet"/>.</summary>
    public void KeepAsBytes(int start, int end)
    {
        Span<byte> bytes = stackalloc byte[4];
        for (var at = start; at < end;)
        {
            var rune = FormerRune(at, out var units);
            var stand = FormerOrigin(at, at + units);
            foreach (var value in bytes[..rune.EncodeToUtf8(bytes)]) Insert([ByteAlphabet.OfByte(value)], stand);
            at += units;
        }
    }

    /// <summary>Begins to write the text anew, out of <see cref="Former"/>.</summary>
    public void BeginRewriting()
    {
        (text, formerText) = (formerText, text);
        (origins, formerOrigins) = (formerOrigins, origins);
        formerLength = Length;
        formerPrefix = prefix;
        Length = 0;
        prefix = -1;
        Reserve(formerLength);
    }

    /// <summary>Takes over characters of the former text.</summary>
    public void Keep(int start, int end)
    {
        Reserve(end - start);
        formerText.AsSpan(start, end - start).CopyTo(text.AsSpan(Length));
        if (formerPrefix < 0) formerOrigins.AsSpan(start, end - start).CopyTo(origins.AsSpan(Length));
        else
        {
            for (var at = start; at < end; at++) origins[Length + at - start] = FormerOrigin(at);
        }
        Length += end - start;
    }

    /// <summary>Writes characters that stand for given ones of the original.</summary>
    public void Insert(ReadOnlySpan<char> added, TokenSpan stand)
    {
        Reserve(added.Length);
        added.CopyTo(text.AsSpan(Length));
        origins.AsSpan(Length, added.Length).Fill(stand);
        Length += added.Length;
    }

    /// <summary>Writes one character that stands for given ones of the original.</summary>
    public void Insert(Rune added, TokenSpan stand)
    {
        Span<char> units = stackalloc char[2];
        Insert(units[..added.EncodeToUtf16(units)], stand);
    }

    /// <summary>Characters of the original that a character of the former text stands for.</summary>
    public TokenSpan FormerOrigin(int at) => OriginOf(at, formerPrefix, formerOrigins);

    private TokenSpan FormerOrigin(int start, int end) => new(FormerOrigin(start).Start, FormerOrigin(end - 1).End);

    private Rune FormerRune(int at, out int units)
    {
        Rune.DecodeFromUtf16(Former[at..], out var rune, out units);
        return rune;
    }

    private TokenSpan OriginOf(int at) => OriginOf(at, prefix, origins);

    private TokenSpan OriginOf(int at, int before, TokenSpan[] table)
    {
        if (before < 0) return table[at];
        var from = origin + Math.Max(0, at - before);
        // A character of two units stands for both.
        return new TokenSpan(from, from + 1);
    }

    private TokenSpan Empty(int at)
    {
        var start = at < Length ? OriginOf(at).Start : Length > 0 ? OriginOf(Length - 1).End : origin;
        return new TokenSpan(start, start);
    }

    private void Reserve(int more)
    {
        var room = checked(Length + more);
        if (text.Length < room) Array.Resize(ref text, Math.Max(room, (int)Math.Min(Array.MaxLength, 2L * text.Length)));
        if (origins.Length < room) Array.Resize(ref origins, text.Length);
    }
}

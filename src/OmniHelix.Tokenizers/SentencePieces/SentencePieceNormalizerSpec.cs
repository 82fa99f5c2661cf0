namespace OmniHelix.Tokenizers.SentencePieces;

/// <summary>How text is changed before it is cut into pieces.</summary>
public sealed record SentencePieceNormalizerSpec
{
    /// <summary>Name of the rules, such as <c>nmt_nfkc</c>.</summary>
    public string Name { get; init; } = "";

    /// <summary>What is replaced by what; empty for nothing.</summary>
    public ReadOnlyMemory<byte> CharsMap { get; init; }

    /// <summary>A blank is put in front of the text, or behind it where blanks end words.</summary>
    public bool AddDummyPrefix { get; init; } = true;

    /// <summary>Blanks at both ends are left out, several become one.</summary>
    public bool RemoveExtraWhitespaces { get; init; } = true;

    /// <summary>Blanks become U+2581.</summary>
    public bool EscapeWhitespaces { get; init; } = true;

    private byte[] Rest { get; init; } = [];

    internal SentencePieceNormalizerSpec Read(WireReader reader)
    {
        var spec = this;
        var rest = new WireWriter();
        rest.Fields(Rest);
        while (reader.MoveNext())
        {
            switch (reader.Field)
            {
                case 1: spec = spec with { Name = reader.Text() }; break;
                case 2: spec = spec with { CharsMap = reader.Bytes().ToArray() }; break;
                case 3: spec = spec with { AddDummyPrefix = reader.Bool() }; break;
                case 4: spec = spec with { RemoveExtraWhitespaces = reader.Bool() }; break;
                case 5: spec = spec with { EscapeWhitespaces = reader.Bool() }; break;
                default: rest.Fields(reader.Skip()); break;
            }
        }
        return spec with { Rest = rest.Message.ToArray() };
    }

    internal void Write(WireWriter writer)
    {
        writer.Text(1, Name);
        writer.Bytes(2, CharsMap.Span);
        writer.Bool(3, AddDummyPrefix);
        writer.Bool(4, RemoveExtraWhitespaces);
        writer.Bool(5, EscapeWhitespaces);
        writer.Fields(Rest);
    }
}

using System.Text;
using System.Text.Json.Nodes;
using OmniHelix.Sequences;
using OmniHelix.Tokenizers.Genomic;
using OmniHelix.Tokenizers.Tokens;

namespace OmniHelix.Tokenizers;

/// <summary>
/// The tokenizer of Evo and StripedHyena: every byte of UTF-8 is a token, and its value the id. Of the 512 ids 0 ends and 1 pads a
/// sequence; those from 256 on are never given. Nothing is put around a sequence.
/// </summary>
internal sealed class ByteTokenizer : OmniTokenizer
{
    /// <summary>Its <c>tokenizer_class</c>.</summary>
    public const string Class = "ByteTokenizer";

    private const int Size = 512, Ascii = 128, Bytes = 256, MostBytes = 4;

    private readonly int[] ascii;
    private readonly TokenizerOptions options;
    private readonly JsonObject settings;

    /// <param name="options">Limits; letters are never converted unless it is asked for.</param>
    /// <param name="settings">The configuration that was read; may be empty.</param>
    public ByteTokenizer(TokenizerOptions options, JsonObject settings)
    {
        this.options = options;
        this.settings = settings;
        ascii = [.. Enumerable.Range(0, Ascii).Select(letter => (int)Converted((char)letter))];
    }

    public override int VocabularySize => Size;
    public override SpecialTokens Special { get; } = new() { Eos = 0, Pad = 1 };
    public override SpecialTokenTemplate Template => SpecialTokenTemplate.None;
    public override Molecule Molecule => options.Molecule ?? Molecule.Unknown;
    public override int MaxLength => options.MaxLength ?? int.MaxValue;
    public override UracilPolicy Uracil => options.Uracil ?? UracilPolicy.None;
    public override CasePolicy Case => options.Case ?? CasePolicy.Keep;
    public override LearnedLetters? Learned => options.Learned;
    public override TokenSide TruncationSide => options.TruncationSide ?? TokenSide.Right;
    public override TokenSide PaddingSide => options.PaddingSide ?? TokenSide.Right;

    public override IReadOnlyList<TokenizerStage> Stages => [new("model", "bytes of UTF-8")];

    public override string TokenOf(int id) => ((char)id).ToString();

    public override int? IdOf(string token) => token is [< (char)Size] ? token[0] : null;

    public override void SavePretrained(string folder, LearnedLetters? learned)
    {
        var config = (JsonObject)settings.DeepClone();
        config["tokenizer_class"] = Class;
        new TokenizerFiles([], config).Write(folder, this, options with { Learned = learned });
    }

    public override void EncodeContent(ReadOnlySpan<char> sequence, TokenBuffer tokens)
    {
        if (System.Text.Ascii.IsValid(sequence))
        {
            var ids = tokens.Reserve(sequence.Length, out var spans);
            for (var at = 0; at < ids.Length; at++) ids[at] = ascii[sequence[at]];
            KmerCut.Letters.FillSpans(0, spans);
            return;
        }
        Span<byte> bytes = stackalloc byte[MostBytes];
        for (int at = 0, length; at < sequence.Length; at += length)
        {
            Rune.DecodeFromUtf16(sequence[at..], out var letter, out length);
            var converted = letter.IsBmp ? new Rune(Converted((char)letter.Value)) : letter;
            var count = converted.EncodeToUtf8(bytes);
            foreach (var value in bytes[..count]) tokens.Add(value, new TokenSpan(at, at + length));
        }
    }

    private protected override string Join(IReadOnlyList<string> tokens) =>
        Encoding.UTF8.GetString([.. tokens.Select(token => token[0]).Where(letter => letter < Bytes).Select(letter => (byte)letter)]);
}

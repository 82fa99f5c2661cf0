using System.Text;
using OmniHelix.Documents;
using OmniHelix.Tokenizers.Patterns;

namespace OmniHelix.Tokenizers.PreTokenization;

/// <summary>Cuts text into the pieces that tokens do not reach over, as the <c>pre_tokenizer</c> of a <c>tokenizer.json</c> does.</summary>
internal abstract class PreTokenizer
{
    /// <summary>BERT's: words, and each punctuation mark alone.</summary>
    public static PreTokenizer Bert { get; } = new PreTokenizerSequence(
        [new CharacterSplitter(Rune.IsWhiteSpace, SplitBehavior.Removed), new CharacterSplitter(IsPunctuation, SplitBehavior.Isolated)]);

    /// <summary>Cuts the pieces of a text further.</summary>
    public abstract void Split(PreTokenizedText text);

    /// <summary>Reads a pre-tokenizer by its <c>type</c>.</summary>
    /// <exception cref="OmniException">OH1506: an unknown type, or a setting of the wrong form.</exception>
    public static PreTokenizer Read(MapNode node) => node.Text("type") switch
    {
        "Sequence" => new PreTokenizerSequence([.. node.Maps("pretokenizers").Select(Read)]),
        "BertPreTokenizer" => Bert,
        "Whitespace" => new WordSplitter(),
        "WhitespaceSplit" => new CharacterSplitter(Rune.IsWhiteSpace, SplitBehavior.Removed),
        "CharDelimiterSplit" => new CharacterSplitter(ReadDelimiter(node).Equals, SplitBehavior.Removed),
        "Punctuation" => new CharacterSplitter(IsPunctuation, ReadBehavior(node)),
        "Digits" => new CharacterSplitter(
            Rune.IsNumber, node.Flag("individual_digits") == true ? SplitBehavior.Isolated : SplitBehavior.Contiguous),
        "Split" => new PatternSplitter(TextPattern.Read(node), ReadBehavior(node), node.Flag("invert") ?? false),
        "Metaspace" => MetaspacePreTokenizer.ReadSettings(node),
        "ByteLevel" => new ByteLevelPreTokenizer(node.Flag("add_prefix_space") ?? true, node.Flag("use_regex") ?? true),
        "UnicodeScripts" => new ScriptSplitter(),
        "FixedLength" => new FixedLengthSplitter(node.Integer("length", least: 1) ?? FixedLengthSplitter.UsualLength),
        _ => throw node.Wrong("type", "a pre-tokenizer: Sequence, BertPreTokenizer, Whitespace, WhitespaceSplit, CharDelimiterSplit, "
            + "Punctuation, Digits, Split, Metaspace, ByteLevel, UnicodeScripts or FixedLength"),
    };

    // ASCII symbols count as punctuation, as in BERT.
    private static bool IsPunctuation(Rune rune) => rune.IsAscii
        ? char.IsPunctuation((char)rune.Value) || char.IsSymbol((char)rune.Value)
        : Rune.IsPunctuation(rune);

    private static Rune ReadDelimiter(MapNode node)
    {
        var text = node.Text("delimiter") ?? "";
        return text.EnumerateRunes().Count() == 1 ? text.EnumerateRunes().First() : throw node.Wrong("delimiter", "one character");
    }


    private static SplitBehavior ReadBehavior(MapNode node) =>
        node.Text("behavior") is not { } name ? SplitBehavior.Isolated
        : Enum.TryParse<SplitBehavior>(name, out var behavior) && !char.IsAsciiDigit(name[0]) ? behavior
        : throw node.Wrong("behavior", $"one of {string.Join(", ", Enum.GetNames<SplitBehavior>())}");
}

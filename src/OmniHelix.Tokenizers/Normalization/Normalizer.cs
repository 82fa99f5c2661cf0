using OmniHelix.Documents;
using OmniHelix.Tokenizers.Patterns;
using OmniHelix.Tokenizers.Unicode;

namespace OmniHelix.Tokenizers.Normalization;

/// <summary>Changes text before it is cut, as the <c>normalizer</c> of a <c>tokenizer.json</c> does.</summary>
internal abstract class Normalizer
{
    /// <summary>Changes a text in place.</summary>
    public abstract void Normalize(AlignedText text);

    /// <summary>Reads a normalizer by its <c>type</c>.</summary>
    /// <exception cref="OmniException">OH1506: an unknown type, or a setting of the wrong form.</exception>
    public static Normalizer Read(MapNode node) => node.Text("type") switch
    {
        "Sequence" => NormalizerSequence.ReadParts(node),
        "BertNormalizer" => new BertNormalizer
        {
            CleanText = node.Flag("clean_text") ?? true,
            HandleChinese = node.Flag("handle_chinese_chars") ?? true,
            StripAccents = node.Flag("strip_accents"),
            Lowercase = node.Flag("lowercase") ?? true,
        },
        "NFC" => new UnicodeNormalizer(UnicodeForm.C),
        "NFD" => new UnicodeNormalizer(UnicodeForm.D),
        "NFKC" => new UnicodeNormalizer(UnicodeForm.KC),
        "NFKD" => new UnicodeNormalizer(UnicodeForm.KD),
        "Lowercase" => new LowercaseNormalizer(),
        "StripAccents" => new AccentStripper(),
        "Strip" => new BlankStripper(node.Flag("strip_left") ?? true, node.Flag("strip_right") ?? true),
        "Replace" => new ReplaceNormalizer(TextPattern.Read(node), node.Text("content") ?? ""),
        "Prepend" => new PrependNormalizer(node.Text("prepend") ?? throw node.Wrong("prepend", "a text")),
        "Nmt" => new NmtNormalizer(),
        "Precompiled" => PrecompiledNormalizer.ReadMap(node),
        "ByteLevel" => new ByteLevelNormalizer(),
        _ => throw node.Wrong("type", "a normalizer: Sequence, BertNormalizer, NFC, NFD, NFKC, NFKD, Lowercase, StripAccents, Strip, "
            + "Replace, Prepend, Nmt, Precompiled or ByteLevel"),
    };
}

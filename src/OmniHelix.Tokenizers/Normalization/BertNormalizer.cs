using System.Globalization;
using System.Text;
using OmniHelix.Tokenizers.Unicode;

namespace OmniHelix.Tokenizers.Normalization;

/// <summary>BERT's cleaning: control characters, blanks around ideographs, accents, case.</summary>
internal sealed class BertNormalizer : Normalizer
{
    private static readonly (int First, int Last)[] Ideographs =
    [
        (0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F), (0x2B740, 0x2B81F), (0x2B920, 0x2CEAF),
        (0xF900, 0xFAFF), (0x2F800, 0x2FA1F),
    ];

    private readonly UnicodeNormalizer decompose = new(UnicodeForm.D);
    private readonly LowercaseNormalizer lower = new();

    /// <summary>Control characters vanish, blanks of every kind become blanks.</summary>
    public bool CleanText { get; init; } = true;

    /// <summary>Blanks around ideographs.</summary>
    public bool HandleChinese { get; init; } = true;

    /// <summary>Accents vanish; null for as <see cref="Lowercase"/>.</summary>
    public bool? StripAccents { get; init; }

    /// <summary>Lower case.</summary>
    public bool Lowercase { get; init; } = true;

    public override void Normalize(AlignedText text)
    {
        if (CleanText && !IsClean(text.Characters)) Clean(text);
        if (HandleChinese && !Ascii.IsValid(text.Characters)) PadIdeographs(text);
        if ((StripAccents ?? Lowercase) && !Ascii.IsValid(text.Characters))
        {
            decompose.Normalize(text);
            text.Rewrite((rune, stand, written) =>
            {
                if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.NonSpacingMark) written.Insert(rune, stand);
            });
        }
        if (Lowercase) lower.Normalize(text);
    }

    private static bool IsClean(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange(' ', '~');

    private static void Clean(AlignedText text) => text.Rewrite((rune, stand, written) =>
    {
        var isLineBlank = rune.Value is '\t' or '\n' or '\r';
        if (rune.Value == 0xFFFD || (IsControl(rune) && !isLineBlank)) return;
        if (isLineBlank || Rune.IsWhiteSpace(rune)) written.Insert(" ", stand);
        else written.Insert(rune, stand);
    });

    private static void PadIdeographs(AlignedText text) => text.Rewrite((rune, stand, written) =>
    {
        var isIdeograph = Array.Exists(Ideographs, range => rune.Value >= range.First && rune.Value <= range.Last);
        if (isIdeograph) written.Insert(" ", stand);
        written.Insert(rune, stand);
        if (isIdeograph) written.Insert(" ", stand);
    });

    private static bool IsControl(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse
        or UnicodeCategory.Surrogate;
}

namespace OmniHelix.Tokenizers.Unicode;

/// <summary>Scripts that a rule names; the others are numbers that only differ from each other.</summary>
internal enum UnicodeScript : byte
{
    /// <summary>No letter of Unicode 9.</summary>
    Unknown,

    /// <summary>Letters of many scripts, such as digits and punctuation.</summary>
    Common,

    /// <summary>Marks that take the script of the letter before.</summary>
    Inherited,

    /// <summary>Ideographs of Chinese, Japanese and Korean.</summary>
    Han,

    /// <summary>A syllabary of Japanese.</summary>
    Hiragana,

    /// <summary>A syllabary of Japanese.</summary>
    Katakana,
}

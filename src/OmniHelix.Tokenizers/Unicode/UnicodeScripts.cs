using System.Text;

namespace OmniHelix.Tokenizers.Unicode;

/// <summary>
/// The property Script (Unicode Standard Annex 24) as the reference library knows it: letters later than Unicode 9 have none.
/// </summary>
internal static class UnicodeScripts
{
    /// <summary>The script of a letter.</summary>
    public static UnicodeScript ScriptOf(Rune letter) => (UnicodeScript)UnicodeTables.Scripts[letter.Value];
}

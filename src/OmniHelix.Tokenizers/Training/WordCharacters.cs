using System.Text;

namespace OmniHelix.Tokenizers.Training;

/// <summary>The characters of a word in UTF-8, and where in the word they stand.</summary>
internal ref struct WordCharacters(ReadOnlySpan<byte> word)
{
    /// <summary>A bit of <see cref="Position"/>: another character stands before this one.</summary>
    public const int Continuing = 1;

    /// <summary>A bit of <see cref="Position"/>: no character stands behind this one.</summary>
    public const int Last = 2;

    private readonly ReadOnlySpan<byte> word = word;
    private int end = 0;

    /// <summary>Code point of the character.</summary>
    public int Current { get; private set; }

    /// <summary>Where it stands: <see cref="Continuing"/>, <see cref="Last"/>.</summary>
    public int Position { get; private set; }

    public bool MoveNext()
    {
        if (end == word.Length) return false;
        Position = end > 0 ? Continuing : 0;
        Current = word[end];
        if (Current < 0x80)
        {
            end++;
        }
        else
        {
            Rune.DecodeFromUtf8(word[end..], out var rune, out var length);
            Current = rune.Value;
            end += length;
        }
        if (end == word.Length) Position |= Last;
        return true;
    }
}

namespace OmniHelix.Tokenizers.SentencePieces;

/// <summary>A text as it is cut into pieces, and where in the original text each of its characters comes from.</summary>
internal sealed class NormalizedText
{
    private char[] characters;
    private int[] origins;

    /// <param name="room">Characters expected.</param>
    public NormalizedText(int room)
    {
        characters = new char[room];
        origins = new int[room + 1];
    }

    public int Length { get; private set; }

    public ReadOnlySpan<char> Characters => characters.AsSpan(0, Length);

    /// <summary>
    /// For each character, and behind the last, a position in the original text: what lies between those of two characters became what lies
    /// between the two.
    /// </summary>
    public ReadOnlySpan<int> Origins => origins.AsSpan(0, Length + 1);

    public void Add(char character, int origin)
    {
        if (Length == characters.Length)
        {
            Array.Resize(ref characters, 2 * Length + 16);
            Array.Resize(ref origins, characters.Length + 1);
        }
        characters[Length] = character;
        origins[Length] = origin;
        Length++;
    }

    /// <summary>Says where the original text of the last character ends.</summary>
    public void End(int origin) => origins[Length] = origin;

    /// <summary>Leaves the last character out; its original text belongs to none.</summary>
    public void RemoveLast() => Length--;
}

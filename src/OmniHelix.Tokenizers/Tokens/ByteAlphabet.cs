namespace OmniHelix.Tokenizers.Tokens;

/// <summary>
/// The letters by which GPT-2 and its successors write bytes, so that no token holds a blank or a control character: visible letters of
/// Latin-1 stand for themselves, the other 68 bytes are U+0100, U+0101 and so on in their order.
/// </summary>
internal static class ByteAlphabet
{
    private const int FirstStandIn = 0x100;

    private static readonly char[] Letters = MakeLetters();
    private static readonly short[] Bytes = MakeBytes();

    /// <summary>The letter of a byte.</summary>
    public static char OfByte(byte value) => Letters[value];

    /// <summary>The byte of a letter; -1 when it stands for none.</summary>
    public static int ByteOf(char letter) => letter < Bytes.Length ? Bytes[letter] : -1;

    private static bool IsVisible(int value) => value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);

    private static char[] MakeLetters()
    {
        var letters = new char[256];
        var next = FirstStandIn;
        for (var value = 0; value < letters.Length; value++) letters[value] = (char)(IsVisible(value) ? value : next++);
        return letters;
    }

    private static short[] MakeBytes()
    {
        var bytes = new short[Letters.Max() + 1];
        Array.Fill(bytes, (short)-1);
        for (var value = 0; value < Letters.Length; value++) bytes[Letters[value]] = (short)value;
        return bytes;
    }
}

using System.Text;

namespace OmniHelix.Tokenizers.Tests.Unicode;

/// <summary>The texts that <c>eng/unicode-tables --sums</c> draws, from letters that compose, decompose and change their places.</summary>
internal static class RandomTexts
{
    private const int Texts = 20_000;
    private const uint LongestText = 12;

    /// <summary>First and last letter of each range.</summary>
    public static readonly (int First, int Last)[] Lively =
    [
        (0x41, 0x5A), (0xC0, 0x24F), (0x300, 0x36F), (0x591, 0x5BD), (0x64B, 0x65F), (0x900, 0xDFF), (0x1100, 0x11FF), (0x1E00, 0x1FFF),
        (0x2126, 0x212B), (0x3041, 0x30FE), (0xAC00, 0xD7A3), (0xF900, 0xFAD9), (0xFB1D, 0xFDFC), (0x110A5, 0x110BA), (0x1D157, 0x1D1C0),
    ];

    public static IEnumerable<string> All()
    {
        var state = 1UL;
        for (var i = 0; i < Texts; i++)
        {
            var text = new StringBuilder();
            for (var left = 1 + Draw(LongestText); left > 0; left--)
            {
                var (first, last) = Lively[Draw((uint)Lively.Length)];
                text.Append(new Rune(first + (int)Draw((uint)(last - first + 1))).ToString());
            }
            yield return text.ToString();
        }

        uint Draw(uint below)
        {
            state = unchecked((state * 6364136223846793005) + 1442695040888963407);
            return (uint)((state >> 33) % below);
        }
    }
}

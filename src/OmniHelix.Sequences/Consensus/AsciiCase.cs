namespace OmniHelix.Sequences.Consensus;

/// <summary>Case of ASCII bytes; other bytes stay.</summary>
internal static class AsciiCase
{
    public static byte ToUpper(byte b) => b is >= (byte)'a' and <= (byte)'z' ? (byte)(b & ~0x20) : b;

    public static byte ToLower(byte b) => b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b | 0x20) : b;
}

namespace OmniHelix.Sequences;

/// <summary>How a message names a byte that stands where it should not.</summary>
internal static class LetterName
{
    /// <summary>The letter in quotes, or what it is when it cannot be seen.</summary>
    public static string Of(byte letter) => letter switch
    {
        0 => "a NUL byte",
        (byte)' ' => "a blank",
        (byte)'\t' => "a tab",
        > 126 => $"byte 0x{letter:X2} (not ASCII)",
        < 32 => $"control character 0x{letter:X2}",
        _ => $"'{(char)letter}'",
    };
}

namespace OmniHelix.Cli.Shell;

/// <summary>
/// Bytes for a person's terminal: control characters in them do nothing there, as <see cref="Prose.Harmless"/> says of text.
/// </summary>
/// <param name="terminal">Takes the bytes, and is closed with this.</param>
internal sealed class HarmlessBytes(Stream terminal) : ForwardStream(terminal)
{
    private const byte Shown = (byte)'?', Delete = 0x7F;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        var shown = buffer.ToArray();
        foreach (ref var letter in shown.AsSpan())
            if (letter is Delete or < (byte)' ' and not ((byte)'\n' or (byte)'\r' or (byte)'\t')) letter = Shown;
        Output.Write(shown);
    }
}

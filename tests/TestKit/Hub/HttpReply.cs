namespace OmniHelix.TestKit.Hub;

/// <summary>What the stand-in answers, and how the connection then fails.</summary>
/// <param name="Status">Such as 200.</param>
public sealed record HttpReply(int Status)
{
    /// <summary>Headers beside the length.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Its body.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The length that is told; null for that of the body.</summary>
    public long? Length { get; init; }

    /// <summary>Bytes of the body after which the connection is cut; null for none.</summary>
    public int? CutAfter { get; init; }

    /// <summary>The pause after each byte of the body.</summary>
    public TimeSpan PauseOfAByte { get; init; }

    /// <summary>The pause before anything is sent.</summary>
    public TimeSpan PauseBefore { get; init; }

    /// <summary>A reply with a header more.</summary>
    public HttpReply With(string name, string value) => this with { Headers = new Dictionary<string, string>(Headers) { [name] = value } };
}

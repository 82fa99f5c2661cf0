namespace OmniHelix.Documents;

/// <summary>What a document is for: its name in errors, the codes of its errors, and how large it may be.</summary>
/// <param name="Name">Such as <c>a configuration file</c>.</param>
/// <param name="Codes">Codes of its errors.</param>
public sealed record DocumentKind(string Name, DocumentCodes Codes)
{
    /// <summary>Most bytes of the file.</summary>
    public int LargestBytes { get; init; } = 1 << 20;

    /// <summary>Most levels of lists and objects inside each other, the outermost included.</summary>
    public int DeepestNesting { get; init; } = 16;

    /// <summary>Users write it, so that an error in it is an error of usage.</summary>
    public bool IsUsage { get; init; } = true;

    /// <summary>The error of this kind of document.</summary>
    public OmniException Error(string code, string message, string place, string? advice = null, Exception? inner = null) =>
        IsUsage ? new UsageException(code, message, place, advice) : new OmniException(code, message, place, advice, inner);
}

/// <summary>The codes that the errors of a kind of document have, as listed in <c>docs/errors.md</c>.</summary>
/// <param name="Unreadable">The file is not there, cannot be read or is too large.</param>
/// <param name="Malformed">Neither YAML nor JSON, or of a form that is not allowed.</param>
/// <param name="Repeated">A key stands twice.</param>
/// <param name="Unknown">A key means nothing.</param>
/// <param name="Wrong">A value has the wrong type.</param>
/// <param name="OutOfRange">A value is out of range.</param>
/// <param name="NoChoice">A value is none of the choices.</param>
public sealed record DocumentCodes(
    string Unreadable, string Malformed, string Repeated, string Unknown, string Wrong, string OutOfRange, string NoChoice);

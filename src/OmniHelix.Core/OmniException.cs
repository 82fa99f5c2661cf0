namespace OmniHelix;

/// <summary>
/// The one exception family of OmniHelix: what happened, where, and what to do next. Everything that a user can cause ends in
/// this type; anything else is a defect of the program.
/// </summary>
/// <param name="code">Stable code listed in <c>docs/errors.md</c>: OH1xxx input data, OH2xxx usage and configuration, OH3xxx checkpoints
/// and models, OH4xxx engine, OH5xxx training, OH6xxx files and disk.</param>
/// <param name="message">What is wrong and what was expected, one sentence.</param>
/// <param name="place">File, line, record, column or byte; null when there is no place to name.</param>
/// <param name="advice">What the user can do; null when the message already says it.</param>
/// <param name="inner">The cause.</param>
public class OmniException(string code, string message, string? place = null, string? advice = null, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>Stable code such as <c>OH1203</c>.</summary>
    public string Code { get; } = code;

    /// <summary>File, line, record, column or byte.</summary>
    public string? Place { get; } = place;

    /// <summary>What the user can do.</summary>
    public string? Advice { get; } = advice;

    /// <summary>As any exception, with all that <see cref="Describe"/> says in place of the message alone.</summary>
    public override string ToString() =>
        $"{GetType().FullName}: {Describe()}{(InnerException is null ? "" : $"{Environment.NewLine} ---> {InnerException}")}"
            + (StackTrace is null ? "" : Environment.NewLine + StackTrace);

    /// <summary>The text shown to a user: <c>OH1203 samples/x.csv:7: message. advice</c>.</summary>
    public string Describe() =>
        $"{Code}{(Place is null ? "" : " " + Place)}: {Message}{(Advice is null ? "" : Environment.NewLine + "  " + Advice)}";
}

/// <summary>Wrong flags, wrong configuration keys, wrong combinations: the program ends with exit code 2.</summary>
/// <inheritdoc cref="OmniException(string, string, string?, string?, Exception?)"/>
public sealed class UsageException(string code, string message, string? place = null, string? advice = null)
    : OmniException(code, message, place, advice);

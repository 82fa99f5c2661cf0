namespace OmniHelix.Hub.Downloads;

/// <summary>
/// Who watches what is downloaded, and may stop it. A name of a model stands in many places, deep below which it turns out that the model
/// has to be fetched; what runs inside a session, on any thread, reports to it.
/// </summary>
public sealed class HubSession : IDisposable
{
    private static readonly AsyncLocal<HubSession?> Ambient = new();

    private readonly HubSession? outer = Ambient.Value;
    private readonly HashSet<string> said = new(StringComparer.Ordinal);
    private readonly IProgress<HubTransfer>? progress;
    private readonly Action<string>? note;

    private readonly Func<IEnumerable<string>>? names;

    private HubSession(
        IProgress<HubTransfer>? progress, Action<string>? note, Func<IEnumerable<string>>? names, CancellationToken cancellation)
    {
        this.names = names;
        this.progress = progress;
        this.note = note;
        Cancellation = cancellation;
    }

    /// <summary>Stops what is downloaded.</summary>
    internal CancellationToken Cancellation { get; }

    /// <summary>The session of the caller; one that nobody watches when there is none.</summary>
    internal static HubSession Current => Ambient.Value ?? new HubSession(null, null, null, CancellationToken.None);

    /// <summary>Begins one, until it is disposed.</summary>
    /// <param name="progress">Is told how far a file is.</param>
    /// <param name="note">Is given sentences: which commit a name stands for, why it takes longer.</param>
    /// <param name="names">Names of models that exist, one of which a mistyped name may have meant; null for none.</param>
    /// <param name="cancellation">Stops what is downloaded.</param>
    public static HubSession Begin(
        IProgress<HubTransfer>? progress, Action<string>? note, Func<IEnumerable<string>>? names = null,
        CancellationToken cancellation = default)
    {
        var session = new HubSession(progress, note, names, cancellation);
        Ambient.Value = session;
        return session;
    }

    /// <summary>Ends it; what was before is again.</summary>
    public void Dispose() => Ambient.Value = outer;

    /// <summary>Such as <c>Did you mean 'owner/name'?</c>; null when no other name is near.</summary>
    /// <param name="name">What was said.</param>
    /// <param name="cached">Names of the models in the cache.</param>
    internal string? Near(string name, IEnumerable<string> cached) =>
        NearestName.Ask(name, cached.Concat(names?.Invoke() ?? []).Where(other => other != name));

    /// <summary>Tells how far a file is.</summary>
    internal void Report(HubTransfer transfer) => progress?.Report(transfer);

    /// <summary>Says a sentence.</summary>
    internal void Say(string sentence) => note?.Invoke(sentence);

    /// <summary>Says a sentence that is said once, however often it is true.</summary>
    internal void SayOnce(string sentence)
    {
        lock (said)
            if (!said.Add(sentence)) return;
        Say(sentence);
    }
}

/// <summary>How far a file is.</summary>
/// <param name="File">Its path in the repository.</param>
/// <param name="Bytes">What is here.</param>
/// <param name="Size">The whole; null when the hub does not say it.</param>
/// <param name="Rate">Bytes per second since this download began.</param>
public sealed record HubTransfer(string File, long Bytes, long? Size, double Rate)
{
    /// <summary>Time left at this rate; null when it cannot be told.</summary>
    public TimeSpan? Left => Size is { } size && Rate > 0 ? TimeSpan.FromSeconds(Math.Min((size - Bytes) / Rate, 1e9)) : null;
}

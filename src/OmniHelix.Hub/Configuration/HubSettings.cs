namespace OmniHelix.Hub.Configuration;

/// <summary>Where models are kept on this machine, which hub they come from, and whether it may be asked.</summary>
public sealed class HubSettings
{
    /// <summary>The hub that is meant when none is named.</summary>
    public static readonly Uri UsualEndpoint = new("https://huggingface.co");

    /// <summary>The folder with <c>models--owner--name</c>; it need not exist.</summary>
    public required string Cache { get; init; }

    /// <summary>The hub.</summary>
    public Uri Endpoint { get; init; } = UsualEndpoint;

    /// <summary>What tells the hub who asks; null for nobody. It goes to the hub alone, to no server that this one points to.</summary>
    public string? Token { get; init; }

    /// <summary>Nothing is asked: only what is in the cache is there.</summary>
    public bool IsOffline { get; init; }

    /// <summary>How long a server may be silent, or all but silent, before it is asked again.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often in a row something may fail before it is given up.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>The pause after the first failure; each further one doubles it.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause that a hub that is asked too often may demand.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The settings that programs share through environment variables.</summary>
    /// <exception cref="UsageException">OH2004: <c>HF_ENDPOINT</c> is no address of a hub.</exception>
    public static HubSettings FromEnvironment() => HubEnvironment.Read(HubEnvironment.OfProcess);
}

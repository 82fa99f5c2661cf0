namespace OmniHelix.Hub.Configuration;

/// <summary>
/// The environment variables by which programs of a user find one cache and one hub: those that Python's libraries read, with their
/// meaning.
/// </summary>
internal static class HubEnvironment
{
    private static readonly string[] Yes = ["1", "ON", "YES", "TRUE"];

    /// <summary>A variable of this process.</summary>
    public static string? OfProcess(string name) => Environment.GetEnvironmentVariable(name);

    /// <summary>What the variables say.</summary>
    /// <param name="variable">The value of a variable; null or empty for none.</param>
    /// <exception cref="UsageException">OH2004: <c>HF_ENDPOINT</c> is no address of a hub.</exception>
    public static HubSettings Read(Func<string, string?> variable)
    {
        var home = Said("HF_HOME") ?? Path.Combine(Said("XDG_CACHE_HOME") ?? Path.Combine(UserFolder(), ".cache"), "huggingface");
        home = Expanded(home);
        return new HubSettings
        {
            Cache = Expanded(Said("HF_HUB_CACHE") ?? Said("HUGGINGFACE_HUB_CACHE") ?? Path.Combine(home, "hub")),
            Endpoint = Said("HF_ENDPOINT") is { } said ? EndpointOf(said) : HubSettings.UsualEndpoint,
            Token = Said("HF_TOKEN") ?? TokenIn(Expanded(Said("HF_TOKEN_PATH") ?? Path.Combine(home, "token"))),
            IsOffline = IsYes("HF_HUB_OFFLINE") || IsYes("TRANSFORMERS_OFFLINE"),
        };

        string? Said(string name) => variable(name)?.Trim() is { Length: > 0 } value ? value : null;

        bool IsYes(string name) => Yes.Contains(Said(name), StringComparer.OrdinalIgnoreCase);

        string UserFolder() => Said("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

        string Expanded(string path) => path == "~" || path.StartsWith("~/", StringComparison.Ordinal) ? UserFolder() + path[1..] : path;
    }

    private static Uri EndpointOf(string text) =>
        Uri.TryCreate(text.TrimEnd('/'), UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            && address.Query.Length + address.Fragment.Length == 0
            ? address
            : throw new UsageException(
                "OH2004", $"HF_ENDPOINT is no address of a hub: {text}", null, "Give one such as https://huggingface.co, or leave it out.");

    private static string? TokenIn(string file)
    {
        try
        {
            return File.Exists(file) && File.ReadAllText(file).Trim() is { Length: > 0 } token ? token : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another user's token is none; what needs one says so.
            return null;
        }
    }
}

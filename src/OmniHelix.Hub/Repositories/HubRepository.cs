using System.Text.RegularExpressions;

namespace OmniHelix.Hub.Repositories;

/// <summary>What a repository of a hub holds.</summary>
public enum RepositoryKind
{
    /// <summary>A model.</summary>
    Model,

    /// <summary>A data set; the hubs of other programs keep archives in one.</summary>
    DataSet,
}

/// <summary>A repository of a hub.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Id"><c>owner/name</c>, or a name alone for the oldest ones.</param>
public sealed partial record HubRepository(RepositoryKind Kind, string Id)
{
    private const string Separator = "--";

    /// <summary>A model.</summary>
    /// <exception cref="UsageException">OH3901: this is no name of a repository.</exception>
    public static HubRepository Model(string id) => IsId(id)
        ? new(RepositoryKind.Model, id)
        : throw new UsageException(
            "OH3901", "this is no name of a repository", id,
            "Repositories are called owner/name, of letters, digits, '-', '_' and '.', each part at most 96 of them.");

    /// <summary>Whether a text may be the name of a repository.</summary>
    public static bool IsId(string text) =>
        Form().IsMatch(text)
        && !text.Contains(Separator, StringComparison.Ordinal)
        && !text.Contains("..", StringComparison.Ordinal)
        && !text.EndsWith(".git", StringComparison.Ordinal);

    /// <summary>Its folder in a cache, such as <c>models--owner--name</c>.</summary>
    public string CacheName => $"{Plural}{Separator}{Id.Replace("/", Separator, StringComparison.Ordinal)}";

    /// <summary>What the address of its files begins with: nothing for a model, <c>datasets/</c> for a data set.</summary>
    internal string Prefix => Kind == RepositoryKind.Model ? "" : $"{Plural}/";

    /// <summary>The kind as addresses and caches have it.</summary>
    internal string Plural => Kind == RepositoryKind.Model ? "models" : "datasets";

    /// <summary>The model whose folder in a cache has this name; null for anything else.</summary>
    public static HubRepository? OfCacheName(string folder)
    {
        var parts = folder.Split(Separator);
        if (parts is not ["models", .. var names] || names.Length is 0 or > 2) return null;
        var id = string.Join('/', names);
        return IsId(id) ? new HubRepository(RepositoryKind.Model, id) : null;
    }

    /// <summary>The name.</summary>
    public override string ToString() => Id;

    [GeneratedRegex(@"\A(?:[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,94}[A-Za-z0-9_])?/)?[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,94}[A-Za-z0-9_])?\z")]
    private static partial Regex Form();
}

using System.Text.RegularExpressions;

namespace OmniHelix.Hub.Repositories;

/// <summary>A model at a certain state of its repository, written <c>owner/name</c> or <c>owner/name@revision</c>.</summary>
/// <param name="Repository">Where it is.</param>
/// <param name="Revision">A commit of 40 hexadecimal digits, a branch or a tag.</param>
public sealed partial record HubReference(HubRepository Repository, string Revision)
{
    /// <summary>The branch that is meant when none is named.</summary>
    public const string Main = "main";

    /// <summary>Whether the revision is a commit, which never changes what it means.</summary>
    public bool IsPinned => IsCommit(Revision);

    /// <summary>Whether a text is a whole commit.</summary>
    public static bool IsCommit(string text) => Commit().IsMatch(text);

    /// <summary>Reads <c>owner/name</c> or <c>owner/name@revision</c>; null for what is neither.</summary>
    /// <param name="text">What was said.</param>
    /// <param name="revision">The revision where the text has none; null for <see cref="Main"/>.</param>
    /// <exception cref="UsageException">OH3901: the text has a revision too, and it is another; or it is none.</exception>
    public static HubReference? TryParse(string text, string? revision = null)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var id = at < 0 ? text : text[..at];
        if (!HubRepository.IsId(id)) return null;
        var named = at < 0 ? null : text[(at + 1)..];
        if (named is not null && revision is not null && named != revision)
            throw new UsageException("OH3901", $"two revisions are asked for: {named} and {revision}", id, "Name one.");
        var chosen = named ?? revision ?? Main;
        if (!IsRevision(chosen))
            throw new UsageException(
                "OH3901", $"'{chosen}' is no revision", id, "A revision is a commit of 40 hexadecimal digits, a branch or a tag.");
        return new HubReference(new HubRepository(RepositoryKind.Model, id), chosen);
    }

    /// <summary>Reads <c>owner/name</c> or <c>owner/name@revision</c>.</summary>
    /// <inheritdoc cref="TryParse"/>
    /// <exception cref="UsageException">OH3901: this is no name of a repository, or no revision.</exception>
    public static HubReference Parse(string text, string? revision = null) =>
        TryParse(text, revision) ?? new HubReference(HubRepository.Model(text), revision ?? Main);

    /// <summary>As it is written; a revision other than <see cref="Main"/> is part of it.</summary>
    public override string ToString() => Revision == Main ? Repository.Id : $"{Repository.Id}@{Revision}";

    // What git takes for a name of a branch, without what a file name cannot be.
    private static bool IsRevision(string text) => Name().IsMatch(text) && !text.Contains("..", StringComparison.Ordinal);

    [GeneratedRegex(@"\A[0-9a-f]{40}\z")]
    private static partial Regex Commit();

    [GeneratedRegex(@"\A(?=.{1,250}\z)[A-Za-z0-9_][A-Za-z0-9_.+-]*(?:/[A-Za-z0-9_][A-Za-z0-9_.+-]*)*\z")]
    private static partial Regex Name();
}

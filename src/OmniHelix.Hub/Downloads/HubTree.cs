using System.Text.Json;
using OmniHelix.Hub.Repositories;

namespace OmniHelix.Hub.Downloads;

/// <summary>The files of a repository at a commit.</summary>
/// <param name="Commit">The commit that the revision stands for now.</param>
/// <param name="Files">The files, in the order of the hub.</param>
public sealed record HubTree(string Commit, IReadOnlyList<HubFile> Files)
{
    /// <summary>Reads the answer of a hub.</summary>
    /// <param name="json">What it said.</param>
    /// <param name="model">What was asked about.</param>
    /// <exception cref="OmniException">OH3910 a name of a file that is refused; OH3913 another answer.</exception>
    internal static HubTree Parse(ReadOnlyMemory<byte> json, HubReference model)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            var commit = TextOf(root, "sha");
            if (commit is null || !HubReference.IsCommit(commit)) throw new JsonException("it names no commit");
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("siblings", out var files)
                || files.ValueKind != JsonValueKind.Array)
                throw new JsonException("it lists no files");
            return new HubTree(commit, [.. files.EnumerateArray().Select(file => FileOf(file, model))]);
        }
        catch (JsonException e)
        {
            throw new OmniException(
                "OH3913", $"the hub's answer is not understood: {e.Message}", model.ToString(),
                "Check HF_ENDPOINT and the proxy: something else may have answered.", e);
        }
    }

    private static HubFile FileOf(JsonElement file, HubReference model)
    {
        var name = TextOf(file, "rfilename") ?? throw new JsonException("a file has no name");
        var isLarge = file.TryGetProperty("lfs", out var large) && large.ValueKind == JsonValueKind.Object;
        var hash = isLarge ? TextOf(large, "sha256") ?? TextOf(large, "oid") : TextOf(file, "blobId");
        long? size = file.TryGetProperty("size", out var bytes) && bytes.ValueKind == JsonValueKind.Number && bytes.TryGetInt64(out var n)
            && n >= 0
            ? n
            : null;
        return new HubFile(RepositoryPath.Require(name, model.ToString()), size, hash);
    }

    private static string? TextOf(JsonElement element, string key) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}

/// <summary>A file of a repository.</summary>
/// <param name="Name">Its path.</param>
/// <param name="Bytes">Its size; null when the hub does not say it.</param>
/// <param name="Hash">SHA-256 of a large file, git's SHA-1 of a small one; null when the hub does not say it.</param>
public sealed record HubFile(string Name, long? Bytes, string? Hash);

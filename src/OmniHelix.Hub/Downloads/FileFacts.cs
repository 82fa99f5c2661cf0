using System.Text.RegularExpressions;
using OmniHelix.Hub.Repositories;

namespace OmniHelix.Hub.Downloads;

/// <summary>What the headers of a hub say about a file.</summary>
/// <param name="Hash">SHA-256 of a large file, git's SHA-1 of a small one, or what else the server calls this content by.</param>
/// <param name="Size">Bytes; null when the hub does not say it.</param>
internal sealed partial record FileFacts(string Hash, long? Size)
{
    /// <summary>Reads the headers.</summary>
    /// <exception cref="OmniException">OH3913: they tell no content, or another commit.</exception>
    public static FileFacts Of(HttpResponseMessage response, HubReference model, string file)
    {
        var place = $"{model}/{file}";
        if (HubAnswer.Header(response, "X-Repo-Commit") is { } commit && model.IsPinned && commit != model.Revision)
            throw new OmniException(
                "OH3913", $"the hub gives a file of commit {commit} where one of {model.Revision} was asked for", place,
                "Try again, or check HF_ENDPOINT.");
        var tag = HubAnswer.Header(response, "X-Linked-Etag") ?? response.Headers.ETag?.Tag ?? HubAnswer.Header(response, "ETag");
        var hash = tag is null ? "" : (tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag).Trim('"');
        if (!Name().IsMatch(hash))
            throw new OmniException(
                "OH3913", "the answer has no ETag that tells the content of the file", place,
                "Check HF_ENDPOINT and the proxy: something else may have answered.");
        var isRedirect = (int)response.StatusCode >= 300;
        var size = long.TryParse(HubAnswer.Header(response, "X-Linked-Size"), out var linked) && linked >= 0
            ? linked
            : isRedirect ? null : response.Content.Headers.ContentLength;
        return new FileFacts(hash, size);
    }

    // The hash becomes the name of a file.
    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9_-]{0,127}\z")]
    private static partial Regex Name();
}

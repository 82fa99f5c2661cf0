using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace OmniHelix.TestKit.Hub;

/// <summary>
/// A hub of the tests' own, as Hugging Face's answers: headers tell commit, hash and size of a file; small files come from it, large ones
/// from a second server, to which it redirects.
/// </summary>
public sealed class StandInHub : IDisposable
{
    private readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, byte[]>> commits = new();
    private readonly ConcurrentDictionary<string, string> branches = new();
    private readonly ConcurrentQueue<HttpCall> calls = new();
    private readonly HttpStandIn hub, store;

    public StandInHub()
    {
        hub = new HttpStandIn(call => Answer(call, OfHub));
        store = new HttpStandIn(call => Answer(call, OfStore));
    }

    /// <summary>The value of <c>HF_ENDPOINT</c>.</summary>
    public string Endpoint => $"http://{hub.Authority}";

    /// <summary>The <c>host:port</c> of the server of large files.</summary>
    public string Store => store.Authority;

    /// <summary>All requests so far.</summary>
    public IReadOnlyList<HttpCall> Calls => [.. calls];

    /// <summary>Answers in place of the hub, or of the server of large files; null for nothing of its own.</summary>
    public Func<HttpCall, HttpReply?>? Instead { get; set; }

    /// <summary>Changes what is answered.</summary>
    public Func<HttpCall, HttpReply, HttpReply>? Then { get; set; }

    /// <summary>Puts files into a repository, on a branch of it.</summary>
    /// <returns>The commit.</returns>
    public string Put(string id, IReadOnlyDictionary<string, byte[]> files, string branch = "main")
    {
        var content = files.OrderBy(file => file.Key, StringComparer.Ordinal)
            .SelectMany(file => Encoding.UTF8.GetBytes(file.Key).Concat(file.Value));
        var commit = Convert.ToHexStringLower(SHA1.HashData([.. Encoding.UTF8.GetBytes(id), .. content]));
        commits[$"{id}@{commit}"] = files;
        branches[$"{id}@{branch}"] = commit;
        return commit;
    }

    /// <summary>Puts the files of a folder into a repository.</summary>
    /// <returns>The commit.</returns>
    public string Put(string id, string folder, string branch = "main") => Put(
        id, Directory.EnumerateFiles(folder).ToDictionary(file => Path.GetFileName(file), File.ReadAllBytes), branch);

    /// <summary>The hash that the hub calls a content by.</summary>
    public static string HashOf(string file, byte[] content) => IsLarge(file)
        ? Convert.ToHexStringLower(SHA256.HashData(content))
        : Convert.ToHexStringLower(SHA1.HashData([.. Encoding.ASCII.GetBytes($"blob {content.Length}\0"), .. content]));

    public void Dispose()
    {
        hub.Dispose();
        store.Dispose();
    }

    private static bool IsLarge(string file) =>
        file.EndsWith(".safetensors", StringComparison.Ordinal) || file.EndsWith(".bin", StringComparison.Ordinal);

    private HttpReply Answer(HttpCall call, Func<HttpCall, HttpReply> usual)
    {
        calls.Enqueue(call);
        var reply = Instead?.Invoke(call) ?? usual(call);
        return Then?.Invoke(call, reply) ?? reply;
    }

    private HttpReply OfHub(HttpCall call)
    {
        var parts = call.Path.TrimStart('/').Split('/');
        if (parts is ["api", "models", .. var named] && Array.LastIndexOf(named, "revision") is > 0 and var at)
            return Listing(string.Join('/', named[..at]), string.Join('/', named[(at + 1)..]));
        // Revisions have their slashes escaped, so the parts of the address as it was sent are counted.
        var sent = call.Target.TrimStart('/').Split('?')[0].Split('/');
        return Array.IndexOf(sent, "resolve") is > 0 and var resolve && sent.Length > resolve + 2
            ? FileOf(
                string.Join('/', sent[..resolve]), Uri.UnescapeDataString(sent[resolve + 1]),
                string.Join('/', sent[(resolve + 2)..].Select(Uri.UnescapeDataString)), call)
            : new HttpReply(404);
    }

    private HttpReply Listing(string id, string revision)
    {
        if (Find(id, revision) is not { } found) return Unknown(id);
        var files = found.Files.Select(file => (JsonNode)new JsonObject { ["rfilename"] = file.Key, ["size"] = file.Value.Length });
        var answer = new JsonObject { ["id"] = id, ["sha"] = found.Commit, ["siblings"] = new JsonArray([.. files]) };
        return new HttpReply(200) { Body = Encoding.UTF8.GetBytes(answer.ToJsonString()) }.With("Content-Type", "application/json");
    }

    private HttpReply FileOf(string id, string revision, string file, HttpCall call)
    {
        if (Find(id, revision) is not { } found) return Unknown(id);
        if (!found.Files.TryGetValue(file, out var content))
            return new HttpReply(404).With("X-Error-Code", "EntryNotFound").With("X-Repo-Commit", found.Commit);
        var hash = HashOf(file, content);
        if (!IsLarge(file)) return Part(content, call).With("X-Repo-Commit", found.Commit).With("ETag", $"\"{hash}\"");
        return new HttpReply(302)
            .With("X-Repo-Commit", found.Commit)
            .With("X-Linked-Etag", $"\"{hash}\"")
            .With("X-Linked-Size", $"{content.Length}")
            .With("Location", $"http://{Store}/{hash}?signature=abc");
    }

    private HttpReply Unknown(string id) => commits.Keys.Any(key => key.StartsWith(id + "@", StringComparison.Ordinal))
        ? new HttpReply(404).With("X-Error-Code", "RevisionNotFound")
        : new HttpReply(404).With("X-Error-Code", "RepoNotFound").With("X-Error-Message", "Repository not found");

    private HttpReply OfStore(HttpCall call)
    {
        var hash = call.Path.TrimStart('/');
        var content = commits.Values.SelectMany(files => files).FirstOrDefault(file => HashOf(file.Key, file.Value) == hash).Value;
        return content is null ? new HttpReply(404) : Part(content, call).With("ETag", "\"of the store\"");
    }

    private static HttpReply Part(byte[] content, HttpCall call)
    {
        if (call.From is not { } from) return new HttpReply(200) { Body = content };
        return from >= content.Length
            ? new HttpReply(416)
            : new HttpReply(206) { Body = content.AsMemory((int)from) }
                .With("Content-Range", $"bytes {from}-{content.Length - 1}/{content.Length}");
    }

    private (string Commit, IReadOnlyDictionary<string, byte[]> Files)? Find(string id, string revision)
    {
        var commit = branches.TryGetValue($"{id}@{revision}", out var known) ? known : revision;
        return commits.TryGetValue($"{id}@{commit}", out var files) ? (commit, files) : null;
    }
}

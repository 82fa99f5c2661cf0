using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using OmniHelix.Torch.Checkpoints.Memory;

namespace OmniHelix.Torch.Checkpoints;

/// <summary>Several files behind one index: <c>{"metadata": {…}, "weight_map": {tensor: file}}</c>.</summary>
internal sealed class ShardedCheckpoint : Checkpoint
{
    private static readonly JsonDocumentOptions IndexOptions = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    private readonly Dictionary<string, Checkpoint> shards;
    private readonly Dictionary<string, string> map;
    private readonly Dictionary<string, string> metadata;

    private ShardedCheckpoint(
        string path, Dictionary<string, string> map, Dictionary<string, string> metadata, Dictionary<string, Checkpoint> shards)
    {
        Path = path;
        this.map = map;
        this.metadata = metadata;
        this.shards = shards;
        Names = [.. map.Keys];
    }

    public override string Path { get; }

    public override IReadOnlyList<string> Names { get; }

    public override IReadOnlyDictionary<string, string> Metadata => metadata;

    public static ShardedCheckpoint Read(string path, CheckpointOptions options)
    {
        var (map, metadata) = ReadIndex(path, options.MaxHeaderBytes);
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;
        var shards = new Dictionary<string, Checkpoint>(StringComparer.Ordinal);
        try
        {
            foreach (var file in map.Values.Distinct(StringComparer.Ordinal))
            {
                var shard = System.IO.Path.Combine(folder, file);
                if (!File.Exists(shard))
                    throw Error(path, $"the index names the shard '{file}', which is not in the folder", "Download the missing file.");
                shards.Add(file, Checkpoint.Open(shard, options));
            }
            CheckKeys(path, map, shards);
            return new ShardedCheckpoint(path, map, metadata, shards);
        }
        catch
        {
            foreach (var shard in shards.Values) shard.Dispose();
            throw;
        }
    }

    public override bool TryGet(string name, [NotNullWhen(true)] out CheckpointTensor? tensor)
    {
        tensor = null;
        return map.TryGetValue(name, out var file) && shards[file].TryGet(name, out tensor);
    }

    protected override void Dispose(bool disposing)
    {
        if (!disposing) return;
        foreach (var shard in shards.Values) shard.Dispose();
    }

    private static (Dictionary<string, string> Map, Dictionary<string, string> Metadata) ReadIndex(string path, long maxBytes)
    {
        using var file = MappedFile.Open(path);
        if (file.Length > Math.Min(maxBytes, int.MaxValue))
            throw Error(path, $"the index has {file.Length} bytes, the limit is {maxBytes}");
        try
        {
            using var json = JsonDocument.Parse(file.Bytes(0, (int)file.Length).ToArray(), IndexOptions);
            if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("weight_map", out var weights)
                || weights.ValueKind != JsonValueKind.Object)
                throw Error(path, "a shard index needs the object 'weight_map'");
            var map = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var entry in weights.EnumerateObject())
            {
                if (entry.Value.ValueKind != JsonValueKind.String) throw Error(path, $"'weight_map' must name a file for '{entry.Name}'");
                map.Add(entry.Name, PlainName(path, entry.Value.GetString()!));
            }
            var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
            if (json.RootElement.TryGetProperty("metadata", out var extra) && extra.ValueKind == JsonValueKind.Object)
                foreach (var entry in extra.EnumerateObject()) metadata.Add(entry.Name, entry.Value.ToString());
            return (map, metadata);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new OmniException("OH3020", $"the shard index is not JSON: {e.Message}", path, "Download it again.", e);
        }
    }

    private static string PlainName(string path, string name)
    {
        if (name.Length is 0 or > 255 || name is "." or ".." || name.AsSpan().IndexOfAny("/\\:") >= 0 || name.Any(char.IsControl))
            throw Error(
                path, $"the shard name '{name}' is not a plain file name",
                "Do not use this file: an index must not point outside its folder.");
        return name;
    }

    private static void CheckKeys(string path, Dictionary<string, string> map, Dictionary<string, Checkpoint> shards)
    {
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (file, shard) in shards)
            foreach (var name in shard.Names)
            {
                if (!owners.TryAdd(name, file)) throw Error(path, $"the tensor '{name}' is in two shards: {owners[name]} and {file}");
                if (!map.TryGetValue(name, out var expected))
                    throw Error(path, $"the shard {file} holds '{name}', which the index does not name");
                if (expected != file) throw Error(path, $"the index says that '{name}' is in {expected}, it is in {file}");
            }
        foreach (var (name, file) in map)
            if (!owners.ContainsKey(name)) throw Error(path, $"the index says that '{name}' is in {file}, it is not");
    }

    private static OmniException Error(
        string path, string message, string advice = "Index and shards do not belong together: download or write them again.") =>
        new("OH3020", message, path, advice);
}

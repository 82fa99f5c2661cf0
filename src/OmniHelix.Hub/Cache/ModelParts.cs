using System.Text.Json;
using OmniHelix.Hub.Repositories;

namespace OmniHelix.Hub.Cache;

/// <summary>Which files of a repository a model needs, and which of them a folder lacks.</summary>
internal static class ModelParts
{
    /// <summary>The file that makes a folder one of a model.</summary>
    public const string Configuration = "config.json";

    private const string Weights = "model.safetensors", Index = "model.safetensors.index.json";
    private const string PickledWeights = "pytorch_model.bin", PickledIndex = "pytorch_model.bin.index.json";
    private const int MostBytesOfAnIndex = 64 << 20;

    private static readonly string[] Beside =
    [
        "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "metadata.json", "generation_config.json",
        "adapter_config.json", "adapter_model.safetensors",
    ];

    private static readonly string[] Vocabularies = ["tokenizer.json", "vocab.txt", "vocab.json", "merges.txt"];

    /// <summary>
    /// What a folder lacks to be a model that can be loaded: the configuration, or the weights, whole. The tokenizer is not among it, since
    /// some models have none.
    /// </summary>
    /// <exception cref="OmniException">OH3020 an index of shards is damaged; OH3910 it names files outside the folder.</exception>
    public static IReadOnlyList<string> MissingIn(string folder)
    {
        List<string> missing = [];
        if (!Has(Configuration)) missing.Add(Configuration);
        if (Has(Weights)) return missing;
        if (Has(Index)) return [.. missing, .. ShardsIn(Path.Combine(folder, Index)).Where(shard => !Has(shard))];
        if (Has(PickledWeights)) return missing;
        if (Has(PickledIndex)) return [.. missing, .. ShardsIn(Path.Combine(folder, PickledIndex)).Where(shard => !Has(shard))];
        return [.. missing, Weights];

        bool Has(string file) => CachedFile.IsWhole(Path.Combine(folder, file));
    }

    /// <summary>The files that programs look for in a model, whether they are there or not.</summary>
    public static IEnumerable<string> Known => [Weights, .. Beside, .. Vocabularies];

    /// <summary>Whether a folder has the vocabulary of a tokenizer.</summary>
    public static bool HasVocabulary(string folder) =>
        Directory.Exists(folder)
        && Directory.EnumerateFiles(folder).Any(file => IsVocabulary(Path.GetFileName(file)) && CachedFile.IsWhole(file));

    /// <summary>Whether a commit is known to have no vocabulary under the usual names.</summary>
    public static bool HasNoVocabulary(HubCache cache, HubReference commit) =>
        Vocabularies.All(file => cache.IsKnownMissing(commit.Repository, commit.Revision, file));

    /// <summary>The files of a repository that are needed before the weights.</summary>
    public static IEnumerable<string> Small(IEnumerable<string> files) =>
        files.Where(file => file == Configuration || Beside.Contains(file) || IsVocabulary(file));

    /// <summary>The file of the weights, or the index of their shards; safetensors before pickles.</summary>
    /// <returns>Null when there is none.</returns>
    public static string? WeightsAmong(IReadOnlyCollection<string> files) =>
        new[] { Weights, Index, PickledWeights, PickledIndex }.FirstOrDefault(files.Contains);

    /// <summary>Whether a file of weights is a pickle, or the index of some.</summary>
    public static bool IsPickle(string file) => file.StartsWith("pytorch_model.", StringComparison.Ordinal);

    /// <summary>Whether a file is an index of shards.</summary>
    public static bool IsIndex(string file) => file is Index or PickledIndex;

    /// <summary>The shards that an index names, in ordinal order.</summary>
    /// <exception cref="OmniException">OH3020 it is damaged; OH3910 it names files outside the folder.</exception>
    public static IReadOnlyList<string> ShardsIn(string index)
    {
        try
        {
            if (new FileInfo(index).Length > MostBytesOfAnIndex)
                throw new JsonException($"it is larger than {MostBytesOfAnIndex >> 20} MiB");
            using var document = JsonDocument.Parse(File.ReadAllBytes(index));
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("weight_map", out var map)
                || map.ValueKind != JsonValueKind.Object)
                throw new JsonException("it has no object 'weight_map'");
            var shards = map.EnumerateObject().Select(entry => entry.Value.ValueKind == JsonValueKind.String
                ? entry.Value.GetString()!
                : throw new JsonException($"the file of '{entry.Name}' is no text"));
            return [.. shards.Distinct().Select(shard => Plain(shard, index)).Order(StringComparer.Ordinal)];
        }
        catch (JsonException e)
        {
            throw new OmniException(
                "OH3020", $"this is no index of shards: {e.Message}", index, "Get the file again, or ask the model's owner.", e);
        }
    }

    // Shards lie beside their index.
    private static string Plain(string shard, string index) => !RepositoryPath.Require(shard, index).Contains('/', StringComparison.Ordinal)
        ? shard
        : throw new OmniException(
            "OH3910", $"the shard '{shard}' does not lie beside its index", index, "Do not use this repository, and tell its owner.");

    private static bool IsVocabulary(string file) =>
        !file.Contains('/', StringComparison.Ordinal)
        && (Vocabularies.Contains(file) || file.EndsWith(".model", StringComparison.OrdinalIgnoreCase));
}

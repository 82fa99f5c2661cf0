using System.Text;
using OmniHelix.Hub.Cache;
using OmniHelix.Hub.Configuration;
using OmniHelix.Hub.Downloads;
using OmniHelix.Hub.Repositories;
using OmniHelix.TestKit.Hub;

namespace OmniHelix.Hub.Tests;

/// <summary>A hub with a model, an empty cache, and what was said meanwhile.</summary>
public sealed class HubFolder : IDisposable
{
    public const string Id = "owner/model";

    private readonly TemporaryFolder folder = new("omni hub ");

    public HubFolder()
    {
        Weights = new byte[40_000];
        for (var i = 0; i < Weights.Length; i++) Weights[i] = (byte)(i * 31 >> 3);
        Commit = Hub.Put(Id, Files);
    }

    public StandInHub Hub { get; } = new();

    public byte[] Weights { get; }

    public string Commit { get; }

    public Dictionary<string, byte[]> Files => new()
    {
        ["config.json"] = Encoding.UTF8.GetBytes("""{"model_type": "esm"}"""),
        ["vocab.txt"] = Encoding.UTF8.GetBytes("<cls>\nA\nC\nG\nU\n"),
        ["model.safetensors"] = Weights,
        ["pytorch_model.bin"] = [1, 2, 3],
        ["modeling.py"] = Encoding.UTF8.GetBytes("import os"),
    };

    public string Cache => folder["cache"];

    public List<string> Said { get; } = [];

    public string this[params ReadOnlySpan<string> names] => folder[names];

    public HubSettings Settings(bool offline = false, string? token = null, double patience = 10) => new()
    {
        Cache = Cache,
        Endpoint = new Uri(Hub.Endpoint),
        IsOffline = offline,
        Token = token,
        Patience = TimeSpan.FromSeconds(patience),
        Pause = TimeSpan.FromMilliseconds(1),
        LongestPause = TimeSpan.FromSeconds(3),
    };

    /// <summary>Pulls a model.</summary>
    public string Pull(string name = Id, HubSettings? settings = null, bool allowPickle = false, CancellationToken cancellation = default)
    {
        using var session = HubSession.Begin(null, Said.Add, cancellation: cancellation);
        return new HubClient(settings ?? Settings()).PullAsync(HubReference.Parse(name), allowPickle).GetAwaiter().GetResult();
    }

    public OmniException Fails(string name = Id, HubSettings? settings = null, bool allowPickle = false) =>
        Assert.ThrowsAny<OmniException>(() => Pull(name, settings, allowPickle));

    /// <summary>Everything in the cache, links with what they point to.</summary>
    public IReadOnlyList<string> Tree() =>
    [
        .. FolderTree.Files(Cache)
            .Select(file => new FileInfo(Path.Combine(Cache, file)).LinkTarget is { } target ? $"{file} -> {target}" : file),
    ];

    public HubCache OpenCache() => new(Cache);

    public void Dispose()
    {
        Hub.Dispose();
        folder.Dispose();
    }
}

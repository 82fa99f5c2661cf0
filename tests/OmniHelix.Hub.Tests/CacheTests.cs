using OmniHelix.Hub.Cache;
using OmniHelix.Hub.Repositories;
using OmniHelix.TestKit.Hub;

namespace OmniHelix.Hub.Tests;

/// <summary>What is left in a cache, and what is damaged in it.</summary>
public sealed class CacheTests : IDisposable
{
    private readonly HubFolder hub = new();

    public void Dispose() => hub.Dispose();

    [Fact]
    public void WhatNothingPointsToIsToldAndRemoved()
    {
        hub.Pull();
        var other = new Dictionary<string, byte[]>(hub.Files) { ["model.safetensors"] = [1, 2, 3] };
        var commit = hub.Hub.Put(HubFolder.Id, other);
        var kept = hub.Pull();
        var half = Path.Combine(hub.Cache, "models--owner--model", "blobs", $"{new string('f', 64)}.12345678.incomplete");
        File.WriteAllBytes(half, new byte[10]);
        var before = hub.Tree();
        var left = CacheLeftovers.In(hub.OpenCache());
        Assert.Equal(before, hub.Tree());
        Assert.Equal([new HubReference(HubRepository.Model(HubFolder.Id), hub.Commit)], left.Commits);
        Assert.Equal((2, hub.Weights.Length + 10L), (left.Contents, left.Bytes));
        left.Remove();
        var model = Assert.Single(hub.OpenCache().Models());
        Assert.Equal([commit], model.Commits);
        Assert.Equal(3, model.Blobs.Count);
        Assert.Empty(model.Partial);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(Path.Combine(kept, "model.safetensors")));
        Assert.Empty(model.MissingIn(commit));
        Assert.Equal(0, CacheLeftovers.In(hub.OpenCache()).Bytes);
    }

    [Fact]
    public void WhatArrivesAtThisMomentIsNoLeftover()
    {
        hub.Pull();
        var hash = new string('f', 64);
        File.WriteAllBytes(Path.Combine(hub.Cache, "models--owner--model", "blobs", $"{hash}.12345678.incomplete"), new byte[10]);
        var path = Path.Combine(hub.Cache, ".locks", "models--owner--model", hash + ".lock");
        using (ProcessLock.TryTake(path, stays: true)) Assert.Equal(0, CacheLeftovers.In(hub.OpenCache()).Contents);
        Assert.Equal(1, CacheLeftovers.In(hub.OpenCache()).Contents);
    }

    [Fact]
    public void ModelsThatWerePulledByTheirCommitAloneStay()
    {
        hub.Pull($"{HubFolder.Id}@{hub.Commit}");
        Assert.Empty(CacheLeftovers.In(hub.OpenCache()).Commits);
    }

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("config.json")]
    public void DamageShowsInTheHash(string file)
    {
        var folder = hub.Pull();
        var model = Assert.Single(hub.OpenCache().Models());
        Assert.Empty(model.DamagedIn(hub.Commit));
        var path = FilePlace.Of(Path.Combine(folder, file)).Path;
        var content = File.ReadAllBytes(path);
        content[5] ^= 1;
        File.WriteAllBytes(path, content);
        Assert.Equal([file], model.DamagedIn(hub.Commit));
        File.Delete(path);
        Assert.Equal([file], model.DamagedIn(hub.Commit));
        Assert.Equal([file], model.MissingIn(hub.Commit));
        ModelNames.FolderOf(HubFolder.Id, hub: hub.Settings());
        Assert.Empty(model.DamagedIn(hub.Commit));
    }

    [Fact]
    public void SizesAreThoseOfContents()
    {
        hub.Pull();
        var model = Assert.Single(hub.OpenCache().Models());
        var expected = hub.Files.Where(file => file.Key is "config.json" or "vocab.txt" or "model.safetensors")
            .Sum(file => file.Value.Length);
        Assert.Equal(expected, model.Bytes);
        Assert.Equal(expected, model.BytesOf(hub.Commit));
        Assert.Contains(model.FilesOf(hub.Commit), file => file.Blob == StandInHub.HashOf("vocab.txt", hub.Files["vocab.txt"]));
    }
}

using System.Runtime.Versioning;
using OmniHelix.Hub.Cache;
using OmniHelix.Hub.Downloads;
using OmniHelix.Hub.Repositories;
using OmniHelix.TestKit.Hub;

namespace OmniHelix.Hub.Tests;

/// <summary>Models by name: what the cache has, what is fetched, and what is said.</summary>
[SupportedOSPlatform("linux")]
public sealed class NameTests : IDisposable
{
    private readonly HubFolder hub = new();

    public void Dispose() => hub.Dispose();

    [Fact]
    public void ANameIsFetchedOnceAndThenTheHubIsNotAsked()
    {
        var folder = ModelNames.FolderOf(HubFolder.Id, hub: hub.Settings());
        Assert.Equal(hub.Weights, File.ReadAllBytes(Path.Combine(folder, "model.safetensors")));
        var calls = hub.Hub.Calls.Count;
        hub.Hub.Put(HubFolder.Id, new Dictionary<string, byte[]>(hub.Files) { ["config.json"] = [1] });
        using var session = HubSession.Begin(null, hub.Said.Add);
        Assert.Equal(folder, ModelNames.FolderOf(HubFolder.Id, hub: hub.Settings()));
        Assert.Equal(folder, ModelNames.FolderOf(HubFolder.Id, hub: hub.Settings()));
        Assert.Equal(folder, ModelNames.FolderOf($"{HubFolder.Id}@{hub.Commit}", hub: hub.Settings()));
        Assert.Equal(folder, ModelNames.FolderOf(HubFolder.Id, hub.Commit, hub.Settings()));
        Assert.Equal(calls, hub.Hub.Calls.Count);
        Assert.Equal(2, hub.Said.Count);
        Assert.Contains($"{HubFolder.Id}@{hub.Commit} always means this one", hub.Said[0], StringComparison.Ordinal);
    }

    [Fact]
    public void ACacheThatPythonMadeIsUsedAsItIs()
    {
        // Links to blobs, a ref without a line end, a tag in a folder, markers, a lock, a listing, and half a download.
        var commit = MakeCache(links: true);
        var folder = ModelNames.FolderOf(HubFolder.Id, hub: hub.Settings(offline: true));
        Assert.Equal(Path.Combine(hub.Cache, "models--owner--model", "snapshots", commit), folder);
        Assert.Equal(folder, ModelNames.FolderOf($"{HubFolder.Id}@release/v1", hub: hub.Settings(offline: true)));
        Assert.Equal(folder, ModelNames.FolderOf(HubFolder.Id, hub: hub.Settings()));
        Assert.Empty(hub.Hub.Calls);
        Assert.Equal(new HubReference(HubRepository.Model(HubFolder.Id), commit), HubCache.OriginOf(folder));
    }

    [Fact]
    public void ACacheOfCopiesIsUsedAsItIs()
    {
        MakeCache(links: false);
        var folder = ModelNames.FolderOf(HubFolder.Id, hub: hub.Settings());
        Assert.Equal(hub.Weights, File.ReadAllBytes(Path.Combine(folder, "model.safetensors")));
        Assert.Empty(hub.Hub.Calls);
    }

    [Fact]
    public void ACacheThatCannotBeWrittenIsUsedAsItIs()
    {
        MakeCache(links: true);
        var before = hub.Tree();
        var folders = Directory.EnumerateDirectories(hub.Cache, "*", SearchOption.AllDirectories).Append(hub.Cache).ToList();
        foreach (var folder in folders) File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            ModelNames.FolderOf(HubFolder.Id, hub: hub.Settings());
            Assert.Equal(before, hub.Tree());
        }
        finally
        {
            foreach (var folder in folders)
                File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public void OfACommitThatIsHalfHereTheRestIsFetched()
    {
        var commit = MakeCache(links: true);
        foreach (var weights in new[] { "model.safetensors", "pytorch_model.bin" })
            File.Delete(Path.Combine(hub.Cache, "models--owner--model", "snapshots", commit, weights));
        var error = Assert.Throws<OmniException>(() => ModelNames.FolderOf(HubFolder.Id, hub: hub.Settings(offline: true)));
        Assert.Equal("OH3902", error.Code);
        Assert.Contains("model.safetensors", error.Message, StringComparison.Ordinal);
        Assert.Contains("HF_HUB_OFFLINE", error.Message, StringComparison.Ordinal);
        hub.Hub.Put(HubFolder.Id, new Dictionary<string, byte[]>(hub.Files) { ["config.json"] = [1] });
        var folder = ModelNames.FolderOf(HubFolder.Id, hub: hub.Settings());
        Assert.EndsWith(commit, folder, StringComparison.Ordinal);
        Assert.Equal(hub.Weights, File.ReadAllBytes(Path.Combine(folder, "model.safetensors")));
    }

    [Fact]
    public void ATokenizerIsAskedForOnceWhereTheCacheHasNone()
    {
        var files = hub.Files;
        files.Remove("vocab.txt");
        hub.Hub.Put("owner/cells", files);
        ModelNames.FolderOf("owner/cells", hub: hub.Settings());
        var calls = hub.Hub.Calls.Count;
        ModelNames.FolderOf("owner/cells", hub: hub.Settings());
        Assert.Equal(calls, hub.Hub.Calls.Count);
        Directory.Delete(Path.Combine(hub.Cache, "models--owner--cells", ".no_exist"), recursive: true);
        hub.Hub.Dispose();
        using var session = HubSession.Begin(null, hub.Said.Add);
        ModelNames.FolderOf("owner/cells", hub: hub.Settings());
        Assert.Contains(hub.Said, line => line.Contains("is used as the cache has it", StringComparison.Ordinal));
    }

    [Fact]
    public void OfflineSaysWhatIsMissingAndWhatIsNear()
    {
        MakeCache(links: true);
        var error = Assert.Throws<OmniException>(() => ModelNames.FolderOf("owner/modle", hub: hub.Settings(offline: true)));
        Assert.Equal("OH3902", error.Code);
        Assert.Contains("Did you mean 'owner/model'?", error.Advice, StringComparison.Ordinal);
        var other = Assert.Throws<OmniException>(() => ModelNames.FolderOf($"{HubFolder.Id}@v2", hub: hub.Settings(offline: true)));
        Assert.Contains(hub.Commit, other.Message, StringComparison.Ordinal);
        Assert.Empty(hub.Hub.Calls);
        using (HubSession.Begin(null, null, names: () => ["yangheng/OmniGenome-52M"]))
        {
            var known = Assert.Throws<OmniException>(() => ModelNames.FolderOf("yangheng/OmniGenom-52M", hub: hub.Settings()));
            Assert.Equal("OH3904", known.Code);
            Assert.StartsWith("Did you mean 'yangheng/OmniGenome-52M'?", known.Advice, StringComparison.Ordinal);
        }
        var pull = hub.Fails(settings: hub.Settings(offline: true));
        Assert.Equal("OH3902", pull.Code);
    }

    [Fact]
    public void AFolderGoesBeforeAHub()
    {
        var here = hub["owner", "model"];
        Directory.CreateDirectory(here);
        File.WriteAllText(Path.Combine(here, "config.json"), "{}");
        Assert.Equal(here, ModelNames.FolderOf(here, hub: hub.Settings()));
        Assert.Equal("OH3901", Assert.Throws<UsageException>(() => ModelNames.FolderOf(here, "main", hub.Settings())).Code);
        Assert.Empty(hub.Hub.Calls);
    }

    [Fact]
    public void APathOfACacheThatIsGoneStillTellsTheModel()
    {
        var folder = ModelNames.FolderOf(HubFolder.Id, hub: hub.Settings());
        var elsewhere = folder.Replace(hub.Cache, "/of/another/machine", StringComparison.Ordinal);
        Assert.Equal(folder, ModelNames.FolderOf(elsewhere, hub: hub.Settings()));
    }

    [Fact]
    public void AModelWithoutAnOwnerIsLookedForInTheCacheOnly()
    {
        Assert.Equal("OH5302", Assert.Throws<OmniException>(() => ModelNames.FolderOf("bert-base", hub: hub.Settings())).Code);
        Assert.Empty(hub.Hub.Calls);
        hub.Hub.Put("bert-base", hub.Files);
        hub.Pull("bert-base");
        Assert.EndsWith(
            hub.OpenCache().CommitOf(HubReference.Parse("bert-base"))!, ModelNames.FolderOf("bert-base", hub: hub.Settings()),
            StringComparison.Ordinal);
    }

    [Fact]
    public void ALinkThatLeavesTheCacheIsRefused()
    {
        var commit = MakeCache(links: true);
        var secret = hub["secret.json"];
        File.WriteAllText(secret, "{}");
        var config = Path.Combine(hub.Cache, "models--owner--model", "snapshots", commit, "config.json");
        File.Delete(config);
        File.CreateSymbolicLink(config, secret);
        Assert.Equal("OH3912", Assert.Throws<OmniException>(() => ModelNames.FolderOf(HubFolder.Id, hub: hub.Settings())).Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("main")]
    [InlineData("../../../etc")]
    public void ARefThatIsNoCommitIsDamage(string content)
    {
        MakeCache(links: true);
        File.WriteAllText(Path.Combine(hub.Cache, "models--owner--model", "refs", "main"), content);
        Assert.Equal("OH3912", Assert.Throws<OmniException>(() => ModelNames.FolderOf(HubFolder.Id, hub: hub.Settings())).Code);
    }

    [Theory]
    [InlineData("owner/name@")]
    [InlineData("owner/name@../../x")]
    [InlineData("owner/name@a b")]
    [InlineData("owner/name@-x")]
    public void ARevisionThatIsNoneIsRefused(string name) =>
        Assert.Equal("OH3901", Assert.Throws<UsageException>(() => ModelNames.FolderOf(name, hub: hub.Settings())).Code);

    [Theory]
    [InlineData("a/b/c")]
    [InlineData("owner/na--me")]
    [InlineData("owner/..")]
    [InlineData("owner/name.git")]
    [InlineData("-owner/name")]
    [InlineData("owner/name/")]
    [InlineData("owner /name")]
    public void WhatCannotBeARepositoryIsNotAskedFor(string name)
    {
        Assert.Equal("OH5302", Assert.Throws<OmniException>(() => ModelNames.FolderOf(name, hub: hub.Settings())).Code);
        Assert.Equal("OH3901", Assert.Throws<UsageException>(() => HubReference.Parse(name)).Code);
        Assert.Empty(hub.Hub.Calls);
    }

    private string MakeCache(bool links)
    {
        var home = Path.Combine(hub.Cache, "models--owner--model");
        foreach (var (name, content) in hub.Files)
        {
            var hash = StandInHub.HashOf(name, content);
            var blob = Path.Combine(home, "blobs", hash);
            var file = Path.Combine(home, "snapshots", hub.Commit, name);
            Directory.CreateDirectory(Path.GetDirectoryName(blob)!);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(links ? blob : file, content);
            if (links) File.CreateSymbolicLink(file, $"../../blobs/{hash}");
        }
        Write("refs/main", hub.Commit);
        Write("refs/release/v1", hub.Commit + "\n");
        Write($"trees/{hub.Commit}.json", "[]");
        Write($".no_exist/{hub.Commit}/added_tokens.json", "");
        Write($"blobs/{new string('0', 64)}.12345678.incomplete", "half");
        File.WriteAllText(Path.Combine(hub.Cache, "CACHEDIR.TAG"), "Signature: 8a477f597d28d172789f06886806bc55");
        return hub.Commit;

        void Write(string name, string content)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(home, name))!);
            File.WriteAllText(Path.Combine(home, name), content);
        }
    }
}

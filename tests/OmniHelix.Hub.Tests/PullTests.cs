using System.Text;
using OmniHelix.Hub.Repositories;
using OmniHelix.TestKit.Hub;

namespace OmniHelix.Hub.Tests;

public sealed class PullTests : IDisposable
{
    private readonly HubFolder hub = new();

    public void Dispose() => hub.Dispose();

    [Fact]
    public void TheCacheHasTheLayoutOfHuggingFacesLibraries()
    {
        var folder = hub.Pull();
        Assert.Equal(Path.Combine(hub.Cache, "models--owner--model", "snapshots", hub.Commit), folder);
        Assert.Equal(hub.Weights, File.ReadAllBytes(Path.Combine(folder, "model.safetensors")));
        string[] names = ["config.json", "model.safetensors", "vocab.txt"];
        var hashes = names.ToDictionary(name => name, name => StandInHub.HashOf(name, hub.Files[name]));
        string[] missing =
        [
            "adapter_config.json", "adapter_model.safetensors", "added_tokens.json", "generation_config.json", "merges.txt",
            "metadata.json",
            "special_tokens_map.json", "tokenizer.json", "tokenizer_config.json", "vocab.json",
        ];
        Assert.Equal(
            new[] { "models--owner--model/refs/main" }
                .Concat(hashes.Values.Select(hash => $".locks/models--owner--model/{hash}.lock"))
                .Concat(hashes.Values.Select(hash => $"models--owner--model/blobs/{hash}"))
                .Concat(hashes.Select(file => $"models--owner--model/snapshots/{hub.Commit}/{file.Key} -> ../../blobs/{file.Value}"))
                .Concat(missing.Select(name => $"models--owner--model/.no_exist/{hub.Commit}/{name}"))
                .Order(StringComparer.Ordinal),
            hub.Tree());
        Assert.Equal(hub.Commit, File.ReadAllText(Path.Combine(hub.Cache, "models--owner--model", "refs", "main")));
    }

    [Fact]
    public void WhatIsHereIsNotDownloadedAgain()
    {
        hub.Pull();
        var before = hub.Hub.Calls.Count;
        hub.Pull();
        Assert.Equal(["GET"], hub.Hub.Calls.Skip(before).Select(call => call.Method));
        Assert.Equal(hub.Commit, hub.OpenCache().CommitOf(HubReference.Parse(HubFolder.Id)));
    }

    [Fact]
    public void ANewCommitSharesTheFilesThatDidNotChange()
    {
        var first = hub.Pull();
        var files = hub.Files;
        files["config.json"] = "{}"u8.ToArray();
        var commit = hub.Hub.Put(HubFolder.Id, files);
        var before = hub.Hub.Calls.Count;
        var second = hub.Pull();
        Assert.EndsWith(commit, second, StringComparison.Ordinal);
        Assert.Equal("{}", File.ReadAllText(Path.Combine(second, "config.json")));
        Assert.Equal(hub.Files["config.json"], File.ReadAllBytes(Path.Combine(first, "config.json")));
        Assert.DoesNotContain(hub.Hub.Calls.Skip(before), call => call.Server == hub.Hub.Store);
    }

    [Theory]
    [InlineData("v1.5")]
    [InlineData("feature/long")]
    public void ABranchOrTagIsKeptUnderItsName(string revision)
    {
        var commit = hub.Hub.Put(HubFolder.Id, new Dictionary<string, byte[]>(hub.Files) { ["config.json"] = [1] }, revision);
        var folder = hub.Pull($"{HubFolder.Id}@{revision}");
        Assert.EndsWith(commit, folder, StringComparison.Ordinal);
        Assert.Equal(commit, hub.OpenCache().CommitOf(HubReference.Parse(HubFolder.Id, revision)));
        Assert.Null(hub.OpenCache().CommitOf(HubReference.Parse(HubFolder.Id)));
    }

    [Fact]
    public void ACommitIsPulledWithoutAName()
    {
        hub.Hub.Put(HubFolder.Id, new Dictionary<string, byte[]>(hub.Files) { ["config.json"] = [1] });
        var folder = hub.Pull($"{HubFolder.Id}@{hub.Commit}");
        Assert.Equal(hub.Files["config.json"], File.ReadAllBytes(Path.Combine(folder, "config.json")));
        Assert.False(Directory.Exists(Path.Combine(hub.Cache, "models--owner--model", "refs")));
    }

    [Fact]
    public void ABranchThatMovesBetweenTwoFilesChangesNothing()
    {
        hub.Hub.Then = (call, reply) =>
        {
            if (call.Path.EndsWith("config.json", StringComparison.Ordinal))
                hub.Hub.Put(HubFolder.Id, new Dictionary<string, byte[]>(hub.Files) { ["model.safetensors"] = [7, 7, 7] });
            return reply;
        };
        var folder = hub.Pull();
        Assert.EndsWith(hub.Commit, folder, StringComparison.Ordinal);
        Assert.Equal(hub.Weights, File.ReadAllBytes(Path.Combine(folder, "model.safetensors")));
    }

    [Fact]
    public void AFileOfAnotherCommitIsRefused()
    {
        var other = new string('a', 40);
        hub.Hub.Then = (call, reply) =>
            call.Path.EndsWith("vocab.txt", StringComparison.Ordinal) ? reply.With("X-Repo-Commit", other) : reply;
        var error = hub.Fails();
        Assert.Equal("OH3913", error.Code);
        Assert.Contains(other, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheTokenGoesToTheHubAlone()
    {
        hub.Pull(settings: hub.Settings(token: "hf_secret"));
        var (store, asked) = (
            hub.Hub.Calls.Where(c => c.Server == hub.Hub.Store).ToList(), hub.Hub.Calls.Where(c => c.Server != hub.Hub.Store).ToList());
        Assert.Single(store);
        Assert.All(store, call => Assert.Null(call.Token));
        Assert.All(asked, call => Assert.Equal("hf_secret", call.Token));
    }

    [Fact]
    public void ARepositoryThatWasRenamedIsFollowed()
    {
        hub.Hub.Instead = call => call.Target.Contains("old/name", StringComparison.Ordinal)
            ? new HttpReply(307).With("Location", call.Target.Replace("old/name", HubFolder.Id, StringComparison.Ordinal))
            : null;
        var folder = hub.Pull("old/name");
        Assert.Equal(hub.Weights, File.ReadAllBytes(Path.Combine(folder, "model.safetensors")));
        Assert.Contains("models--old--name", folder, StringComparison.Ordinal);
    }

    [Fact]
    public void ShardsAreThoseOfTheIndex()
    {
        const string Index = """{"weight_map": {"a": "model-00001-of-00002.safetensors", "b": "model-00002-of-00002.safetensors"}}""";
        var files = hub.Files;
        files.Remove("model.safetensors");
        files["model.safetensors.index.json"] = Encoding.UTF8.GetBytes(Index);
        files["model-00001-of-00002.safetensors"] = [1];
        files["model-00002-of-00002.safetensors"] = [2];
        files["model-00003-of-00003.safetensors"] = [3];
        hub.Hub.Put("owner/large", files);
        var names = Directory.EnumerateFiles(hub.Pull("owner/large")).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);
        Assert.Equal(
            [
                "config.json", "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors", "model.safetensors.index.json",
                "vocab.txt"],
            names);
    }

    [Fact]
    public void PicklesAreDownloadedOnlyWhenTheyAreAskedFor()
    {
        var files = hub.Files;
        files.Remove("model.safetensors");
        hub.Hub.Put("owner/pickle", files);
        var error = hub.Fails("owner/pickle");
        Assert.Equal("OH3911", error.Code);
        Assert.Contains("--allow-pickle", error.Advice, StringComparison.Ordinal);
        Assert.False(Directory.Exists(hub.Cache));
        Assert.True(File.Exists(Path.Combine(hub.Pull("owner/pickle", allowPickle: true), "pytorch_model.bin")));
    }

    [Theory]
    [InlineData("../../.ssh/authorized_keys")]
    [InlineData("/etc/passwd")]
    [InlineData("a/../../b")]
    [InlineData("a//b")]
    [InlineData("a\\..\\b")]
    [InlineData("C:/x")]
    [InlineData("nul.txt")]
    [InlineData("a/COM1")]
    [InlineData("a\u0000b")]
    [InlineData("trailing.")]
    [InlineData("")]
    public void AHostileFileNameOfTheListingIsRefusedBeforeAnythingIsWritten(string name)
    {
        hub.Hub.Put("owner/evil", new Dictionary<string, byte[]>(hub.Files) { [name] = [1] });
        Assert.Equal("OH3910", hub.Fails("owner/evil").Code);
        Assert.False(Directory.Exists(hub.Cache));
    }

    [Theory]
    [InlineData("../../../escape.safetensors")]
    [InlineData("/tmp/escape.safetensors")]
    [InlineData("sub/model.safetensors")]
    public void AHostileShardOfTheIndexIsRefused(string shard)
    {
        var files = hub.Files;
        files.Remove("model.safetensors");
        files["model.safetensors.index.json"] = Encoding.UTF8.GetBytes("{\"weight_map\": {\"a\": \"" + shard + "\"}}");
        hub.Hub.Put("owner/evil", files);
        Assert.Equal("OH3910", hub.Fails("owner/evil").Code);
        Assert.DoesNotContain(hub.Tree(), file => file.Contains("escape", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"weight_map": []}""")]
    [InlineData("""{"weight_map": {"a": 1}}""")]
    public void ADamagedIndexIsCalledOne(string index)
    {
        var files = hub.Files;
        files.Remove("model.safetensors");
        files["model.safetensors.index.json"] = Encoding.UTF8.GetBytes(index);
        hub.Hub.Put("owner/damaged", files);
        Assert.Equal("OH3020", hub.Fails("owner/damaged").Code);
    }

    [Fact]
    public void ARepositoryWithoutAModelIsNone()
    {
        hub.Hub.Put("owner/data", new Dictionary<string, byte[]> { ["train.csv"] = [1] });
        Assert.Equal("OH3911", hub.Fails("owner/data").Code);
        hub.Hub.Put("owner/bare", new Dictionary<string, byte[]> { ["config.json"] = [1], ["flax_model.msgpack"] = [1] });
        Assert.Equal("OH3911", hub.Fails("owner/bare").Code);
    }
}

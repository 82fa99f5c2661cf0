using System.Text;
using OmniHelix.Hub.Configuration;
using OmniHelix.TestKit.Hub;

namespace OmniHelix.Hub.Tests;

/// <summary>What goes wrong between a hub and a cache.</summary>
public sealed class FailureTests : IDisposable
{
    private const string Weights = "model.safetensors";

    private readonly HubFolder hub = new();

    private string Hash => StandInHub.HashOf(Weights, hub.Weights);

    private string Blobs => Path.Combine(hub.Cache, "models--owner--model", "blobs");

    public void Dispose() => hub.Dispose();

    [Theory]
    [InlineData(401, "GatedRepo", "OH3907", "accept its terms")]
    [InlineData(403, "GatedRepo", "OH3907", "accept its terms")]
    [InlineData(401, "RepoNotFound", "OH3904", "HF_TOKEN")]
    [InlineData(404, "RepoNotFound", "OH3904", "Check the name")]
    [InlineData(404, "RevisionNotFound", "OH3905", "branch")]
    [InlineData(404, "EntryNotFound", "OH3906", "Check the name")]
    [InlineData(401, null, "OH3907", "HF_TOKEN")]
    [InlineData(403, null, "OH3907", "HF_TOKEN")]
    [InlineData(404, null, "OH3904", "Check the name")]
    [InlineData(418, null, "OH3913", "HF_ENDPOINT")]
    public void ARefusalSaysWhatToDo(int status, string? code, string expected, string advice)
    {
        hub.Hub.Instead = _ =>
        {
            var reply = new HttpReply(status).With("X-Error-Message", "Sorry\u0007");
            return code is null ? reply : reply.With("X-Error-Code", code);
        };
        var error = hub.Fails();
        Assert.Equal(expected, error.Code);
        Assert.Contains(advice, error.Advice, StringComparison.Ordinal);
        Assert.DoesNotContain('\u0007', error.Message);
        Assert.Single(hub.Hub.Calls);
        Assert.False(Directory.Exists(hub.Cache));
    }

    [Fact]
    public void AFileThatIsGatedAloneIsToldWithItsName()
    {
        hub.Hub.Instead = call =>
            call.Path.EndsWith(Weights, StringComparison.Ordinal) ? new HttpReply(403).With("X-Error-Code", "GatedRepo") : null;
        var error = hub.Fails();
        Assert.Equal("OH3907", error.Code);
        Assert.EndsWith(Weights, error.Place, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(408)]
    public void ServersThatAreOverloadedAreAskedAgain(int status)
    {
        var failures = 0;
        hub.Hub.Instead = call => call.Path.EndsWith(Weights, StringComparison.Ordinal) && failures++ < 3 ? new HttpReply(status) : null;
        hub.Pull();
        Assert.Equal(3, hub.Said.Count(line => line.Contains("once more", StringComparison.Ordinal)));
        hub.Hub.Instead = _ => new HttpReply(status);
        var before = hub.Hub.Calls.Count;
        Assert.Equal("OH3903", hub.Fails().Code);
        Assert.Equal(5, hub.Hub.Calls.Count - before);
    }

    [Fact]
    public void AHubThatIsAskedTooOftenSaysHowLongToWait()
    {
        var failures = 0;
        hub.Hub.Instead = _ => failures++ == 0 ? new HttpReply(429).With("Retry-After", "1") : null;
        var start = TimeProvider.System.GetTimestamp();
        hub.Pull();
        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 1, 60);
        hub.Hub.Instead = _ => new HttpReply(429).With("Retry-After", "86400");
        var error = hub.Fails();
        Assert.Equal("OH3908", error.Code);
        Assert.Contains("HF_TOKEN", error.Advice, StringComparison.Ordinal);
        hub.Hub.Instead = _ => new HttpReply(429).With("Retry-After", "Mon, 01 Jan 2024 00:00:00 GMT");
        Assert.Equal("OH3908", hub.Fails().Code);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(777)]
    [InlineData(4096)]
    [InlineData(39_999)]
    public void AConnectionThatIsCutAtEveryChunkGoesOnWhereItWas(int chunk)
    {
        // Of single bytes only the first ones, since each is a connection.
        var cuts = 0;
        hub.Hub.Then = (call, reply) => call.Server == hub.Hub.Store && reply.Body.Length > chunk && (chunk > 1 || cuts++ < 50)
            ? reply with { CutAfter = chunk }
            : reply;
        var folder = hub.Pull();
        Assert.Equal(hub.Weights, File.ReadAllBytes(Path.Combine(folder, Weights)));
        var starts = hub.Hub.Calls.Where(call => call.Server == hub.Hub.Store).Select(call => call.From ?? 0).ToList();
        Assert.True(starts.Count > 1);
        Assert.Equal(starts.Order(), starts);
        Assert.Equal(starts.Count, starts.Distinct().Count());
        Assert.DoesNotContain(hub.Tree(), file => file.Contains("incomplete", StringComparison.Ordinal));
    }

    [Fact]
    public void WhatAnotherRunGotIsGoneOnWith()
    {
        hub.Hub.Then = (call, reply) => call.Server == hub.Hub.Store ? reply with { CutAfter = call.From is null ? 30_000 : 0 } : reply;
        Assert.Equal("OH3903", hub.Fails().Code);
        var partial = Assert.Single(Directory.EnumerateFiles(Blobs, "*.incomplete"));
        Assert.Equal(hub.Weights[..30_000], File.ReadAllBytes(partial));
        hub.Hub.Then = null;
        var before = hub.Hub.Calls.Count;
        Assert.Equal(hub.Weights, File.ReadAllBytes(Path.Combine(hub.Pull(), Weights)));
        Assert.Equal(30_000, hub.Hub.Calls.Skip(before).Single(call => call.Server == hub.Hub.Store).From);
    }

    [Fact]
    public void WhatAnotherProgramLeftIsGoneOnWithAndBegunAnewWhenItIsWrong()
    {
        Directory.CreateDirectory(Blobs);
        File.WriteAllBytes(Path.Combine(Blobs, $"{Hash}.0123abcd.incomplete"), new byte[12_345]);
        Assert.Equal(hub.Weights, File.ReadAllBytes(Path.Combine(hub.Pull(), Weights)));
        var starts = hub.Hub.Calls.Where(call => call.Server == hub.Hub.Store).Select(call => call.From);
        Assert.Equal([12_345, null], starts);
    }

    [Theory]
    [InlineData(40_000)]
    [InlineData(50_000)]
    public void AnEarlierDownloadThatIsLongEnoughIsComparedAndBegunAnew(int length)
    {
        Directory.CreateDirectory(Blobs);
        File.WriteAllBytes(Path.Combine(Blobs, $"{Hash}.0123abcd.incomplete"), new byte[length]);
        Assert.Equal(hub.Weights, File.ReadAllBytes(Path.Combine(hub.Pull(), Weights)));
    }

    [Fact]
    public void AServerWithoutTheRestIsAskedForTheWhole()
    {
        Directory.CreateDirectory(Blobs);
        File.WriteAllBytes(Path.Combine(Blobs, $"{Hash}.0123abcd.incomplete"), hub.Weights[..20_000]);
        hub.Hub.Instead = call => call.Server == hub.Hub.Store && call.From is not null ? new HttpReply(416) : null;
        Assert.Equal(hub.Weights, File.ReadAllBytes(Path.Combine(hub.Pull(), Weights)));
    }

    [Fact]
    public void AServerThatKnowsNoRangesSendsTheWhole()
    {
        Directory.CreateDirectory(Blobs);
        File.WriteAllBytes(Path.Combine(Blobs, $"{Hash}.0123abcd.incomplete"), hub.Weights[..20_000]);
        hub.Hub.Instead = call => call.Server == hub.Hub.Store ? new HttpReply(200) { Body = hub.Weights } : null;
        Assert.Equal(hub.Weights, File.ReadAllBytes(Path.Combine(hub.Pull(), Weights)));
    }

    [Fact]
    public void AWrongHashIsNoModel()
    {
        var wrong = hub.Weights.ToArray();
        wrong[17]++;
        hub.Hub.Instead = call => call.Server == hub.Hub.Store ? new HttpReply(200) { Body = wrong } : null;
        var error = hub.Fails();
        Assert.Equal("OH3909", error.Code);
        Assert.Contains("hash", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(hub.Tree(), file => file.Contains(Weights, StringComparison.Ordinal));
        Assert.DoesNotContain(hub.Tree(), file => file.Contains("incomplete", StringComparison.Ordinal));
    }

    [Fact]
    public void AWrongGitHashIsSeenToo()
    {
        hub.Hub.Then = (call, reply) => call is { Method: "GET" } && call.Path.EndsWith("vocab.txt", StringComparison.Ordinal)
            ? reply with { Body = Encoding.UTF8.GetBytes("<cls>\nA\nC\nG\nT\n") }
            : reply;
        Assert.Equal("OH3909", hub.Fails().Code);
    }

    [Fact]
    public void AWebPageInPlaceOfWeightsIsCalledOne()
    {
        var page = Encoding.UTF8.GetBytes("\n<!DOCTYPE html><html>Please log in</html>");
        hub.Hub.Instead = call => call.Server == hub.Hub.Store ? new HttpReply(200) { Body = page } : null;
        Assert.Equal("OH3903", hub.Fails().Code);
        hub.Hub.Instead = call => call.Server == hub.Hub.Store
            ? new HttpReply(200) { Body = (byte[])[.. page, .. new byte[hub.Weights.Length - page.Length]] }
            : null;
        var error = hub.Fails();
        Assert.Equal("OH3909", error.Code);
        Assert.Contains("web page", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html>log in</html>")]
    [InlineData("{}")]
    [InlineData("{\"sha\": \"main\", \"siblings\": []}")]
    [InlineData("{\"sha\": \"0123456789012345678901234567890123456789\"}")]
    [InlineData("{\"sha\": \"0123456789012345678901234567890123456789\", \"siblings\": [{}]}")]
    [InlineData("[1, 2]")]
    [InlineData("")]
    public void AListingThatIsNoneIsRefused(string answer)
    {
        hub.Hub.Instead = _ => new HttpReply(200) { Body = Encoding.UTF8.GetBytes(answer) };
        Assert.Equal("OH3913", hub.Fails().Code);
        Assert.False(Directory.Exists(hub.Cache));
    }

    [Theory]
    [InlineData("../../../x")]
    [InlineData("a/b")]
    [InlineData("")]
    public void AHashThatIsNoNameOfAFileIsRefused(string hash)
    {
        hub.Hub.Then = (call, reply) => reply.Headers.ContainsKey("X-Linked-Etag") ? reply.With("X-Linked-Etag", $"\"{hash}\"") : reply;
        Assert.Equal("OH3913", hub.Fails().Code);
    }

    [Fact]
    public void APointerThatTheOwnerStoredIsCalledOne()
    {
        var files = hub.Files;
        files[Weights] = Encoding.UTF8.GetBytes("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n");
        hub.Hub.Put("owner/pointer", files);
        var error = hub.Fails("owner/pointer");
        Assert.Equal("OH3909", error.Code);
        Assert.Contains("git-lfs", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MoreThanWasAnnouncedIsNotTaken()
    {
        hub.Hub.Then = (call, reply) => call.Server == hub.Hub.Store ? reply with { Body = new byte[hub.Weights.Length + 1] } : reply;
        Assert.StartsWith("OH39", hub.Fails().Code, StringComparison.Ordinal);
        Assert.DoesNotContain(hub.Tree(), file => file.Contains(Weights, StringComparison.Ordinal));
    }

    [Fact]
    public void AServerThatSaysNothingIsGivenUp()
    {
        hub.Hub.Then = (call, reply) => call.Server == hub.Hub.Store ? reply with { PauseBefore = TimeSpan.FromMinutes(1) } : reply;
        var error = hub.Fails(settings: hub.Settings(patience: 0.5));
        Assert.Equal("OH3903", error.Code);
        Assert.Contains("no answer", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AServerThatSendsByteByByteIsGivenUpAndWhatCameStays()
    {
        var slow = true;
        hub.Hub.Then = (call, reply) =>
            call.Server == hub.Hub.Store && slow ? reply with { PauseOfAByte = TimeSpan.FromMilliseconds(20) } : reply;
        var settings = new HubSettings
        {
            Cache = hub.Cache,
            Endpoint = new Uri(hub.Hub.Endpoint),
            Patience = TimeSpan.FromMilliseconds(300),
            Pause = TimeSpan.FromMilliseconds(1),
            Attempts = 1,
        };
        var error = hub.Fails(settings: settings);
        Assert.Equal("OH3903", error.Code);
        Assert.Contains("next to nothing came", error.Message, StringComparison.Ordinal);
        Assert.NotEqual(0, new FileInfo(Assert.Single(Directory.EnumerateFiles(Blobs, "*.incomplete"))).Length);
        slow = false;
        Assert.Equal(hub.Weights, File.ReadAllBytes(Path.Combine(hub.Pull(), Weights)));
    }

    [Fact]
    public void NobodyThereIsToldWithTheAddress()
    {
        var settings = hub.Settings();
        hub.Hub.Dispose();
        var error = hub.Fails(settings: settings);
        Assert.Equal("OH3903", error.Code);
        Assert.Contains("127.0.0.1", error.Message, StringComparison.Ordinal);
        Assert.Contains("HF_HUB_OFFLINE", error.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void RedirectsWithoutEndAreGivenUp()
    {
        hub.Hub.Instead = call => new HttpReply(302).With("Location", call.Target);
        Assert.Equal("OH3913", hub.Fails().Code);
    }

    [Fact]
    public void AFullDiskKeepsWhatArrived()
    {
        // A device that takes nothing stands where the file would grow.
        Directory.CreateDirectory(Blobs);
        var partial = Path.Combine(Blobs, $"{Hash}.0123abcd.incomplete");
        File.CreateSymbolicLink(partial, "/dev/full");
        var error = hub.Fails();
        Assert.Equal("OH6001", error.Code);
        Assert.Contains("have arrived and stay", error.Message, StringComparison.Ordinal);
        Assert.Contains("goes on from there", error.Advice, StringComparison.Ordinal);
        File.Delete(partial);
        Assert.Equal(hub.Weights, File.ReadAllBytes(Path.Combine(hub.Pull(), Weights)));
    }

    [Fact]
    public void MoreThanTheDiskHoldsIsRefusedBeforeItComes()
    {
        hub.Hub.Then = (call, reply) =>
            reply.Headers.ContainsKey("X-Linked-Size") ? reply.With("X-Linked-Size", $"{long.MaxValue}") : reply;
        var error = hub.Fails();
        Assert.Equal("OH6001", error.Code);
        Assert.Contains("free", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(hub.Hub.Calls, call => call.Server == hub.Hub.Store);
    }

    [Fact]
    public void ACancelledDownloadStopsAndKeepsWhatArrived()
    {
        using var cancellation = new CancellationTokenSource();
        hub.Hub.Then = (call, reply) =>
        {
            if (call.Server != hub.Hub.Store) return reply;
            cancellation.CancelAfter(100);
            return reply with { PauseOfAByte = TimeSpan.FromMilliseconds(5) };
        };
        Assert.ThrowsAny<OperationCanceledException>(() => hub.Pull(cancellation: cancellation.Token));
        Assert.Single(Directory.EnumerateFiles(Blobs, "*.incomplete"));
    }

    [Fact]
    public async Task SeveralAtOnceMakeOneDownload()
    {
        hub.Hub.Then = (call, reply) => call.Server == hub.Hub.Store ? reply with { PauseBefore = TimeSpan.FromMilliseconds(200) } : reply;
        var folders = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
            new OmniHelix.Hub.Downloads.HubClient(hub.Settings()).PullAsync(Repositories.HubReference.Parse(HubFolder.Id)))));
        Assert.Single(folders.Distinct());
        Assert.Equal(hub.Weights, File.ReadAllBytes(Path.Combine(folders[0], Weights)));
        Assert.Single(hub.Hub.Calls, call => call.Server == hub.Hub.Store);
        Assert.DoesNotContain(hub.Tree(), file => file.Contains("incomplete", StringComparison.Ordinal));
    }
}

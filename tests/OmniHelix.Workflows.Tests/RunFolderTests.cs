using System.Text.Json.Nodes;
using OmniHelix.Settings;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Workflows.Tests;

public sealed class RunFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Listener observer = new();
    private readonly string data, run;

    public RunFolderTests()
    {
        (data, run) = (folder["data"], folder["run"]);
        Directory.CreateDirectory(Path.Combine(data, "more"));
        File.WriteAllText(Path.Combine(data, "train.jsonl"), "abc");
        File.WriteAllText(Path.Combine(data, "more", "x.txt"), "");
    }

    [Fact]
    public void FilesAreHashedInOrderOfName()
    {
        Assert.Equal(
            [
                new FileHash(Path.Combine("more", "x.txt"), 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
                new FileHash("train.jsonl", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            ],
            FileHash.Of(data));
        Assert.Equal("train.jsonl", Assert.Single(FileHash.Of(Path.Combine(data, "train.jsonl"))).Name);
        Assert.Equal([Path.Combine(data, "more", "x.txt")], FileHash.Of(Path.Combine(data, "*", "*.txt")).Select(f => f.Name));
        Assert.Equal("OH1215", Assert.Throws<OmniException>(() => FileHash.Of(Path.Combine(data, "*.csv"))).Code);
    }

    [Fact]
    public void RunsInsideTheDataAreNoPartOfIt()
    {
        var before = FileHash.Of(data);
        RunFolder.Open(Path.Combine(data, "run"), ExistingRun.Refuse, Manifest(), [], observer).Dispose();
        Assert.Equal(before, FileHash.Of(data));
    }

    [Fact]
    public void ANewOrEmptyFolderGetsAManifestThatCanBeReadAgain()
    {
        Directory.CreateDirectory(run);
        var made = Open(ExistingRun.Refuse, Manifest());
        var read = RunManifest.TryRead(run)!;
        Assert.Equal(
            (made.Kind, made.Version, made.Libtorch, made.Threads, made.Started),
            (read.Kind, read.Version, read.Libtorch, read.Threads, read.Started));
        Assert.Equal(made.Data, read.Data);
        Assert.True(JsonNode.DeepEquals(made.Configuration, read.Configuration));
        Assert.Null(read.Finished);
    }

    [Theory]
    [InlineData(ExistingRun.Refuse, true, "OH5031")]
    [InlineData(ExistingRun.Refuse, false, "OH5031")]
    [InlineData(ExistingRun.Resume, false, "OH5032")]
    [InlineData(ExistingRun.Overwrite, false, "OH5032")]
    public void WhatARunDidNotMakeIsNeverTouched(ExistingRun existing, bool isRun, string code)
    {
        if (isRun) Open(ExistingRun.Refuse, Manifest());
        Directory.CreateDirectory(run);
        File.WriteAllText(Path.Combine(run, "thesis.txt"), "years of work");
        Assert.Equal(code, Assert.Throws<UsageException>(() => Open(existing, Manifest())).Code);
        Assert.True(File.Exists(Path.Combine(run, "thesis.txt")));
    }

    [Fact]
    public void AFolderIsOfOneProcessAtATime()
    {
        RunLock.Check(run);
        using (Started(ExistingRun.Refuse))
        {
            Assert.Equal("OH5035", Assert.Throws<UsageException>(() => RunLock.Take(run)).Code);
            Assert.Equal("OH5035", Assert.Throws<UsageException>(() => RunFolder.Check(run, ExistingRun.Resume, [])).Code);
            Assert.Equal("OH5035", Assert.Throws<UsageException>(() => Started(ExistingRun.Overwrite)).Code);
        }
        Assert.Equal(["run.json"], Entries());
        RunLock.Take(run).Dispose();
    }

    [Fact]
    public void ALockThatAKilledProcessLeftLocksNothing()
    {
        Directory.CreateDirectory(run);
        File.WriteAllText(Path.Combine(run, "run.lock"), "");
        RunFolder.Check(run, ExistingRun.Refuse, []);
        Open(ExistingRun.Refuse, Manifest());
        Assert.True(RunManifest.IsIn(run));
    }

    [Theory]
    [InlineData("run")]
    [InlineData("run/model")]
    [InlineData("run/../run/seed-1/model")]
    public void OverwriteKeepsWhatTheRunStartsFrom(string model)
    {
        Open(ExistingRun.Refuse, Manifest());
        Assert.Equal("OH6003", Assert.Throws<UsageException>(
            () => Open(ExistingRun.Overwrite, Manifest(), data, folder[model])).Code);
        Assert.NotNull(RunManifest.TryRead(run));
    }

    [Fact]
    public void ARunGoesOnWithTheManifestItWasStartedWith()
    {
        var started = Open(ExistingRun.Refuse, Manifest());
        var resumed = Open(ExistingRun.Resume, Manifest() with { Started = DateTimeOffset.UnixEpoch.AddDays(1) });
        Assert.Equal(started.Started, resumed.Started);
        Assert.Empty(observer.Messages);
    }

    [Fact]
    public void AnotherMachineIsMentionedSinceItMayRoundDifferently()
    {
        Open(ExistingRun.Refuse, Manifest() with { Threads = 2, Libtorch = "1.13" });
        Open(ExistingRun.Resume, Manifest() with { Threads = 8, Libtorch = "2.9" });
        Assert.Contains(
            "libtorch 1.13 (now libtorch 2.9), 2 threads (now 8 threads)", Assert.Single(observer.Messages), StringComparison.Ordinal);
    }

    [Fact]
    public void ARunGoesOnOnlyWithTheSameSettingsDataAndModel()
    {
        Open(ExistingRun.Refuse, Manifest());
        var more = Manifest();
        more.Configuration["new"] = true;
        foreach (var other in new[]
        {
            Manifest(rate: 2e-5), more,
            Manifest() with { Data = [new FileHash("train.jsonl", 3, "00")] },
            Manifest() with { Model = [new FileHash("model.safetensors", 3, "00")] },
        })
            Assert.Equal("OH5033", Assert.Throws<UsageException>(() => Open(ExistingRun.Resume, other)).Code);
        var error = Assert.Throws<UsageException>(() => Open(ExistingRun.Resume, Manifest(rate: 2e-5)));
        Assert.Contains("'learning_rate' is 2E-05, but the run was started with 1E-05", error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void ARunThatGoesOnMaySayOtherwiseWhatChangesNoNumber()
    {
        Open(ExistingRun.Refuse, Manifest());
        var rules = new Dictionary<string, ResumeRule> { ["seeds"] = ResumeRule.MayGrow, ["log_every"] = ResumeRule.Free };
        RunManifest Now(params int[] seeds)
        {
            var now = Manifest() with { Resume = rules };
            now.Configuration["seeds"] = new JsonArray([.. seeds.Select(seed => (JsonNode)seed)]);
            now.Configuration["log_every"] = seeds.Length;
            return now;
        }

        Open(ExistingRun.Resume, Now(1, 2, 3));
        Assert.Equal("[1,2,3]", RunManifest.TryRead(run)!.Configuration["seeds"]!.ToJsonString());
        foreach (var seeds in new int[][] { [1, 2], [1, 3, 2], [3, 1, 2, 3] })
            Assert.Equal("OH5033", Assert.Throws<UsageException>(
                () => Open(ExistingRun.Resume, Now(seeds))).Code);
    }

    [Fact]
    public void WhatTheDataHoldDecidesAndNotWhatTheyAreCalled()
    {
        FileHash[] one = [new("train.jsonl", 3, "00")];
        Open(ExistingRun.Refuse, Manifest() with { Data = one });
        Open(ExistingRun.Resume, Manifest() with { Data = [one[0] with { Name = "copy.jsonl" }] });
        Assert.False(FileHash.AreSame([one[0], one[0] with { Name = "test.jsonl" }], [one[0], one[0] with { Name = "valid.jsonl" }]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"Kind\": \"train\"")]
    [InlineData("{\"Kind\": 3}")]
    [InlineData("[]")]
    [InlineData("null")]
    public void ADamagedManifestIsNamed(string text)
    {
        Directory.CreateDirectory(run);
        File.WriteAllText(Path.Combine(run, "run.json"), text);
        Assert.Equal("OH5030", Assert.Throws<OmniException>(() => Open(ExistingRun.Resume, Manifest())).Code);
    }

    [Fact]
    public void TheRunJsonOfAnotherProgramIsNotReplaced()
    {
        Directory.CreateDirectory(run);
        File.WriteAllText(Path.Combine(run, "run.json"), """{"scripts": {}}""");
        Assert.Equal("OH5030", Assert.Throws<OmniException>(() => RunFolder.Check(run, ExistingRun.Overwrite, [])).Code);
    }

    [Theory]
    [InlineData(ExistingRun.Refuse)]
    [InlineData(ExistingRun.Resume)]
    [InlineData(ExistingRun.Overwrite)]
    public void AFileIsNoFolderAndThatIsSaidAtOnce(ExistingRun existing)
    {
        File.WriteAllText(run, "a file");
        Assert.Equal("OH5031", Assert.Throws<UsageException>(() => RunFolder.Check(run, existing, [])).Code);
    }

    [Fact]
    public void AFolderThatCannotBeMadeIsNamed()
    {
        File.WriteAllText(run, "a file");
        Assert.Equal("OH6002", Assert.Throws<OmniException>(
            () => RunFolder.Open(Path.Combine(run, "inner"), ExistingRun.Refuse, Manifest(), [], observer)).Code);
    }

    public void Dispose() => folder.Dispose();

    private RunFolder Started(ExistingRun existing, RunManifest? manifest = null, params string[] inputs) =>
        RunFolder.Open(run, existing, manifest ?? Manifest(), inputs, observer);

    private RunManifest Open(ExistingRun existing, RunManifest manifest, params string[] inputs)
    {
        using var opened = Started(existing, manifest, inputs);
        return opened.Manifest;
    }

    private IEnumerable<string> Entries() => Directory.EnumerateFileSystemEntries(run).Select(f => Path.GetFileName(f)).Order();

    private RunManifest Manifest(double rate = 1e-5) => new()
    {
        Kind = "train",
        Command = ["omni", "train"],
        Configuration = new JsonObject { ["learning_rate"] = rate, ["seeds"] = new JsonArray(1, 2), ["task"] = null },
        Origins = new JsonObject { ["learning_rate"] = "flag" },
        Data = FileHash.Of(data),
        Model = [],
        Started = DateTimeOffset.UnixEpoch,
    };
}

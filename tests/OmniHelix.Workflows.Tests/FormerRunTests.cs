using System.Text.Json.Nodes;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Workflows.Tests;

/// <summary>What <c>--overwrite</c> does to the run that is there, however the new one ends.</summary>
public sealed class FormerRunTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Listener observer = new();
    private readonly string run;

    public FormerRunTests()
    {
        run = folder["run"];
        using var old = Open(ExistingRun.Refuse, "old");
        Write("results.json", "old");
        Write("seed-1/model/config.json", "old");
        Write("figures/bars.svg", "old");
        old.Finish();
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void ItGoesWhenTheNewOneIsFinished()
    {
        using (var opened = Open(ExistingRun.Overwrite, "new"))
        {
            Assert.Equal("old", RunManifest.TryRead(Path.Combine(run, "former"))!.Kind);
            Assert.Equal("old", Read("former/results.json"));
            Assert.Contains("former", Assert.Single(observer.Messages), StringComparison.Ordinal);
            Write("results.json", "new");
            opened.Finish();
        }
        Assert.Equal(["results.json", "run.json"], FolderTree.Files(run));
        Assert.Equal("new", Read("results.json"));
    }

    [Fact]
    public void ItComesBackWhenTheNewOneLeavesNothingToGoOnFrom()
    {
        using (Open(ExistingRun.Overwrite, "new"))
        {
            Write("results.json", "new");
            Write("seed-2/checkpoints/step-00000001.tmp/torn", "");
        }
        AssertOld();
        Assert.EndsWith("in its place again.", observer.Messages[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("checkpoints/step-00000001/state.json")]
    [InlineData("seed-2/checkpoints/step-00000001/state.json")]
    public void ItWaitsWhileTheNewOneCanBeGoneOnWith(string checkpoint)
    {
        using (Open(ExistingRun.Overwrite, "new")) Write(checkpoint, "new");
        Assert.Equal(("new", "old"), (RunManifest.TryRead(run)!.Kind, Read("former/results.json")));
        using (var resumed = Open(ExistingRun.Resume, "new")) resumed.Finish();
        Assert.Equal(new[] { checkpoint, "run.json" }.Order(StringComparer.Ordinal), FolderTree.Files(run));
    }

    [Fact]
    public void ItOutlivesSeveralNewOnesThatWereCutOff()
    {
        using (Open(ExistingRun.Overwrite, "second")) Write("checkpoints/step-00000001/state.json", "second");
        using (Open(ExistingRun.Overwrite, "third")) Assert.False(Directory.Exists(Path.Combine(run, "checkpoints")));
        AssertOld();
    }

    [Fact]
    public void AFinishedRunTakesThePlaceOfOneThatCouldNotBeRemoved()
    {
        Write("former/run.json", Read("run.json"));
        Write("former/results.json", "older");
        using (Open(ExistingRun.Overwrite, "new")) Assert.Equal("old", Read("former/results.json"));
        AssertOld();
    }

    // What a kill leaves while the files of a run are moved aside or back: its run.json is the last to go and the first to return.
    [Theory]
    [InlineData(true, "results.json")]
    [InlineData(false, "results.json", "seed-1", "figures")]
    [InlineData(false, "results.json", "seed-1", "figures", "run.json")]
    public void AKillWhileItIsMovedLosesNothing(bool isResumed, params string[] moved)
    {
        Directory.CreateDirectory(Path.Combine(run, "former"));
        foreach (var name in moved) Directory.Move(Path.Combine(run, name), Path.Combine(run, "former", name));
        var existing = isResumed ? ExistingRun.Resume : ExistingRun.Overwrite;
        RunFolder.Check(run, existing, []);
        Open(existing, "old").Dispose();
        AssertOld();
    }

    [Fact]
    public void WhatAKillLeftOfFilesUnderWayIsItsOwn()
    {
        foreach (var leftover in new[] { "model.tmp/config.json", "model.lock.tmp", "results.json.77.tmp", "former/report.html.77.tmp" })
            Write(leftover, "torn");
        Write("former/run.json", Read("run.json"));
        RunFolder.Check(run, ExistingRun.Overwrite, []);
        Write("modelling.tmp", "mine");
        Assert.Equal("OH6003", Assert.Throws<UsageException>(() => RunFolder.Check(run, ExistingRun.Overwrite, [])).Code);
    }

    [Fact]
    public void ItIsPartOfWhatMayNotBeReplacedWhenItHoldsTheWorkOfOthers()
    {
        Write("former/run.json", Read("run.json"));
        Write("former/thesis.txt", "years of work");
        var error = Assert.Throws<UsageException>(() => Open(ExistingRun.Overwrite, "new"));
        Assert.Equal("OH6003", error.Code);
        Assert.Contains("thesis.txt", error.Message, StringComparison.Ordinal);
    }

    private void AssertOld()
    {
        string[] files = ["figures/bars.svg", "results.json", "run.json", "seed-1/model/config.json"];
        Assert.Equal(files, FolderTree.Files(run));
        Assert.Equal(("old", "old"), (RunManifest.TryRead(run)!.Kind, Read("results.json")));
    }

    private RunFolder Open(ExistingRun existing, string kind) => RunFolder.Open(run, existing, new RunManifest
    {
        Kind = kind,
        Command = [],
        Configuration = new JsonObject(),
        Origins = new JsonObject(),
        Data = [],
        Model = [],
        Started = DateTimeOffset.UnixEpoch,
    }, [], observer);

    private void Write(string name, string text)
    {
        var path = Path.Combine(run, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private string Read(string name) => File.ReadAllText(Path.Combine(run, name));
}

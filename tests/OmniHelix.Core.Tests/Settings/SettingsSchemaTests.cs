using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OmniHelix.Documents;
using OmniHelix.Settings;

namespace OmniHelix.Core.Tests.Settings;

public sealed class SettingsSchemaTests : IDisposable
{
    private static readonly SettingsSchema Schema = SettingsSchema.Of<Run>();

    private readonly TemporaryFolder folder = new();

    public enum Shape
    {
        Straight,
        TwoSteps,
    }

    public sealed record Loop : SettingsRecord
    {
        [Description("Passes over the data."), Category("training"), Range(1, 1000)]
        public int Epochs { get; init => field = Said(value); } = 10;

        [Range(0.0, 1.0, MinimumIsExclusive = true), DisplayName("rate")]
        public double LearningRate { get; init => field = Said(value); } = 1e-3;
    }

    public sealed record Run : SettingsRecord
    {
        [Description("Where the data are."), Category("data")]
        public string? Data { get; init => field = Said(value); }

        public IReadOnlyList<long> Seeds { get; init => field = Said(value); } = [42];

        public Shape Shape { get; init => field = Said(value); } = Shape.TwoSteps;

        public TaskType? Task { get; init => field = Said(value); }

        public TimeSpan? Longest { get; init => field = Said(value); }

        public Loop Loop { get; init; } = new();

        [Browsable(false)]
        public object? Hidden { get; init; }
    }

    [Category("shared")]
    public abstract record Shared : SettingsRecord
    {
        public int? Size { get; init => field = Said(value); }

        [Category("own")]
        public int? Budget { get; init => field = Said(value); } = 100;
    }

    public sealed record Derived : Shared
    {
        public bool Whole { get; init => field = Said(value); }
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void KeysComeFromThePropertiesOfARecordAndOfThoseInIt()
    {
        Assert.Equal(["data", "seeds", "shape", "task", "longest", "epochs", "rate"], Schema.Keys.Select(k => k.Name));
        var epochs = Schema.Find("epochs")!;
        Assert.Equal(
            ("Passes over the data.", "training", "10", "from 1 to 1000"),
            (epochs.Description, epochs.Group, epochs.DefaultText(), epochs.RangeText()));
        Assert.Equal("above 0 to 1", Schema.Find("rate")!.RangeText());
        Assert.Null(Schema.Find("hidden"));
    }

    [Fact]
    public void WhatARecordInheritsComesFirstAndItsGroupHoldsForPropertiesWithoutOne()
    {
        var keys = SettingsSchema.Of<Derived>().Keys;
        Assert.Equal([("size", "shared"), ("budget", "own"), ("whole", "shared")], keys.Select(k => (k.Name, k.Group)));
    }

    [Fact]
    public void OfTwoThatExcludeEachOtherTheStrongerIsKept()
    {
        var schema = SettingsSchema.Of<Derived>();
        var kept = schema.Resolve(schema.SaidIn(new Derived { Size = 3 })).KeepStronger("size", "budget").Get<Derived>();
        Assert.Equal((3, null), (kept.Size, kept.Budget));
        var both = new Derived { Size = 3, Whole = true };
        var e = Assert.Throws<UsageException>(() => schema.Resolve(schema.SaidIn(both)).KeepStronger("size", "whole"));
        Assert.Equal(("OH2021", "size and whole exclude each other"), (e.Code, e.Message));
        var file = schema.Read(Read("a.yaml", "whole: true\n"), Origin.File);
        var flag = SettingsSchema.ReadWords(schema.Find("size")!, ["3"], "--size");
        var decided = schema.Resolve(file, [flag]).KeepStronger("whole", "size").Get<Derived>();
        Assert.Equal((3, false), (decided.Size, decided.Whole));
    }

    [Fact]
    public void TheStrongestLayerThatSpeaksWins()
    {
        var dataSet = Schema.Read(Read("config.json", """{"epochs": 50, "seeds": 7, "rate": 0.5}"""), Origin.DataSet);
        var file = Schema.Read(Read("task.yaml", "rate: 0.25\nshape: two_steps\ntask: masked_lm\n"), Origin.File);
        var flags = new[] { SettingsSchema.ReadWords(Schema.Find("seeds")!, ["1,2", "3"], "--seeds") };
        var resolved = Schema.Resolve(dataSet, file, flags);
        var run = resolved.Get<Run>();
        Assert.Equal(
            (50, 0.25, Shape.TwoSteps, TaskType.MaskedLanguageModel),
            (run.Loop.Epochs, run.Loop.LearningRate, run.Shape, run.Task));
        Assert.Equal([1L, 2, 3], run.Seeds);
        Assert.Equal(
            """
            {"data":"default","seeds":"flag","shape":"file FOLDER/task.yaml:2","task":"file FOLDER/task.yaml:3",
            "longest":"default","epochs":"data set","rate":"file FOLDER/task.yaml:1"}
            """.ReplaceLineEndings(""),
            resolved.OriginsToJson().ToJsonString().Replace(folder.Path, "FOLDER", StringComparison.Ordinal));
        Assert.Equal(
            """{"data":null,"seeds":[1,2,3],"shape":"two-steps","task":"masked_lm","longest":"none","epochs":50,"rate":0.25}""",
            resolved.ToJson().ToJsonString());
    }

    [Theory]
    [InlineData("none")]
    [InlineData("\"none\"")]
    [InlineData("null")]
    public void NoneTakesAwayWhatAWeakerLayerSaid(string none)
    {
        var weak = Schema.Read(Read("weak.yaml", "longest: 1.02:03:04\ntask: masked_lm\ndata: d\n"), Origin.DataSet);
        var strong = Schema.Read(Read("strong.yaml", $"longest: {none}\ntask: {none}\n"), Origin.File);
        var run = Schema.Resolve(weak, strong).Get<Run>();
        Assert.Equal((null, null, "d"), (run.Longest, run.Task, run.Data));
        var flag = SettingsSchema.ReadWords(Schema.Find("longest")!, ["none"], "--longest");
        Assert.Null(Schema.Resolve(weak, [flag]).Get<Run>().Longest);
    }

    [Fact]
    public void NoneIsATextWhereATextStandsAndAnErrorWhereThereMustBeAValue()
    {
        Assert.Equal("none", Schema.Resolve(Schema.Read(Read("a.yaml", "data: none\n"), Origin.File)).Get<Run>().Data);
        var error = Assert.Throws<UsageException>(() => Schema.Read(Read("b.yaml", "epochs: none\n"), Origin.File));
        Assert.Equal("OH2013", error.Code);
    }

    [Fact]
    public void WhatIsWrittenReadsBackAsItself()
    {
        var written = Schema.Resolve([
            .. Schema.SaidIn(new Run
            {
                Data = "null",
                Seeds = [long.MaxValue, -1],
                Shape = Shape.Straight,
                Longest = new TimeSpan(1, 2, 3),
                Loop = new() { LearningRate = 0.1 + 0.2 },
            }),
        ]).ToJson().ToJsonString();
        var read = Schema.Resolve(Schema.Read(Read("run.json", written), Origin.File));
        Assert.Equal(written, read.ToJson().ToJsonString());
        Assert.Equal(0.1 + 0.2, read.Get<Run>().Loop.LearningRate);
        Assert.Equal(new TimeSpan(1, 2, 3), read.Get<Run>().Longest);
    }

    [Fact]
    public void ARecordRemembersWhatWasSaidEvenWhenItIsTheDefault()
    {
        var run = new Run { Data = "d", Loop = new Loop { Epochs = 10 } };
        Assert.Equal(["data", "epochs"], Schema.SaidIn(run).Select(s => s.Key.Name));
        Assert.All(Schema.SaidIn(run), s => Assert.Equal("caller", s.Source.ToString()));
        var changed = run with { Seeds = [1] };
        Assert.Equal(["data", "seeds", "epochs"], Schema.SaidIn(changed).Select(s => s.Key.Name));
        Assert.Equal(["data", "epochs"], Schema.SaidIn(run).Select(s => s.Key.Name));
        Assert.Equal(new Loop(), new Loop { Epochs = 10 });
        Assert.NotEqual(new Loop(), new Loop { Epochs = 11 });
        Assert.Equal(new Loop().GetHashCode(), new Loop { Epochs = 10 }.GetHashCode());
    }

    [Fact]
    public void AFilledRecordKnowsWhoSaidWhat()
    {
        var file = Schema.Read(Read("task.yaml", "epochs: 3\n"), Origin.File);
        var run = Schema.Resolve(file).Get<Run>();
        Assert.Equal(Origin.File, run.Loop.SourceOf(nameof(Loop.Epochs))!.Origin);
        Assert.Null(run.SourceOf(nameof(Run.Seeds)));
        Assert.Equal(["epochs"], Schema.SaidIn(run).Select(s => s.Key.Name));
        Assert.Equal(Origin.Caller, (run.Loop with { Epochs = 4 }).SourceOf(nameof(Loop.Epochs))!.Origin);
    }

    [Fact]
    public void RangesHoldForProgramsToo()
    {
        var e = Assert.Throws<UsageException>(() => Schema.Resolve(Schema.SaidIn(new Run { Loop = new() { LearningRate = double.NaN } })));
        Assert.Equal(("OH2014", "rate: NaN is out of range; expected a value above 0 to 1"), (e.Code, e.Message));
        Assert.Equal(
            "OH2014",
            Assert.Throws<UsageException>(() => Schema.Resolve(Schema.SaidIn(new Run { Loop = new() { LearningRate = 0 } }))).Code);
        Assert.Equal("code", Assert.Throws<UsageException>(() => SettingsSchema.Of<Loop>().Check(new Loop { Epochs = 0 }, "code")).Code);
        SettingsSchema.Of<Loop>().Check(new Loop { Epochs = 1000, LearningRate = 1 }, "code");
    }

    [Theory]
    [InlineData("task: masked", "OH2901")]
    [InlineData("longest: new", "OH2013")]
    [InlineData("shape: 1", "OH2016")]
    [InlineData("data: {a: 1}", "OH2011")]
    [InlineData("rate: 0", "OH2014")]
    public void AWrongValueIsNamedWithItsLine(string line, string code)
    {
        var document = Read("task.yaml", "# settings\n" + line + "\n");
        var e = Assert.Throws<UsageException>(() => Schema.Read(document, Origin.File));
        Assert.Equal(code, e.Code);
        Assert.StartsWith(folder["task.yaml"] + ":2:", e.Place, StringComparison.Ordinal);
    }

    [Fact]
    public void ASettingCanBeDecidedLater()
    {
        var resolved = Schema.Resolve().With("data", "found", new Source(Origin.Model));
        Assert.Equal(("found", "model"), (resolved.Get<Run>().Data, resolved["data"].Source.ToString()));
        Assert.Throws<KeyNotFoundException>(() => resolved["dat"]);
    }

    [Fact]
    public void TwoSettingsOfOneNameAreADefect() =>
        Assert.Throws<InvalidOperationException>(() => SettingsSchema.Of<Run>().Add<Loop>());

    private MapNode Read(string name, string text) => Document.Read(folder.Write(name, text), SettingsSchema.ConfigurationFile);
}

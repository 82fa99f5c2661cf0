using System.Text.Json.Nodes;
using OmniHelix.TestKit.Hub;

namespace OmniHelix.EndToEnd.Tests;

/// <summary>Models of a hub, from the name on the command line to the result.</summary>
public sealed class HubTests(TrainFolder training) : IClassFixture<TrainFolder>, IDisposable
{
    private const string Id = "yangheng/OmniGenome-1M";

    private readonly StandInHub hub = new();
    private readonly TemporaryFolder folder = new("omni hub ");

    public void Dispose()
    {
        hub.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void TrainingBeginsWithTheModelOfAHubAndRecordsItsCommit()
    {
        var commit = hub.Put(Id, SourceTree.PathOf("models", "omnihelix-rna-1m"));
        var output = training.New("run");
        var words = training.Words(output).Skip(1).ToList();
        words[words.IndexOf("--model") + 1] = Id;
        var run = Omni([.. words]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains($"{Id} is at commit {commit} (main)", run.Error, StringComparison.Ordinal);
        Assert.Contains("downloading model.safetensors", run.Error, StringComparison.Ordinal);
        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(output, "run.json")))!;
        Assert.Equal($"{Id}@{commit}", manifest["model_origin"]!.GetValue<string>());
        Assert.Contains(Id, Omni("runs", "list", Path.GetDirectoryName(output)!).Output, StringComparison.Ordinal);
        Assert.Single(hub.Calls, call => call.Server == hub.Store);
    }

    [Fact]
    public void PredictionsEmbeddingsAndInspectionTakeTheName()
    {
        using var model = new SmallModel(TaskType.SequenceClassification, "no", "yes");
        hub.Put("owner/classifier", model.Folder);
        var first = Omni("infer", "--model", "owner/classifier", "--sequence", "ACGUACGU");
        Assert.True(first.ExitCode == 0, first.Error);
        var calls = hub.Calls.Count;
        var offline = Omni([("HF_HUB_OFFLINE", "1")], "infer", "--model", "owner/classifier", "--sequence", "ACGUACGU");
        Assert.Equal(first.Output, offline.Output);
        Assert.Contains("always means this one", offline.Error, StringComparison.Ordinal);
        Assert.Equal(OmniProgram.Run("infer", "--model", model.Folder, "--sequence", "ACGUACGU").Output, first.Output);
        Assert.Equal(0, Omni("embed", "--model", "owner/classifier@main", "--sequence", "ACGU", "--output", folder["e.npy"]).ExitCode);
        Assert.Contains("sequence_classification", Omni("model", "inspect", "owner/classifier").Output, StringComparison.Ordinal);
        Assert.Equal(0, Omni("tokenizer", "inspect", "owner/classifier").ExitCode);
        Assert.Equal(calls, hub.Calls.Count);
    }

    [Fact]
    public void AModelIsPulledListedAndShown()
    {
        var commit = hub.Put(Id, SourceTree.PathOf("models", "omnihelix-rna-1m"));
        var shown = Omni("hub", "info", Id);
        Assert.Contains(commit, shown.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("yes", shown.Output, StringComparison.Ordinal);
        var pulled = Omni("hub", "pull", Id);
        Assert.True(pulled.ExitCode == 0, pulled.Error);
        Assert.True(File.Exists(Path.Combine(pulled.Output.Trim(), "model.safetensors")));
        Assert.Contains("yes", Omni("hub", "info", Id).Output, StringComparison.Ordinal);
        var offline = JsonNode.Parse(Omni([("HF_HUB_OFFLINE", "1")], "hub", "info", Id, "--json").Output)!;
        Assert.Equal(commit, offline["commit"]!.GetValue<string>());
        Assert.False(offline["asked_the_hub"]!.GetValue<bool>());
        var list = Omni("hub", "list").Output;
        var known = JsonNode.Parse(Omni("hub", "list", "--known", "--json").Output)!.AsArray();
        var published = known.Single(model => model!["name"]!.GetValue<string>() == "yangheng/OmniGenome-52M")!;
        Assert.Equal("DNA and RNA", published["molecule"]!.GetValue<string>());
        Assert.False(published["cached"]!.GetValue<bool>());
        Assert.Contains("multimolecule/rnafm", Omni("hub", "list", "--known").Output, StringComparison.Ordinal);
        Assert.Contains(Id, list, StringComparison.Ordinal);
        Assert.Contains("whole", list, StringComparison.Ordinal);
        var json = JsonNode.Parse(Omni("hub", "list", "--json").Output)!;
        Assert.Equal(commit, json["models"]![0]!["refs"]!["main"]!.GetValue<string>());
    }

    [Fact]
    public void ACardNoticesWeightsThatAreNoLongerThose()
    {
        using var model = new SmallModel();
        var card = Omni("hub", "card", model.Folder);
        Assert.True(card.ExitCode == 0, card.Error);
        Assert.Equal(2, Omni("hub", "card", model.Folder).ExitCode);
        var same = Omni("hub", "verify", model.Folder);
        Assert.True(same.ExitCode == 0, same.Error);
        Assert.Contains("are those of the card", same.Output, StringComparison.Ordinal);
        using var other = new SmallModel(TaskType.SequenceClassification, "no", "yes");
        var verdict = Omni("hub", "verify", other.Folder, "--card", card.Output.Trim());
        Assert.Equal(1, verdict.ExitCode);
        Assert.Contains("error OH3921", verdict.Error, StringComparison.Ordinal);
        Assert.Contains("error OH3920", Omni("hub", "verify", other.Folder).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void DamageInTheCacheIsNoticedAndWhatIsLeftIsRemoved()
    {
        hub.Put(Id, SourceTree.PathOf("models", "omnihelix-rna-1m"));
        var snapshot = Omni("hub", "pull", Id).Output.Trim();
        Assert.Contains("have the hashes of the hub", Omni("hub", "verify", Id).Output, StringComparison.Ordinal);
        Assert.Contains("nothing that could be executed", Omni("hub", "scan", Id).Error, StringComparison.Ordinal);
        var weights = FilePlace.Of(Path.Combine(snapshot, "model.safetensors")).Path;
        using (var file = File.OpenWrite(weights)) file.WriteByte(0);
        var damaged = Omni("hub", "verify", Id);
        Assert.Equal(1, damaged.ExitCode);
        Assert.Contains("error OH3922", damaged.Error, StringComparison.Ordinal);
        Directory.Delete(snapshot, recursive: true);
        Assert.Contains("--remove removes them", Omni("hub", "prune").Output, StringComparison.Ordinal);
        Assert.True(File.Exists(weights));
        Assert.Contains("removed", Omni("hub", "prune", "--remove").Output, StringComparison.Ordinal);
        Assert.False(File.Exists(weights));
        Assert.Equal(0, Omni("hub", "pull", Id).ExitCode);
        Assert.Equal(0, Omni("hub", "verify", Id).ExitCode);
    }

    [Fact]
    public void TwoProcessesMakeOneDownload()
    {
        hub.Put(Id, SourceTree.PathOf("models", "omnihelix-rna-1m"));
        hub.Then = (call, reply) => call.Server == hub.Store ? reply with { PauseBefore = TimeSpan.FromSeconds(2) } : reply;
        OmniProgram? second = null;
        var first = OmniProgram.Run(
            "dotnet", [OmniProgram.Library, "hub", "pull", Id], meanwhile: _ => second = Omni("hub", "pull", Id), variables: Variables());
        Assert.Equal((0, 0), (first.ExitCode, second!.ExitCode));
        Assert.Equal(first.Output, second.Output);
        Assert.Single(hub.Calls, call => call.Server == hub.Store);
        Assert.Contains("another process downloads", first.Error + second.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ANameThatCannotBeGotEndsWithWhatToDo()
    {
        var unknown = Omni("infer", "--model", "owner/nothing", "--sequence", "ACGU");
        Assert.Equal(1, unknown.ExitCode);
        Assert.Contains("error OH3904", unknown.Error, StringComparison.Ordinal);
        Assert.Contains(
            "Did you mean 'yangheng/OmniGenome-52M'?", Omni("hub", "info", "yangheng/OmniGenome52M").Error, StringComparison.Ordinal);
        var offline = Omni([("TRANSFORMERS_OFFLINE", "1")], "infer", "--model", "owner/nothing", "--sequence", "ACGU");
        Assert.Contains("error OH3902", offline.Error, StringComparison.Ordinal);
        Assert.Contains("HF_HUB_OFFLINE", offline.Error, StringComparison.Ordinal);
        Assert.Equal(2, Omni("hub", "pull", "no name").ExitCode);
        var mistyped = Omni("infer", "--model", "models/omnihelix-rna-1m", "--sequence", "ACGU");
        Assert.Contains("Name the shipped model", mistyped.Error, StringComparison.Ordinal);
    }

    private OmniProgram Omni(params string[] words) => Omni([], words);

    private OmniProgram Omni((string Name, string Value)[] variables, params string[] words) =>
        OmniProgram.Run("dotnet", [OmniProgram.Library, .. words], variables: Variables(variables));

    private Dictionary<string, string> Variables(params (string Name, string Value)[] more)
    {
        var variables = new Dictionary<string, string>
        {
            ["HF_HOME"] = folder["home"],
            ["HF_ENDPOINT"] = hub.Endpoint,
            ["HF_HUB_OFFLINE"] = "0",
        };
        foreach (var (name, value) in more) variables[name] = value;
        return variables;
    }
}

using OmniHelix.Settings;
using OmniHelix.Workflows.Evaluating;
using OmniHelix.Workflows.FineTuning;
using OmniHelix.Workflows.Predicting;
using OmniHelix.Workflows.Pretraining;
using OmniHelix.Workflows.Seq2Seq;
using OmniHelix.Workflows.Structures;

namespace OmniHelix.Workflows.Tests;

/// <summary>The tables of <c>docs/configuration.md</c> are those of the schemas.</summary>
public class ConfigurationPageTests
{
    private static readonly Dictionary<string, SettingsSchema> Commands = new()
    {
        ["train"] = FineTuneConfiguration.Schema,
        ["pretrain"] = PretrainConfiguration.Schema,
        ["seq2seq"] = Seq2SeqConfiguration.Schema,
        ["evaluate"] = EvaluateConfiguration.Schema,
        ["infer"] = InferConfiguration.Schema,
        ["embed"] = EmbedConfiguration.Schema,
        ["augment"] = AugmentConfiguration.Schema,
        ["attention"] = AttentionWorkflow.Schema,
        ["rna fold"] = FoldConfiguration.Schema,
        ["rna eval"] = EvalConfiguration.Schema,
        ["rna compare"] = CompareWorkflow.Schema,
    };

    public static TheoryData<string> Names => [.. Commands.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void EverySettingIsDescribedAsTheHelpDescribesIt(string command)
    {
        var page = Documentation.Text("docs/configuration.md").Split('\n');
        var heading = $"## Settings of `omni {command}`";
        if (Environment.GetEnvironmentVariable("OMNI_RENEW_SNAPSHOTS") == "1")
        {
            var path = SourceTree.PathOf("docs", "configuration.md");
            File.WriteAllText(
                path, File.ReadAllText(path).Replace(TableAfter(page, heading), Rows(Commands[command]), StringComparison.Ordinal));
            return;
        }
        Assert.Equal(Rows(Commands[command]), TableAfter(page, heading));
    }

    private static string Rows(SettingsSchema schema) =>
        string.Join('\n', schema.Keys.Select(k => $"| `{k.Name}` | {TypeOf(k)} | {k.DefaultText()} | {k.Description} |"));

    private static string TypeOf(SettingKey key)
    {
        var name = SettingValue.NameOf(key.ValueType).Replace("|", ", ", StringComparison.Ordinal);
        var range = key.Range is null ? "" : key.RangeText().Replace($" to {int.MaxValue}", "", StringComparison.Ordinal)
            .Replace($" to {double.MaxValue}", "", StringComparison.Ordinal);
        return $"{(key.IsList ? "list of " : "")}{name}{(range.Length == 0 ? "" : " " + range)}";
    }

    private static string TableAfter(string[] page, string heading) =>
        string.Join(
            '\n',
            page.SkipWhile(l => l != heading).SkipWhile(
                l => !l.StartsWith("|---", StringComparison.Ordinal)).Skip(1).TakeWhile(l => l.StartsWith('|')));
}

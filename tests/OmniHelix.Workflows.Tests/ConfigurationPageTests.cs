using OmniHelix.Settings;
using OmniHelix.Workflows.FineTuning;
using OmniHelix.Workflows.Pretraining;

namespace OmniHelix.Workflows.Tests;

/// <summary>The tables of <c>docs/configuration.md</c> are those of the schemas.</summary>
public class ConfigurationPageTests
{
    [Fact]
    public void EverySettingIsDescribedAsTheHelpDescribesIt()
    {
        var page = File.ReadAllLines(Path.Combine(Repository(), "docs", "configuration.md"));
        Assert.Equal(Rows(FineTuneConfiguration.Schema), TableAfter(page, "## Settings of `omni train`"));
        Assert.Equal(Rows(PretrainConfiguration.Schema), TableAfter(page, "## Settings of `omni pretrain`"));
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

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "OmniHelix.slnx"))) folder = folder.Parent!;
        return folder.FullName;
    }
}

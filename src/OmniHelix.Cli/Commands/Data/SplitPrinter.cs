using System.Globalization;
using OmniHelix.Cli.Shell;
using OmniHelix.Data.Splits;

namespace OmniHelix.Cli.Commands.Data;

/// <summary>Tells what splits hold and what they share.</summary>
internal static class SplitPrinter
{
    private const int ShownLabels = 12;

    /// <summary>Writes the manifest: as JSON, or in words.</summary>
    public static void Print(Terminal terminal, SplitManifest manifest, string folder, bool json)
    {
        if (json) terminal.Output.WriteLine(OmniCommand.Json(manifest.ToJson()));
        else Print(terminal, manifest, folder);
    }

    private static void Print(Terminal terminal, SplitManifest manifest, string folder)
    {
        foreach (var split in manifest.Splits)
        {
            var labels = split.Labels.Take(ShownLabels).Select(l => Text($"{l.Key} {(double)l.Value / split.Records:P1}"));
            terminal.Summary.WriteLine(
                Text($"{split.Name,-6} {split.Records,9} {Plural.Of(split.Records, "record"),-7}  {string.Join("  ", labels)}").TrimEnd());
        }
        terminal.Summary.WriteLine(manifest.Task is { } task
            ? $"config.json says {task.Name}{Classes(manifest)}"
            : "the labels do not tell a task: training needs --task, or task_type in config.json");
        var parts = manifest.Options.Method == SplitMethod.Similarity ? "clusters of similar sequences" : "parts";
        var several = $"{manifest.JointUnits} of them with several records, the largest with {manifest.LargestUnit}";
        terminal.Summary.WriteLine($"{manifest.Units} {parts} were kept together, {several}");
        foreach (var note in manifest.Notes) terminal.Summary.WriteLine($"! {note}");
        terminal.Summary.Write(manifest.Audit.ToText());
        terminal.Error.WriteLine($"written to {folder}");
    }

    private static string Classes(SplitManifest manifest)
    {
        if (manifest.Classes is not { } classes) return "";
        var more = classes.Count > ShownLabels ? $", and {classes.Count - ShownLabels} more" : "";
        return $" with {Plural.Count(classes.Count, "class", "classes")}: {string.Join(", ", classes.Names.Take(ShownLabels))}{more}";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

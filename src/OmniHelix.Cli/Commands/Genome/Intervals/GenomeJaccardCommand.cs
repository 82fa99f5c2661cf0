using System.Globalization;
using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Output;
using OmniHelix.Cli.Shell;
using OmniHelix.Data.Files;
using OmniHelix.Sequences.Intervals;
using OmniHelix.Workflows.Intervals;

namespace OmniHelix.Cli.Commands.Genome.Intervals;

/// <summary><c>omni genome jaccard</c>: how alike two sets of intervals are, as <c>bedtools jaccard</c> writes it.</summary>
internal static class GenomeJaccardCommand
{
    public static CommandEntry Entry { get; } = new("jaccard", "Say how alike two sets of intervals are.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var schema = new SettingsBinding().Add<JaccardOptions>().Add<OutputOptions>();
        var json = OmniCommand.JsonFlag();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples = ["omni genome jaccard --a peaks1.bed --b peaks2.bed", "omni genome jaccard --a peaks1.bed --b peaks2.bed --json"],
        };
        schema.AddTo(command);
        command.Options.Add(json);
        command.SetAction((parsed, _) =>
        {
            var settings = schema.Read(parsed);
            var output = settings.Get<OutputOptions>();
            var compared = settings.Get<JaccardOptions>();
            compared.Check();
            output.Check("the figures", DataFileKinds.Tsv);
            var found = compared.Compare();
            CommandOutput.WriteText(terminal, output.Output, writer => Print(writer, found, parsed.GetValue(json)));
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static void Print(TextWriter writer, JaccardIndex found, bool json)
    {
        if (json)
        {
            writer.WriteLine(
                OmniCommand.Json(new { found.Intersection, found.Union, Jaccard = found.Value, Intersections = found.Pieces }));
            return;
        }
        writer.WriteLine("intersection\tunion\tjaccard\tn_intersections");
        writer.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{found.Intersection}\t{found.Union}\t{found.Value:G6}\t{found.Pieces}"));
    }
}

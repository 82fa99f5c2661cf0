using System.ComponentModel;
using OmniHelix.Cli.Shell;
using OmniHelix.Cli.Output;
using OmniHelix.Sequences.Intervals;
using OmniHelix.Settings;

namespace OmniHelix.Cli.Commands.Genome.Intervals;

/// <summary>What <c>omni genome subtract</c> takes away.</summary>
internal sealed record SubtractSettings
{
    [Description("Leave out every interval of A that has an overlap, instead of cutting it.")]
    public bool RemoveWhole { get; init; }
}

/// <summary><c>omni genome subtract</c>: what is left of intervals, as <c>bedtools subtract</c> writes it.</summary>
internal static class GenomeSubtractCommand
{
    public static CommandEntry Entry { get; } = new("subtract", "Cut intervals out of others.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var schema = new SettingsBinding().Add<OverlapSettings>().Add<SubtractSettings>().Add<OutputSettings>();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni genome subtract --a genes.bed --b exons.bed > introns.bed",
                "omni genome subtract --a peaks.bed.gz --b blacklist.bed --remove-whole --output clean.bed.gz",
            ],
        };
        schema.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(terminal, schema.Read(parsed), cancellation)));
        return command;
    }

    private static int Run(Terminal terminal, ResolvedSettings configuration, CancellationToken cancellation)
    {
        var overlap = configuration.Get<OverlapSettings>();
        var whole = configuration.Get<SubtractSettings>().RemoveWhole;
        var output = configuration.Get<OutputSettings>();
        overlap.Check("omni genome subtract");
        output.Check();
        var index = overlap.Second().Index;
        var rule = overlap.Rule();
        var hits = new List<int>();
        using var progress = CommandOutput.Progress(terminal, output.Output, "intervals");
        CommandOutput.WriteText(terminal, output.Output, writer =>
        {
            var read = 0L;
            foreach (var line in IntervalLine.Read(overlap.A!))
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Report(++read);
                Intersection.Find(line.Interval, index, rule, hits);
                if (whole && hits.Count > 0) continue;
                foreach (var piece in Subtraction.Subtract(line.Interval, index, rule)) writer.WriteLine(line.With(piece));
            }
        });
        return ExitCode.Done;
    }
}

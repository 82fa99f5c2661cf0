using System.ComponentModel;
using System.Globalization;
using OmniHelix.Cli.Shell;
using OmniHelix.Cli.Output;
using OmniHelix.Sequences.Intervals;
using OmniHelix.Settings;

namespace OmniHelix.Cli.Commands.Genome.Intervals;

/// <summary>What <c>omni genome coverage</c> writes.</summary>
internal sealed record CoverageSettings
{
    [Description("Write only how many intervals of B overlap.")]
    public bool Counts { get; init; }
}

/// <summary><c>omni genome coverage</c>: how much of intervals others cover, as <c>bedtools coverage</c> writes it.</summary>
internal static class GenomeCoverageCommand
{
    public static CommandEntry Entry { get; } = new(
        "coverage", "Say how much of each interval others cover.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var schema = new SettingsBinding().Add<OverlapSettings>().Add<CoverageSettings>().Add<OutputSettings>();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni genome coverage --a exons.bed --b reads.bed.gz > coverage.tsv",
                "omni genome tile --genome hs37d5.fa.fai --window 1000 | omni genome coverage --a - --b peaks.bed --counts",
            ],
        };
        schema.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(terminal, schema.Read(parsed), cancellation)));
        return command;
    }

    private static int Run(Terminal terminal, ResolvedSettings configuration, CancellationToken cancellation)
    {
        var overlap = configuration.Get<OverlapSettings>();
        var counts = configuration.Get<CoverageSettings>().Counts;
        var output = configuration.Get<OutputSettings>();
        overlap.Check("omni genome coverage");
        output.Check();
        var index = overlap.Second().Index;
        var rule = overlap.Rule();
        using var progress = CommandOutput.Progress(terminal, output.Output, "intervals");
        CommandOutput.WriteText(terminal, output.Output, writer =>
        {
            var read = 0L;
            foreach (var line in IntervalLine.Read(overlap.A!))
            {
                cancellation.ThrowIfCancellationRequested();
                var found = Coverage.Of(line.Interval, index, rule);
                writer.Write(string.Create(CultureInfo.InvariantCulture, $"{line.Text}\t{found.Overlaps}"));
                if (!counts)
                    writer.Write(
                        string.Create(CultureInfo.InvariantCulture, $"\t{found.Covered}\t{found.Length}\t{found.Fraction:0.0000000}"));
                writer.WriteLine();
                progress?.Report(++read);
            }
        });
        return ExitCode.Done;
    }
}

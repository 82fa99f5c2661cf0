using System.CommandLine;
using System.Globalization;
using OmniHelix.Cli.Progress;
using OmniHelix.Cli.Shell;
using OmniHelix.Rna.Design;
using OmniHelix.Workflows.Designing;
using OmniHelix.Workflows.Files;

namespace OmniHelix.Cli.Commands.Rna;

/// <summary><c>omni rna bench</c>: the Eterna100 benchmark of design.</summary>
internal static class RnaBenchCommand
{
    public static CommandEntry Entry { get; } = new("bench", "Design the structures of the Eterna100 benchmark.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var usual = new DesignOptions { Chains = 2 };
        var version = new Option<EternaVersion>("--eterna")
        {
            Description = "Which structures.",
            DefaultValueFactory = _ => EternaVersion.V2,
        };
        var time = new Option<double>("--time") { Description = "Seconds for each structure.", DefaultValueFactory = _ => 60 };
        var chains = new Option<int>("--chains") { Description = "Searches side by side.", DefaultValueFactory = _ => usual.Chains };
        var seed = new Option<long>("--seed") { Description = "Seed of every choice." };
        var puzzles = new Option<string[]>("--puzzles") { Description = "Numbers of structures, separated by commas; default: all 100." };
        var output = new Option<string?>("--output", "-o")
        {
            Description = "Table to write row by row; a run that was broken off goes on where it ended.",
        };
        var report = new Option<string?>("--report") { Description = "Page to write: one HTML file that loads nothing." };
        var overwrite = new Option<bool>("--overwrite") { Description = "Begin the table anew, and replace the page." };
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni rna bench --eterna v2 --time 60 --output eterna.tsv --report eterna.html",
                "omni rna bench --eterna v1 --time 10 --puzzles 57,65,71",
            ],
        };
        foreach (var option in new Option[] { version, time, chains, seed, puzzles, output, report, overwrite })
            command.Options.Add(option);
        command.SetAction((parsed, cancellation) =>
        {
            if (!(parsed.GetValue(time) is > 0 and < 1e6))
                throw new UsageException("OH1864", "a search needs a time above 0", null, "Give seconds.");
            var options = usual with
            {
                TimeLimit = TimeSpan.FromSeconds(parsed.GetValue(time)),
                Chains = parsed.GetValue(chains),
                Seed = parsed.GetValue(seed),
            };
            var files = new Files(parsed.GetValue(output), parsed.GetValue(report), parsed.GetValue(overwrite));
            if (files.Report is { } page) KnownFiles.Kinds.RequireName(page, "a page", KnownFiles.Html);
            OverwriteCheck.Files(files.Overwrite, files.Report);
            Run(terminal, (parsed.GetValue(version), options), Numbers(parsed.GetValue(puzzles) ?? []), files, cancellation);
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    /// <summary>One row a puzzle as it ends, then the sum.</summary>
    private static void Run(
        Terminal terminal, (EternaVersion Version, DesignOptions Options) how, int[] numbers, Files files, CancellationToken cancellation)
    {
        var conditions = EternaTable.Conditions(how.Version, how.Options);
        if (files is { Output: { } old, Overwrite: true }) AtomicFile.Do(old, () => File.Delete(old));
        using var table = files.Output is { } path ? EternaTable.Open(path, how.Version, how.Options) : null;
        if (table?.Scores.Count > 0)
            terminal.Error.WriteLine($"{Plural.Count(table.Scores.Count, "puzzle")} of an earlier run in {files.Output}");
        var scores = new List<EternaScore>();
        terminal.Output.WriteLine(EternaScore.Columns);
        using (var line = new ProgressLine(terminal, TimeProvider.System))
        {
            var benchmark = new EternaBenchmark(how.Version, how.Options);
            int[]? some = numbers.Length > 0 ? numbers : null;
            foreach (var score in benchmark.Run(some, table, line.Of(ProgressWords.Eterna), cancellation))
            {
                scores.Add(score);
                terminal.Output.WriteLine(score.ToRow());
                terminal.Output.Flush();
            }
        }
        var proved = scores.Count(score => score.IsImpossible) is var count and > 0 ? $", {count} proved to have no solution" : "";
        terminal.Error.WriteLine(
            $"solved {scores.Count(score => score.IsSolved)} of {scores.Count}{proved}; "
                + $"median of the solved {EternaPage.MedianText(scores)}");
        terminal.Error.WriteLine(conditions);
        if (files.Report is not { } page) return;
        EternaPage.Compose(scores, conditions).Write(page);
        terminal.Error.WriteLine($"wrote {page}");
    }

    private static int[] Numbers(string[] texts) =>
    [
        .. texts.SelectMany(text => text.Split(',')).Select(text => int.TryParse(text, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new UsageException("OH1865", $"'{text}' is no number of a puzzle", null, "Write numbers, separated by commas.")),
    ];

    private sealed record Files(string? Output, string? Report, bool Overwrite);
}

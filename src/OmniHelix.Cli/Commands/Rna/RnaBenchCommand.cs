using System.CommandLine;
using System.Globalization;
using OmniHelix.Cli.Progress;
using OmniHelix.Cli.Shell;
using OmniHelix.Rna.Design;
using OmniHelix.Workflows.Designing;

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
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples = ["omni rna bench --eterna v2 --time 60", "omni rna bench --eterna v1 --time 10 --puzzles 57,65,71"],
        };
        foreach (var option in new Option[] { version, time, chains, seed, puzzles }) command.Options.Add(option);
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
            Run(terminal, new EternaBenchmark(parsed.GetValue(version), options), Numbers(parsed.GetValue(puzzles) ?? []), cancellation);
            var conditions = Text($"Eterna100 {parsed.GetValue(version)}, Turner 2004 at 37 °C, dangles 2, ");
            var limit = Text($"{options.TimeLimit.TotalSeconds:0.###} s each, ");
            terminal.Error.WriteLine($"{conditions}{limit}{Plural.Count(options.Chains, "chain")}, seed {options.Seed}");
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    /// <summary>One row a puzzle as it ends, then the sum.</summary>
    private static void Run(Terminal terminal, EternaBenchmark benchmark, int[]? numbers, CancellationToken cancellation)
    {
        var (all, solved) = (0, 0);
        terminal.Output.WriteLine("puzzle\tlength\tsolved\tseconds\tfolds\tdistance\tgap\tdefect\tsequence\tname");
        using var line = new ProgressLine(terminal, TimeProvider.System);
        var rows = benchmark.Run(numbers is { Length: > 0 } ? numbers : null, line.Of(ProgressWords.Eterna), cancellation);
        foreach (var (puzzle, result) in rows)
        {
            var best = result.Sequences[0];
            all++;
            if (result.IsSolved) solved++;
            terminal.Output.WriteLine(string.Join('\t',
                puzzle.Number, puzzle.Structure.Length, result.IsSolved ? 1 : 0, Text($"{result.Elapsed.TotalSeconds:0.0}"), result.Folds,
                best.Distance, Text($"{best.TargetEnergy - best.Energy:0.00}"), Text($"{best.Defect:0.0000}"), best.Sequence, puzzle.Name));
            terminal.Output.Flush();
        }
        terminal.Error.WriteLine($"solved {solved} of {all}");
    }

    private static int[] Numbers(string[] texts) =>
    [
        .. texts.SelectMany(text => text.Split(',')).Select(text => int.TryParse(text, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new UsageException("OH1865", $"'{text}' is no number of a puzzle", null, "Write numbers, separated by commas.")),
    ];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

using System.CommandLine;
using System.Globalization;
using OmniHelix.Cli.Commands.Train;
using OmniHelix.Cli.Progress;
using OmniHelix.Cli.Shell;
using OmniHelix.Data.Tokens;
using OmniHelix.Training;
using OmniHelix.Workflows.FineTuning;
using OmniHelix.Workflows.FineTuning.Scoring;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Cli.Commands.Demo;

/// <summary><c>omni demo</c>: learns RNA secondary structure from shipped data in a few minutes and shows what came of it.</summary>
internal static class DemoCommand
{
    private const string Model = "models/omnihelix-rna-1m", Data = "samples/rna-ssp-bprna";
    private const int WidestLine = 120;

    public static CommandEntry Entry { get; } = new(
        "demo", "Fine-tune the default model for RNA structure on shipped data, score it and predict; about five minutes.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var output = new Option<string>("--output", "-o")
        {
            Description = "Folder of the run; a former demo there is replaced.",
            HelpName = "FOLDER",
            DefaultValueFactory = _ => Path.Combine("runs", "demo"),
        };
        var steps = new Option<int>("--steps")
        {
            Description = "Optimizer steps.",
            HelpName = "integer",
            DefaultValueFactory = _ => 300,
        };
        var command =
            new OmniCommand(entry.Name, entry.Description) { Examples = ["omni demo", "omni demo --output runs/first --steps 1000"] };
        command.Options.Add(output);
        command.Options.Add(steps);
        command.SetAction(
            (parsed, cancellation) => Task.FromResult(Run(terminal, parsed.GetValue(output)!, parsed.GetValue(steps), cancellation)));
        return command;
    }

    private static int Run(Terminal terminal, string output, int steps, CancellationToken cancellation)
    {
        if (steps < 1) throw new UsageException("OH2014", $"{steps} is out of range; expected a value of 1 or more", "--steps");
        OverwriteCheck.RequireName(output);
        var root = SourceTree();
        terminal.Error.WriteLine(
            $"Demo: {Model} learns secondary structure from {Data} (bpRNA), {Plural.Count(steps, "step")}.");
        var options = new FineTuneOptions
        {
            Data = Path.Combine(root, Data),
            Model = Path.Combine(root, Model),
            Output = output,
            Seeds = [1],
            MaxLength = 512,
            LongSequences = LengthPolicy.Window,
            WindowOverlap = 64,
            TokenBudget = 4096,
            ExcludeNearDuplicates = 0.5,
            BalanceClasses = true,
            UntrainedBaseline = true,
            Trainer = new TrainerOptions
            {
                Epochs = 100,
                MaxSteps = steps,
                LearningRate = 1e-3,
                WeightDecay = 0.01,
                Patience = 5,
                Scheduler = "cosine",
                EvaluateEverySteps = Math.Max(1, steps / 3),
                CheckpointEverySteps = 0,
            },
            Existing = Directory.Exists(output) ? ExistingRun.Overwrite : ExistingRun.Refuse,
        };
        string[] words = ["omni", "demo", "--output", output, "--steps", steps.ToString(CultureInfo.InvariantCulture)];
        var outcome = RunDisplay.Run(
            terminal, TimeProvider.System, observer => new FineTuneWorkflow(options, observer).Run(words, cancellation));
        FineTunePrinter.Print(terminal, outcome);
        PrintStructures(terminal, outcome);
        terminal.Summary.WriteLine();
        terminal.Summary.WriteLine($"Predict with it: omni infer --model {output} --sequence GGGAAACGCUUCGGCGUUUCCC");
        return ExitCode.Done;
    }

    private static void PrintStructures(Terminal terminal, FineTuneOutcome outcome)
    {
        var structures = outcome.Test!.Findings.OfType<StructureFinding>().Single();
        var longest = Math.Min(terminal.SummaryWidth, WidestLine) - "    predicted".Length;
        foreach (var (rank, p) in structures.Exemplary(longest))
        {
            terminal.Summary.WriteLine();
            terminal.Summary.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{rank} of those that fit a line: record {p.Example.Id}, pair F1 {p.Pairs.F1:0.00}"));
            terminal.Summary.WriteLine($"  {p.Example.Sequence}");
            terminal.Summary.WriteLine($"  {p.Truth.ToDotBracket()}  truth");
            terminal.Summary.WriteLine($"  {p.Predicted.ToDotBracket()}  predicted");
        }
    }

    // The program lies in artifacts/ below the folder that has the models and samples.
    private static string SourceTree()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Directory.Exists(Path.Combine(folder.FullName, Data)) && Directory.Exists(Path.Combine(folder.FullName, Model)))
                return folder.FullName;
        throw new OmniException(
            "OH2022", $"{Data} and {Model} are not above the program", AppContext.BaseDirectory,
            "Run the demo from a clone of the repository.");
    }
}

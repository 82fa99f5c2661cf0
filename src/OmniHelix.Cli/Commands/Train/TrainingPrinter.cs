using System.Globalization;
using OmniHelix.Cli.Shell;
using OmniHelix.Training;

namespace OmniHelix.Cli.Commands.Train;

/// <summary>Prints the end of a run that has figures of its splits and one model.</summary>
internal static class TrainingPrinter
{
    /// <summary>Prints the figures and the model for people, or all of it as JSON.</summary>
    /// <param name="terminal">Where to.</param>
    /// <param name="training">Where training ended.</param>
    /// <param name="folder">The run.</param>
    /// <param name="splits">Figures of each split that has some.</param>
    /// <param name="json">As JSON.</param>
    public static int Print(
        Terminal terminal, TrainingOutcome training, string folder, IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> splits,
        bool json)
    {
        var state = training.State;
        var model = Path.Combine(folder, "model");
        if (json)
        {
            var all = new Dictionary<string, object>
            {
                ["model"] = model,
                ["parameters"] = training.TrainedParameters,
                ["steps"] = state.Step,
                ["tokens"] = state.Tokens,
                ["seconds"] = state.Seconds,
            };
            foreach (var (split, values) in splits) all[split] = values;
            terminal.Output.WriteLine(OmniCommand.Json(all));
            return ExitCode.Done;
        }
        foreach (var (split, values) in splits)
            foreach (var (name, value) in values)
                terminal.Summary.WriteLine($"{split} {name} {value.ToString(FormatOf(name), CultureInfo.InvariantCulture)}");
        terminal.Summary.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{training.TrainedParameters:N0} parameters, {Plural.Count(state.Step, "step")}, "
                + $"{Plural.Count(state.Tokens, "token", format: "N0")}, {state.Seconds / 60:0.0} min"));
        terminal.Summary.WriteLine($"model   {model}");
        return ExitCode.Done;
    }

    // Records are counted.
    private static string FormatOf(string figure) => figure == "records" ? "N0" : "0.0000";
}

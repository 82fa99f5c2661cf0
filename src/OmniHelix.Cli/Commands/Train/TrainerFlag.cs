using System.CommandLine;
using OmniHelix.Cli.Shell;

namespace OmniHelix.Cli.Commands.Train;

/// <summary>
/// <c>--trainer</c>, which chooses among OmniGenBench's three trainers: their names are taken, and what each means here is said.
/// </summary>
internal sealed class TrainerFlag
{
    private static readonly Dictionary<string, string> Meanings = new()
    {
        ["native"] = "this is the one trainer there is.",
        ["accelerate"] = "there is one trainer, on one device; it honours --gradient-accumulation-steps, --max-grad-norm and --precision, "
            + "and stops after --patience evaluations without improvement.",
        ["hf_trainer"] = "there is one trainer; it evaluates after each epoch, or every --evaluate-every steps, reports all metrics, and "
            + "sets validation data aside where the data set has none.",
    };

    private readonly Option<string> option = new("--trainer")
    {
        Description = $"Taken for {string.Join(", ", Meanings.Keys)}, and says what that means here: there is one trainer.",
        HelpName = string.Join('|', Meanings.Keys),
    };

    /// <summary>Gives a command the flag.</summary>
    public void AddTo(OmniCommand command) => command.Add(option, "Training");

    /// <summary>Says what the name means, if there is one.</summary>
    /// <exception cref="UsageException">OH2016: it is none of the three.</exception>
    public void Tell(ParseResult parsed, Terminal terminal)
    {
        if (parsed.GetValue(option) is not { } name) return;
        if (!Meanings.TryGetValue(name.Replace('-', '_'), out var meaning))
            throw new UsageException(
                "OH2016", $"'{name}' is not one of {string.Join(", ", Meanings.Keys)}", "--trainer", NearestName.Ask(name, Meanings.Keys));
        terminal.Error.WriteLine($"note --trainer {name}: {meaning}");
    }
}

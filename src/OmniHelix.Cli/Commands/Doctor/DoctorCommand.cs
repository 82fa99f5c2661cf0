using System.Text.Json;
using System.Text.Json.Serialization;
using OmniHelix.Cli.Shell;
using Spectre.Console;

namespace OmniHelix.Cli.Commands.Doctor;

/// <summary><c>omni doctor</c>: what was found on this machine and, for whatever is missing or slow, what to do.</summary>
internal static class DoctorCommand
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static CommandEntry Entry { get; } = new("doctor", "Show what was found on this machine and what to do about the rest.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var json = OmniCommand.JsonFlag();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples = ["omni doctor", "omni doctor --json > machine.json"],
        };
        command.Options.Add(json);
        command.SetAction(parsed => Run(terminal, parsed.GetValue(json)));
        return command;
    }

    private static int Run(Terminal terminal, bool json)
    {
        var machine = Machine.Look();
        var engine = EngineProbe.Look();
        var blas = Blas.Look();
        var findings = Diagnosis.Of(machine, engine, blas);
        if (json)
            terminal.Output.WriteLine(JsonSerializer.Serialize(new { machine, engine = engine.Found, blas, findings }, Json));
        else
            Print(terminal.OutputConsole(), findings);
        return findings.Any(f => f.Health == Health.Missing) ? ExitCode.Failed : ExitCode.Done;
    }

    private static void Print(IAnsiConsole console, IReadOnlyList<Finding> findings)
    {
        foreach (var finding in findings)
        {
            var colour = finding.Health switch { Health.Good => "green", Health.Slow => "yellow", _ => "red" };
            var word = finding.Health switch { Health.Good => "ok", Health.Slow => "slow", _ => "missing" };
            console.MarkupLineInterpolated($"[{colour}]{word,-8}[/]{finding.Subject,-10} {finding.Value}");
            if (finding.Advice is not null) console.MarkupLineInterpolated($"{"",-19}{finding.Advice}");
        }
    }
}

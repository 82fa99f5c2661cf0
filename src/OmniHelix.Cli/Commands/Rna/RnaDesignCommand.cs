using System.CommandLine;
using System.Globalization;
using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Progress;
using OmniHelix.Cli.Shell;
using OmniHelix.Rna.Design;
using OmniHelix.Workflows.Designing;

namespace OmniHelix.Cli.Commands.Rna;

/// <summary><c>omni rna design</c>: sequences that fold into a structure.</summary>
internal static class RnaDesignCommand
{
    public static CommandEntry Entry { get; } = new("design", "Search sequences that fold into a structure.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var binding = new SettingsBinding().Add<DesignSettings>();
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the files that are written." };
        var json = new Option<bool>("--json") { Description = "Write a summary as JSON to standard output; needs --output." };
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni rna design --structure \"(((((......)))))\"",
                "omni rna design --structure \"((((....))))..((((....))))\" --count 10 --gc-min 0.4 --gc-max 0.6 --output designs.json",
                "omni rna design --structure \"((((....))))\" --search population --count 20 --objectives defect,gc --apart 5",
                "omni rna design --structure \"((((....))))\" --fixed GGNNNNNNNNNN --forbid GGGG --time 10",
                "omni rna design --structure \"(((((......)))))\" --model omnihelix-rna-1m --lm-temperature 0.8 --format json",
            ],
        };
        binding.AddTo(command);
        command.Add(overwrite, "Run");
        command.Options.Add(json);
        command.SetAction((parsed, cancellation) =>
        {
            var configuration = DesignConfiguration.Resolve(binding.Read(parsed).Get<DesignSettings>());
            var asJson = parsed.GetValue(json);
            if (asJson && configuration.Output is null)
                throw new UsageException(
                    "OH2033", "--json needs --output: sequences and summary would both go to standard output", null,
                    "Name an output file.");
            OverwriteCheck.Files(parsed.GetValue(overwrite), configuration.Output, configuration.Settings.Report);
            var workflow = new DesignWorkflow(configuration);
            DesignResult result;
            using (var line = new ProgressLine(terminal, TimeProvider.System))
                result = workflow.Run(terminal.Output, line.Of(ProgressWords.Designed), cancellation);
            if (workflow.Note is { } note) terminal.Error.WriteLine(note);
            if (asJson) terminal.Output.WriteLine(OmniCommand.Json(Summary(configuration, result)));
            else Print(terminal, configuration, result);
            return Task.FromResult(result.IsSolved ? ExitCode.Done : ExitCode.Failed);
        });
        return command;
    }

    private static object Summary(DesignConfiguration configuration, DesignResult result) => new
    {
        configuration.Output,
        Solved = result.Sequences.Count(one => one.IsSolved),
        Wanted = Wanted(configuration),
        result.Found,
        result.Folds,
        Impossible = result.Impossible is { } motif ? DesignText.Impossible(motif) : null,
        Seconds = result.Elapsed.TotalSeconds,
    };

    // The original search ends with all that one generation has.
    private static int Wanted(DesignConfiguration configuration) => configuration.Original?.Population ?? configuration.Search.Count;

    private static void Print(Terminal terminal, DesignConfiguration configuration, DesignResult result)
    {
        var solved = result.Sequences.Count(one => one.IsSolved);
        terminal.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{solved} of {Wanted(configuration)} found; {result.Folds:N0} sequences folded in {result.Elapsed.TotalSeconds:0.0} s"));
        if (result.Found > solved)
            terminal.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"There were {result.Found:N0} different solutions; these are the best."));
        if (result.Rivals.Count > 0)
        {
            terminal.Error.WriteLine("No sequence was found. What came out instead, most often first:");
            foreach (var rival in result.Rivals)
                terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rival.Structure}  {rival.Count:N0} times"));
            if (result.Impossible is null)
                terminal.Error.WriteLine("A structure that prevails whatever the bases shows that the target may be impossible to design.");
        }
        if (result.Impossible is { } motif) terminal.Error.WriteLine(DesignText.Impossible(motif));
        if (configuration.Output is { } path) terminal.Error.WriteLine($"wrote {path}");
        if (configuration.Settings.Report is { } page) terminal.Error.WriteLine($"wrote {page}");
    }
}

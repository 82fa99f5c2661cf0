using System.CommandLine;
using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Progress;
using OmniHelix.Cli.Shell;
using OmniHelix.Settings;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Cli.Commands.Train;

/// <summary>
/// The flags of commands that make a run and say what to do with a folder that is there: they are no part of its configuration.
/// <c>--resume RUN</c> takes everything from <c>RUN/run.json</c>, and so does <c>--resume --output RUN</c> without <c>--config</c>.
/// </summary>
internal sealed class RunStart
{
    private readonly Option<string?> resume = new("--resume")
    {
        Description = "Go on with the run in the output folder, or with the one named here, whose settings are taken.",
        HelpName = "RUN",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> overwrite = new("--overwrite")
    {
        Description = "Replace the former run in the output folder; it goes when the new one is finished.",
    };

    /// <summary>Gives a command these flags.</summary>
    public void AddTo(OmniCommand command)
    {
        command.Add(resume, "Run");
        command.Add(overwrite, "Run");
    }

    /// <summary>The settings of the run, and what happens to a folder that is there.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="binding">Flags of the settings.</param>
    /// <exception cref="UsageException">
    /// OH2010 to OH2016 a wrong flag or line of a file; OH2021 flags that exclude each other; OH5032 the folder to resume is no run.
    /// </exception>
    public (ResolvedSettings Settings, ExistingRun Existing) Read(ParseResult parsed, SettingsBinding binding)
    {
        var isResumed = parsed.GetResult(resume) is { Implicit: false };
        if (isResumed && parsed.GetValue(overwrite)) throw new UsageException("OH2021", "--resume and --overwrite exclude each other");
        var existing = isResumed ? ExistingRun.Resume : parsed.GetValue(overwrite) ? ExistingRun.Overwrite : ExistingRun.Refuse;
        if (parsed.GetValue(resume) is not { } run) return (isResumed ? ReadResumed(parsed, binding) : binding.Read(parsed), existing);
        if (!RunManifest.IsIn(run))
            throw new UsageException("OH5032", "the folder to resume has no run.json, so it was not made by a run", run);
        var settings = binding.Read(parsed, Path.Combine(run, RunManifest.FileName));
        if (settings["output"] is { Source.Origin: Origin.Flag })
            throw new UsageException("OH2021", "--resume RUN and --output exclude each other");
        return (settings.With("output", run, new Source(Origin.Flag, "--resume")), existing);
    }

    /// <summary>Does the work of a run; cancelled, it tells how to go on.</summary>
    /// <param name="terminal">Where.</param>
    /// <param name="command">Such as <c>train</c>.</param>
    /// <param name="folder">Of the run.</param>
    /// <param name="work">The run, under a display.</param>
    public static T Run<T>(Terminal terminal, string command, string folder, Func<RunObserver, T> work)
    {
        OverwriteCheck.RequireName(folder);
        try
        {
            return RunDisplay.Run(terminal, TimeProvider.System, work);
        }
        catch (OperationCanceledException) when (RunManifest.TryRead(folder) is { Finished: null })
        {
            terminal.Error.WriteLine($"go on with: omni {command} --resume {(folder.Contains(' ') ? $"'{folder}'" : folder)}");
            throw;
        }
    }

    // A file of settings says them again, and the run finds out whether they are the same.
    private static ResolvedSettings ReadResumed(ParseResult parsed, SettingsBinding binding)
    {
        var settings = binding.Read(parsed);
        return settings["output"] is { Source.Origin: Origin.Flag, Value: string run } && !binding.HasFile(parsed) && RunManifest.IsIn(run)
            ? binding.Read(parsed, Path.Combine(run, RunManifest.FileName))
            : settings;
    }
}

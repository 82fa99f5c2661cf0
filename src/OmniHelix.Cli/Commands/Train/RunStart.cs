using OmniHelix.Settings;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Cli.Commands.Train;

/// <summary>The settings of a run that say what to do with an existing folder; they are not part of its configuration.</summary>
internal static class RunStart
{
    /// <summary>Reads <c>--resume</c> and <c>--overwrite</c>.</summary>
    /// <exception cref="UsageException">OH2021: both.</exception>
    public static ExistingRun Existing(bool resume, bool overwrite) => (resume, overwrite) switch
    {
        (true, true) => throw new UsageException("OH2021", "--resume and --overwrite exclude each other"),
        (true, _) => ExistingRun.Resume,
        (_, true) => ExistingRun.Overwrite,
        _ => ExistingRun.Refuse,
    };

    /// <summary>The manifest of a run that starts now.</summary>
    /// <param name="kind">Such as <c>train</c>.</param>
    /// <param name="arguments">The command line after <c>omni</c>.</param>
    /// <param name="configuration">Effective settings.</param>
    /// <param name="data">Paths of the data.</param>
    /// <param name="model">Folder of the model.</param>
    public static RunManifest Manifest(string kind, IReadOnlyList<string> arguments, ResolvedSettings configuration, IEnumerable<string> data, string model) => new()
    {
        Kind = kind,
        Command = ["omni", .. arguments],
        Configuration = configuration.ToJson(),
        Data = [.. data.SelectMany(FileHash.Of)],
        Model = FileHash.Of(model),
        Started = TimeProvider.System.GetUtcNow(),
    };
}

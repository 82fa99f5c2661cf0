using System.ComponentModel;
using OmniHelix.Cli.Shell;

namespace OmniHelix.Cli.Commands.Genome.Intervals;

/// <summary>Where lines go.</summary>
internal sealed record OutputSettings
{
    [Description("Write to this file instead of standard output; .gz is compressed with BGZF.")]
    public string? Output { get; init; }

    [Description("Replace the output file.")]
    public bool Overwrite { get; init; }

    /// <summary>Refuses a file that is there, before the work begins.</summary>
    /// <exception cref="UsageException">OH2031: the file exists.</exception>
    public void Check() => OverwriteCheck.Files(Overwrite, Output);
}

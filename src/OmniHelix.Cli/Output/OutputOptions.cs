using System.ComponentModel;
using OmniHelix.Cli.Shell;
using OmniHelix.Sequences.Files;
using OmniHelix.Workflows.Files;
using OmniHelix.Workflows.Intervals;

namespace OmniHelix.Cli.Output;

/// <summary>Where lines go.</summary>
[Category("Output")]
internal sealed record OutputOptions
{
    [Description("Write to this file instead of standard output; .gz is compressed with BGZF.")]
    public string? Output { get; init; }

    [Description("Replace the output file.")]
    public bool Overwrite { get; init; }

    /// <summary>Refuses a file that is there, or whose name promises other lines of intervals, before the work begins.</summary>
    /// <inheritdoc cref="Check(string, IReadOnlyList{FileKind})"/>
    public void Check(IntervalForm form) => Check(form.What, form.Kinds);

    /// <summary>Refuses a file that is there, or whose name promises something else, before the work begins.</summary>
    /// <param name="what">What it will hold.</param>
    /// <param name="written">What it will be.</param>
    /// <exception cref="UsageException">OH2031 the file exists; OH2032 its name promises something else.</exception>
    public void Check(string what, params IReadOnlyList<FileKind> written)
    {
        if (Output is null or "-") return;
        KnownFiles.Kinds.RequireName(Output, what, written);
        OverwriteCheck.Files(Overwrite, Output);
    }
}

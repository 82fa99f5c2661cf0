using System.CommandLine;

namespace OmniHelix.Cli.Shell;

/// <summary>A command whose help ends with examples.</summary>
/// <param name="name">As typed after <c>omni</c>.</param>
/// <param name="description">One sentence.</param>
internal sealed class OmniCommand(string name, string description) : Command(name, description)
{
    /// <summary>Whole command lines, most usual first.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];

    /// <summary>The flag of commands that can answer in JSON.</summary>
    public static Option<bool> JsonFlag() => new("--json") { Description = "Write the result as JSON." };
}

using OmniHelix.Cli.Shell;

namespace OmniHelix.Cli.Compatibility;

/// <summary>The letters of SeqKit's flags.</summary>
internal static class SeqKit
{
    public static ForeignSystem Names { get; } = new("SeqKit")
    {
        Flags = [new("genome translate", new Dictionary<string, string> { ["--table"] = "-T", ["--frame"] = "-f" })],
    };
}

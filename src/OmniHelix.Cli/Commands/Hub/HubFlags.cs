using System.CommandLine;

namespace OmniHelix.Cli.Commands.Hub;

/// <summary>What several commands of the hub are told.</summary>
internal static class HubFlags
{
    /// <summary>A model of a hub.</summary>
    public static Argument<string> Model() => new("MODEL") { Description = "The model, owner/name or owner/name@revision." };

    /// <summary>A model that is here, or becomes so.</summary>
    public static Argument<string> Folder() => new("MODEL")
    {
        Description = "Model folder, the folder of a run, the name of a shipped model, or a hub's model owner/name.",
    };

    /// <summary>The file of a reference card.</summary>
    public static Option<string> Card(string description) => new("--card") { Description = description, HelpName = "file" };

    /// <summary>A state of its repository.</summary>
    public static Option<string> Revision() => new("--revision")
    {
        Description = "Branch, tag or commit of 40 digits; the main branch when none is named.",
        HelpName = "revision",
    };
}

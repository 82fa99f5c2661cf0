using OmniHelix.Data.Splits;

namespace OmniHelix.Cli.Commands.Data;

/// <summary>Where splits are written, and as what.</summary>
/// <param name="Folder">It does not exist, or may be replaced.</param>
/// <param name="Forms">Each split is written in all of them.</param>
internal sealed record SplitOutput(string Folder, IReadOnlyList<SplitForm> Forms);

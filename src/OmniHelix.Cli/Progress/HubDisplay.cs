using OmniHelix.Cli.Shell;
using OmniHelix.Hub.Downloads;
using OmniHelix.Models.Families;

namespace OmniHelix.Cli.Progress;

/// <summary>
/// What any command downloads because it names a model of a hub: a bar with rate and time left, and what is to be said about it.
/// </summary>
internal sealed class HubDisplay : IDisposable
{
    private readonly ProgressLine line;
    private readonly HubSession session;

    public HubDisplay(Terminal terminal, CancellationToken cancellation)
    {
        line = new ProgressLine(terminal, TimeProvider.System);
        session = HubSession.Begin(line.Of(ProgressWords.Downloaded), terminal.Error.WriteLine, Names, cancellation);
    }

    private static IEnumerable<string> Names() => ModelCatalogue.All.Select(known => known.Model.Name);

    public void Dispose()
    {
        session.Dispose();
        line.Dispose();
    }
}

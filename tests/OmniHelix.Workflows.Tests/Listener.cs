using OmniHelix.Workflows.Runs;

namespace OmniHelix.Workflows.Tests;

/// <summary>Keeps the messages of a run.</summary>
internal sealed class Listener : RunObserver
{
    public List<string> Messages { get; } = [];

    public override void Message(string text) => Messages.Add(text);
}

using OmniHelix.Models;

namespace OmniHelix.Workflows.Runs;

/// <summary>
/// Says once in a run which weights of its model are new: a head that is silently thrown away looks like one that learned badly.
/// </summary>
/// <param name="observer">Is told.</param>
internal sealed class ModelStartNote(RunObserver observer)
{
    private bool told;

    /// <summary>Says where the weights of a model come from that is to be trained; nothing of one from scratch.</summary>
    public void Tell(OmniModel model)
    {
        if (told || model.LoadReport is not { } report) return;
        told = true;
        observer.Message(report.Fresh.Count == 0
            ? $"All weights come from {report.Path}, those of the head too."
            : $"New weights: {string.Join(", ", report.Fresh)}; all others come from {report.Path}.");
    }
}

using OmniHelix.Models;
using OmniHelix.Training.ModelTasks;

namespace OmniHelix.Workflows.Runs;

/// <summary>Freezes the lower layers of a model and says what that means.</summary>
internal static class FreezingNote
{
    /// <summary>Freezes.</summary>
    /// <param name="model">The model.</param>
    /// <param name="asked">Blocks to freeze, with the embeddings.</param>
    /// <param name="observer">Is told.</param>
    /// <returns>The number of frozen blocks.</returns>
    /// <exception cref="UsageException">OH3407: more blocks than the model has.</exception>
    public static int Freeze(OmniModel model, Blocks asked, RunObserver observer)
    {
        var layers = model.Backbone.LayerCount;
        var blocks = asked.Of(layers);
        model.FreezeLower(blocks);
        var share = (double)model.ParameterCount(trainable: false) / model.ParameterCount();
        observer.Message(FormattableString.Invariant(
            $"Frozen: the embeddings and {blocks} of {layers} blocks, {share:P0} of the parameters; there is no dropout in them."));
        return blocks;
    }
}

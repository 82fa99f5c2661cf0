using OmniHelix.Data.Tokens;
using OmniHelix.Models;
using OmniHelix.Models.Backbones;
using OmniHelix.Torch;
using OmniHelix.Training.ModelTasks;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Workflows.FineTuning;

/// <summary>The frozen layers of one training, and what they give for each record, which is computed once.</summary>
internal sealed class FrozenLayers : IDisposable
{
    private FrozenStates? train;
    private FrozenStates? valid;

    private FrozenLayers()
    {
    }

    /// <summary>Frozen blocks.</summary>
    public int Blocks { get; private init; }

    /// <summary>Makes the input of a training batch; null to compute all.</summary>
    public Func<TokenBatch, ModelInput>? Train => train is null ? null : train.Input;

    /// <summary>Makes the input of a validation batch; null to compute all.</summary>
    public Func<TokenBatch, ModelInput>? Valid => valid is null ? null : valid.Input;

    /// <summary>
    /// Freezes what the run asks for and says it; what is computed once is kept in files of the folder until this is disposed.
    /// </summary>
    /// <param name="model">To be trained.</param>
    /// <param name="run">What was decided.</param>
    /// <param name="data">Training and validation rows.</param>
    /// <param name="together">The training rows that are computed together.</param>
    /// <param name="folder">Of this training.</param>
    /// <param name="observer">Is told.</param>
    /// <exception cref="UsageException">OH3407: more blocks than the model has.</exception>
    public static FrozenLayers Of(
        OmniModel model, FineTuneConfiguration run, PreparedData data, IReadOnlyList<int[]> together, string folder, RunObserver observer)
    {
        if (run.FreezeLayers is not { } asked) return new FrozenLayers();
        var frozen = new FrozenLayers { Blocks = FreezingNote.Freeze(model, asked, observer) };
        if (!model.GoesOnFromStates)
            observer.Message("They are computed in each epoch, since a block of this model needs more than the states before it.");
        else if (run.Trainer.Epochs > 1) frozen.Keep(model, data, together, folder, run.Trainer.Device, observer);
        return frozen;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        train?.Dispose();
        valid?.Dispose();
    }

    private void Keep(
        OmniModel model, PreparedData data, IReadOnlyList<int[]> together, string folder, Device device, RunObserver observer)
    {
        var bytes = FrozenStates.Size(model, data.Train) + (data.Valid is null ? 0 : FrozenStates.Size(model, data.Valid));
        observer.Message(FormattableString.Invariant(
            $"What they give for each record is computed once and kept in {folder} while it is trained: {bytes / 1048576.0:0.0} MiB."));
        try
        {
            AtomicFile.MakeFolder(folder);
            train = new FrozenStates(model, Blocks, data.Train, Path.Combine(folder, "train.states"), device, together);
            if (data.Valid is not null) valid = new FrozenStates(model, Blocks, data.Valid, Path.Combine(folder, "valid.states"), device);
        }
        catch (OmniException e) when (e.Code is "OH6001" or "OH6002")
        {
            Dispose();
            train = null;
            observer.Message($"! There is no room for it, so it is computed in each epoch: {e.Message}");
        }
    }
}

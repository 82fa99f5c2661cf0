using OmniHelix.Models.Backbones;
using OmniHelix.Torch.Checkpoints;

namespace OmniHelix.Models.Loading;

/// <summary>
/// The open weights of a model folder under uniform names. Tensors read in place keep this object alive; the mapping goes when the last of
/// them is gone.
/// </summary>
internal sealed class ModelWeights : IStoredTensors, IDisposable
{
    private readonly Checkpoint checkpoint;
    private readonly IReadOnlyDictionary<string, string> names;

    /// <summary>Takes over an open checkpoint.</summary>
    /// <param name="checkpoint">The file.</param>
    /// <param name="keys">How its family calls tensors.</param>
    /// <exception cref="OmniException">OH3302: two tensors of one meaning.</exception>
    public ModelWeights(Checkpoint checkpoint, KeyMap keys)
    {
        names = keys.Read(checkpoint.Names, checkpoint.Path);
        this.checkpoint = checkpoint;
    }

    /// <summary>Frees the mapping when nobody disposed it.</summary>
    ~ModelWeights() => checkpoint?.Dispose();

    /// <summary>The weight file.</summary>
    public string Path => checkpoint.Path;

    /// <summary>Uniform names (see <see cref="KeyMap"/>).</summary>
    public IEnumerable<string> Names => names.Keys;

    /// <inheritdoc/>
    public bool Has(string name) => names.ContainsKey(name);

    /// <inheritdoc/>
    public long[]? ShapeOf(string name) => Has(name) ? Get(name).Shape : null;

    /// <summary>The tensor; the name has to be there.</summary>
    public CheckpointTensor Get(string name) => checkpoint.Get(names[name]);

    /// <summary>The name in the file.</summary>
    public string FileName(string name) => names[name];

    /// <summary>Closes the file; tensors read in place become invalid.</summary>
    public void Dispose()
    {
        checkpoint.Dispose();
        GC.SuppressFinalize(this);
    }
}

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
    private readonly IReadOnlyDictionary<string, StoredPart> parts;
    private readonly IReadOnlyList<string> oneForTwo;

    /// <summary>Takes over an open checkpoint.</summary>
    /// <param name="checkpoint">The file.</param>
    /// <param name="keys">How its family calls tensors.</param>
    /// <param name="oneForTwo">
    /// Layers of which the file may hold one row of scores for two classes. They are read as two rows, of which the first is zero: the
    /// probabilities are the same.
    /// </param>
    /// <exception cref="OmniException">OH3302: two tensors of one meaning.</exception>
    public ModelWeights(Checkpoint checkpoint, KeyMap keys, IReadOnlyList<string> oneForTwo)
    {
        this.oneForTwo = oneForTwo;
        parts = keys.Read(checkpoint.Names, checkpoint.Path);
        this.checkpoint = checkpoint;
    }

    /// <summary>Frees the mapping when nobody disposed it.</summary>
    ~ModelWeights() => checkpoint?.Dispose();

    /// <summary>The weight file.</summary>
    public string Path => checkpoint.Path;

    /// <summary>Uniform names (see <see cref="KeyMap"/>).</summary>
    public IEnumerable<string> Names => parts.Keys;

    /// <summary>Every tensor as the file has it, in its order.</summary>
    public IEnumerable<CheckpointTensor> Stored => parts.Values.Select(part => part.Name).Distinct().Select(checkpoint.Get);

    /// <inheritdoc/>
    public bool Has(string name) => parts.ContainsKey(name);

    /// <inheritdoc/>
    public long[]? ShapeOf(string name)
    {
        if (!Has(name)) return null;
        var shape = Get(name).Shape;
        var layer = name.AsSpan(0, Math.Max(0, name.LastIndexOf('.')));
        foreach (var one in oneForTwo)
            if (shape is [1, ..] && layer.SequenceEqual(one)) return [2, .. shape[1..]];
        return shape;
    }

    /// <summary>The tensor as it is stored; the name has to be there. Its rows may be the last ones of <see cref="ShapeOf"/>.</summary>
    /// <exception cref="OmniException">OH3301: rows that are no equal blocks.</exception>
    public CheckpointTensor Get(string name)
    {
        var (stored, number, of) = parts[name];
        var whole = checkpoint.Get(stored);
        if (of == 1) return whole;
        if (whole.Shape is not [var rows, ..] || rows % of != 0)
        {
            var what = $"tensor '{stored}' of shape [{string.Join(", ", whole.Shape)}] has no {of} equal blocks of rows";
            throw new OmniException("OH3301", what, Path, "Check that config.json and the weights belong together.");
        }
        var bytes = whole.ByteLength / of;
        var address = whole.Address + (nint)(number * bytes);
        return whole with { Shape = [rows / of, .. whole.Shape[1..]], Address = address, ByteLength = bytes };
    }

    /// <summary>The name in the file.</summary>
    public string FileName(string name) => parts[name].Name;

    /// <summary>Closes the file; tensors read in place become invalid.</summary>
    public void Dispose()
    {
        checkpoint.Dispose();
        GC.SuppressFinalize(this);
    }
}

using System.Diagnostics.CodeAnalysis;
using OmniHelix.Torch.Checkpoints.Memory;

namespace OmniHelix.Torch.Checkpoints;

/// <summary>
/// A file or folder of named tensors: safetensors, PyTorch zip or legacy files, one file or shards. Reading executes nothing and copies
/// nothing that can be used in place.
/// </summary>
public abstract class Checkpoint : IDisposable
{
    /// <summary>The file or folder.</summary>
    public abstract string Path { get; }

    /// <summary>Tensor names in file order.</summary>
    public abstract IReadOnlyList<string> Names { get; }

    /// <summary>
    /// Text beside the tensors: <c>__metadata__</c> of safetensors, <c>metadata</c> of a shard index; empty for PyTorch files.
    /// </summary>
    public abstract IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Entries of a PyTorch state dictionary that are not tensors, by name.</summary>
    public virtual IReadOnlyList<string> SkippedEntries => [];

    /// <summary>Finds a tensor and makes its contents readable.</summary>
    /// <exception cref="OmniException">
    /// OH31xx when the stored bytes are damaged, OH3014 when the element type has no counterpart here.
    /// </exception>
    public abstract bool TryGet(string name, [NotNullWhen(true)] out CheckpointTensor? tensor);

    /// <summary>The tensor <paramref name="name"/>.</summary>
    /// <exception cref="OmniException">OH3004 when it is not there, and as in <see cref="TryGet"/>.</exception>
    public CheckpointTensor Get(string name) => TryGet(name, out var tensor)
        ? tensor
        : throw new OmniException(
            "OH3004", $"there is no tensor '{name}' among {Names.Count}", Path,
            NearestName.Ask(name, Names) ?? "Check that this checkpoint belongs to the model.");

    /// <summary>
    /// Opens a file by its content, or a folder by the usual names: <c>model.safetensors</c>, its shard index, <c>pytorch_model.bin</c>,
    /// its shard index.
    /// </summary>
    /// <exception cref="OmniException">
    /// OH3001 nothing there, OH3002 no weights in the folder, OH3003 not a checkpoint, OH301x safetensors, OH302x shards, OH31xx PyTorch
    /// files.
    /// </exception>
    public static Checkpoint Open(string fileOrFolder, CheckpointOptions? options = null)
    {
        options ??= new CheckpointOptions();
        var path = Directory.Exists(fileOrFolder) ? CheckpointFolder.Choose(fileOrFolder, options.Variant) : fileOrFolder;
        if (path.EndsWith(".json", StringComparison.OrdinalIgnoreCase)) return ShardedCheckpoint.Read(path, options);
        var file = MappedFile.Open(path);
        try
        {
            return CheckpointFormats.Detect(file) == CheckpointFormat.Safetensors
                ? new SafetensorsCheckpoint(file, options)
                : new TorchCheckpoint(TorchFile.Read(file, options));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Frees the mapping; every <see cref="CheckpointTensor"/> of this checkpoint becomes invalid.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the format holds.</summary>
    protected abstract void Dispose(bool disposing);
}

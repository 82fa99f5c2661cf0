using OmniHelix.Torch.Checkpoints.Memory;
using OmniHelix.Torch.Checkpoints.Pickle;

namespace OmniHelix.Torch.Checkpoints;

/// <summary>
/// A file written by <c>torch.save</c>, zip (since 1.6) or legacy: its object graph of tensors, containers, numbers and text, and the
/// contents of its tensors. For model weights use <see cref="Checkpoint"/>; this type also reads optimizer states and training checkpoints.
/// </summary>
public sealed class TorchFile : IDisposable
{
    private readonly MappedFile file;
    private readonly ITorchContainer container;
    private readonly NativeBuffers buffers;
    private readonly Dictionary<PickleTensor, nint> copies = new(ReferenceEqualityComparer.Instance);
    private readonly Lock gate = new();
    private bool disposed;

    private TorchFile(MappedFile file, ITorchContainer container, NativeBuffers buffers)
    {
        this.file = file;
        this.container = container;
        this.buffers = buffers;
    }

    /// <summary>The file.</summary>
    public string Path => file.Path;

    /// <summary>
    /// What was saved: null, bool, long, BigInteger, double, string, byte[], or one of the <c>Pickle…</c> and
    /// <c>Numpy…</c> types. It may contain itself.
    /// </summary>
    public object? Root => container.Root;

    /// <summary>Opens a file by its content.</summary>
    /// <exception cref="OmniException">
    /// OH3001 nothing there, OH3003 not a PyTorch file, OH310x damaged archive, OH312x refused pickle, OH313x impossible tensor.
    /// </exception>
    public static TorchFile Open(string path, CheckpointOptions? options = null)
    {
        var file = MappedFile.Open(path);
        try
        {
            return Read(file, options ?? new CheckpointOptions());
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    internal static TorchFile Read(MappedFile file, CheckpointOptions options)
    {
        var buffers = new NativeBuffers(file.Path, options.MaxExpandedBytes);
        try
        {
            ITorchContainer container = CheckpointFormats.Detect(file) switch
            {
                CheckpointFormat.TorchZip => new TorchZip(file, options, buffers),
                CheckpointFormat.TorchLegacy => new TorchLegacy(file, options),
                _ => throw new OmniException(
                    "OH3003", "this is a safetensors file, not a PyTorch file", file.Path, "Open it as a checkpoint."),
            };
            return new TorchFile(file, container, buffers);
        }
        catch
        {
            buffers.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The row-major, little-endian contents of a tensor of this file, in place when it is contiguous there; valid until this object is
    /// disposed.
    /// </summary>
    /// <exception cref="OmniException">OH3101 damaged record, OH3102 too large to expand.</exception>
    public CheckpointTensor Contents(string name, PickleTensor tensor)
    {
        var length = tensor.Count * tensor.Type.Size();
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            if (length == 0) return new CheckpointTensor(name, tensor.Type, tensor.Shape, 0, 0);
            if (!copies.TryGetValue(tensor, out var address)) copies.Add(tensor, address = Place(name, tensor, length));
            return new CheckpointTensor(name, tensor.Type, tensor.Shape, address, length);
        }
    }

    /// <summary>Frees the mapping and the copies.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (disposed) return;
            disposed = true;
            buffers.Dispose();
            file.Dispose();
        }
    }

    private nint Place(string name, PickleTensor tensor, long length)
    {
        var storage = container.Read(tensor.Storage);
        if (tensor.IsContiguous && !container.BigEndian) return storage + (nint)(tensor.Offset * tensor.Type.Size());
        var copy = buffers.Allocate(length, $"tensor '{name}'");
        StridedCopy.Gather(storage, tensor, copy);
        if (container.BigEndian)
            ByteOrder.Reverse(
                copy, length, tensor.Type is DType.Complex64 or DType.Complex128 ? tensor.Type.Size() / 2 : tensor.Type.Size());
        return copy;
    }
}

using System.Diagnostics.CodeAnalysis;
using OmniHelix.Torch.Checkpoints.Memory;
using OmniHelix.Torch.Checkpoints.Safetensors;

namespace OmniHelix.Torch.Checkpoints;

/// <summary>A mapped safetensors file.</summary>
internal sealed class SafetensorsCheckpoint(MappedFile file, CheckpointOptions options) : Checkpoint
{
    private readonly SafetensorsHeader header = SafetensorsHeader.Read(file, options.MaxHeaderBytes);

    public override string Path => file.Path;

    public override IReadOnlyList<string> Names => header.Names;

    public override IReadOnlyDictionary<string, string> Metadata => header.Metadata;

    public override bool TryGet(string name, [NotNullWhen(true)] out CheckpointTensor? tensor)
    {
        tensor = null;
        if (!header.Entries.TryGetValue(name, out var entry)) return false;
        if (entry.Type.Type is not { } type)
            throw new OmniException(
                "OH3014", $"tensor '{name}' has the sub-byte type {entry.Type.Name}, which cannot be computed with", Path,
                "Convert the file to a wider type.");
        var length = entry.End - entry.Begin;
        tensor = new CheckpointTensor(name, type, entry.Shape, file.Address(header.BufferStart + entry.Begin, length), length);
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) file.Dispose();
    }
}

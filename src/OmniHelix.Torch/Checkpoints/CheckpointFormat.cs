using System.Buffers.Binary;
using OmniHelix.Torch.Checkpoints.Memory;

namespace OmniHelix.Torch.Checkpoints;

internal enum CheckpointFormat
{
    Safetensors,
    TorchZip,
    TorchLegacy,
}

/// <summary>Tells formats apart by content; names what else a file turns out to be.</summary>
internal static class CheckpointFormats
{
    private const int TarMagicOffset = 257;

    public static CheckpointFormat Detect(MappedFile file)
    {
        var head = file.Bytes(0, (int)Math.Min(512, file.Length));
        if (GitLfsPointer.Is(head))
            throw new OmniException("OH3003", "this is a git-lfs pointer, not the weights", file.Path, GitLfsPointer.Advice);
        if (file.Path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase)) return CheckpointFormat.Safetensors;
        if (head.StartsWith("PK\x03\x04"u8)) return CheckpointFormat.TorchZip;
        if (head.Length > 8 && head[8] == '{' && BinaryPrimitives.ReadUInt64LittleEndian(head) <= (ulong)file.Length)
            return CheckpointFormat.Safetensors;
        if (head.Length > 2 && head[0] == 0x80 && head[1] is >= 2 and <= 5) return CheckpointFormat.TorchLegacy;

        var (what, advice) = head switch
        {
            [] => ("an empty file", "Download it again."),
            [0x1f, 0x8b, ..] => ("a gzip file", "Unpack it first."),
            _ when head.TrimStart(" \t\r\n"u8) is [(byte)'<', ..] =>
                ("a web page, probably an error page saved under this name", "Download the weights again."),
            _ when head.Length > TarMagicOffset + 5 && head[TarMagicOffset..].StartsWith("ustar"u8) =>
                ("a tar file, the container of PyTorch before 0.1.10", "Save it again with a current PyTorch."),
            _ => ("neither safetensors nor a PyTorch zip or legacy file", (string?)"Convert it to safetensors."),
        };
        throw new OmniException("OH3003", $"this is {what}", file.Path, advice);
    }
}

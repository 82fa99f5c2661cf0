using OmniHelix.Sequences.Checks;
using OmniHelix.Sequences.Files;
using OmniHelix.Torch.Checkpoints;
using OmniHelix.Torch.Checkpoints.Pickle;

namespace OmniHelix.Models.Files;

/// <summary>Kinds of files that hold weights of models, and their checks.</summary>
public static class WeightFileKinds
{
    /// <summary>Tensors behind a header in JSON.</summary>
    public static FileKind Safetensors { get; } = new("safetensors", ".safetensors") { Mark = IsSafetensors };

    /// <summary>What <c>torch.save</c> writes: a pickle in a zip archive, or, before PyTorch 1.6, several pickles.</summary>
    public static FileKind PyTorch { get; } =
        new("PyTorch", ".pt", ".pth", ".bin", ".ckpt") { Mark = start => IsZipOfPickle(start) || start.StartsWith(Legacy) };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<FileKind> All { get; } = [Safetensors, PyTorch];

    /// <summary>How each kind is checked: every tensor is read once.</summary>
    public static IReadOnlyList<(FileKind Kind, FileCheck Check)> Checks { get; } = [
        (Safetensors, (path, _) => Tensors(path)), (PyTorch, (path, _) => Storages(path))];

    // The pickle of the magic number 0x1950a86a20f9469cfc6c.
    private static ReadOnlySpan<byte> Legacy => [0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19];

    // The length of the header in 8 bytes, then the header, an object.
    private static bool IsSafetensors(ReadOnlySpan<byte> start) =>
        start.Length > 9 && BitConverter.ToUInt64(start) is > 1 and < 1UL << 32 && start[8] == (byte)'{'
            && start[9] is (byte)'"' or (byte)' ' or (byte)'}';

    private static bool IsZipOfPickle(ReadOnlySpan<byte> start)
    {
        var first = FileStart.FirstNameOfZip(start);
        return first.EndsWith("/data.pkl"u8) || first.EndsWith("/version"u8) || first.EndsWith("/byteorder"u8);
    }

    private static long Tensors(string path)
    {
        using var checkpoint = Checkpoint.Open(path);
        foreach (var name in checkpoint.Names) _ = checkpoint.Get(name);
        return checkpoint.Names.Count;
    }

    // Whatever was saved, not weights of models alone: every storage is read once.
    private static long Storages(string path)
    {
        using var file = TorchFile.Open(path);
        var tensors = new Dictionary<int, PickleTensor>();
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var open = new Stack<object?>([file.Root]);
        while (open.TryPop(out var value))
        {
            if (value is null || !seen.Add(value)) continue;
            if (value is PickleTensor tensor) tensors.TryAdd(tensor.Storage.Id, tensor);
            foreach (var inner in Inside(value)) open.Push(inner);
        }
        foreach (var tensor in tensors.Values) _ = file.Contents(tensor.Storage.Key, tensor);
        return tensors.Count;
    }

    private static IEnumerable<object?> Inside(object value) => value switch
    {
        PickleDict dict => dict.Values,
        PickleList list => list.Items,
        PickleTuple tuple => tuple.Items,
        PickleSet set => set.Items,
        _ => [],
    };
}

using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using OmniHelix.Torch;
using OmniHelix.Torch.Checkpoints;

namespace OmniHelix.Models.Tests;

/// <summary>Writes a single-precision state dictionary as PyTorch's zip format does.</summary>
internal static class TorchStateFile
{
    public static void Write(string path, IEnumerable<CheckpointTensor> tensors)
    {
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        var pickle = new MemoryStream();
        pickle.Write([0x80, 2, (byte)'}', (byte)'(']);
        var data = new List<byte[]>();
        foreach (var tensor in tensors)
        {
            if (tensor.Type != DType.Float32) throw new NotSupportedException("Only single precision.");
            Text(pickle, tensor.Name);
            Global(pickle, "torch._utils", "_rebuild_tensor_v2");
            pickle.WriteByte((byte)'(');
            pickle.WriteByte((byte)'(');
            Text(pickle, "storage");
            Global(pickle, "torch", "FloatStorage");
            Text(pickle, data.Count.ToString(System.Globalization.CultureInfo.InvariantCulture));
            Text(pickle, "cpu");
            Number(pickle, tensor.ByteLength / 4);
            pickle.Write([(byte)'t', (byte)'Q']);
            Number(pickle, 0);
            Numbers(pickle, tensor.Shape);
            Numbers(pickle, [.. tensor.Shape.Select((_, axis) => tensor.Shape[(axis + 1)..].Aggregate(1L, (a, b) => a * b))]);
            pickle.WriteByte(0x89);
            Global(pickle, "collections", "OrderedDict");
            pickle.Write([(byte)')', (byte)'R', (byte)'t', (byte)'R']);
            data.Add(tensor.Bytes.ToArray());
        }
        pickle.Write([(byte)'u', (byte)'.']);
        Entry(zip, "archive/data.pkl", pickle.ToArray());
        foreach (var (number, bytes) in data.Index()) Entry(zip, $"archive/data/{number}", bytes);
        Entry(zip, "archive/version", "3\n"u8.ToArray());
    }

    private static void Entry(ZipArchive zip, string name, byte[] bytes)
    {
        using var stream = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
        stream.Write(bytes);
    }

    private static void Text(MemoryStream pickle, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        pickle.WriteByte((byte)'X');
        Number32(pickle, bytes.Length);
        pickle.Write(bytes);
    }

    private static void Global(MemoryStream pickle, string module, string name) =>
        pickle.Write(Encoding.UTF8.GetBytes($"c{module}\n{name}\n"));

    private static void Number(MemoryStream pickle, long number)
    {
        pickle.WriteByte((byte)'J');
        Number32(pickle, checked((int)number));
    }

    private static void Numbers(MemoryStream pickle, long[] numbers)
    {
        pickle.WriteByte((byte)'(');
        foreach (var number in numbers) Number(pickle, number);
        pickle.WriteByte((byte)'t');
    }

    private static void Number32(MemoryStream pickle, int number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        pickle.Write(bytes);
    }
}

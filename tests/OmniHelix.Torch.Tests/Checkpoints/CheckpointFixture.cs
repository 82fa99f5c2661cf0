using System.Buffers.Binary;
using System.Text;

namespace OmniHelix.Torch.Tests.Checkpoints;

/// <summary>A temporary folder and the reference files of the repository.</summary>
public abstract class CheckpointFixture : IDisposable
{
    private readonly TemporaryFolder folder = new();

    protected string Folder => folder.Path;

    protected static string Goldens { get; } = SourceTree.PathOf("tests", "goldens", "checkpoints");

    public void Dispose()
    {
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected string Put(string name, ReadOnlySpan<byte> bytes)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    protected string PutText(string name, string text) => Put(name, Encoding.UTF8.GetBytes(text));

    /// <summary>A safetensors file of any header, right or wrong.</summary>
    protected string PutSafetensors(string header, int dataBytes, string name = "x.safetensors")
    {
        var json = Encoding.UTF8.GetBytes(header);
        var bytes = new byte[8 + json.Length + dataBytes];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, json.Length);
        json.CopyTo(bytes, 8);
        return Put(name, bytes);
    }
}

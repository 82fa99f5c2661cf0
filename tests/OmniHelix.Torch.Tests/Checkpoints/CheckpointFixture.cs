using System.Buffers.Binary;
using System.Text;

namespace OmniHelix.Torch.Tests.Checkpoints;

/// <summary>A temporary folder and the reference files of the repository.</summary>
public abstract class CheckpointFixture : IDisposable
{
    protected string Folder { get; } = Directory.CreateTempSubdirectory("omnihelix-checkpoint-").FullName;

    protected static string Goldens { get; } = FindGoldens();

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
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

    private static string FindGoldens()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Directory.Exists(Path.Combine(folder.FullName, "tests", "goldens", "checkpoints"))) return Path.Combine(folder.FullName, "tests", "goldens", "checkpoints");
        throw new DirectoryNotFoundException("tests/goldens/checkpoints");
    }
}

using System.IO.Compression;
using System.Text;

namespace OmniHelix.TestKit;

/// <summary>A folder of the test's own, gone when it ends.</summary>
/// <param name="prefix">The name begins with it; with a space in it, paths that are not quoted where they have to be are found.</param>
public sealed class TemporaryFolder(string prefix = "omnihelix-") : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory(prefix).FullName;

    /// <summary>The path of a file or folder in it, whether or not it is there.</summary>
    public string this[params ReadOnlySpan<string> names] => System.IO.Path.Combine([Path, .. names]);

    /// <summary>Writes a text, with the folders above it.</summary>
    /// <returns>Its path.</returns>
    public string Write(string name, string content) => Write(name, Encoding.UTF8.GetBytes(content));

    /// <summary>Writes a text compressed, with the folders above it.</summary>
    /// <returns>Its path.</returns>
    public string WriteGzip(string name, string content) => Write(name, Compressed(Encoding.UTF8.GetBytes(content)));

    /// <summary>Writes bytes, with the folders above it.</summary>
    /// <returns>Its path.</returns>
    public string Write(string name, byte[] content)
    {
        var path = this[name];
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static byte[] Compressed(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest)) gzip.Write(content);
        return compressed.ToArray();
    }
}

using System.IO.Compression;
using System.Text;
using OmniHelix.Data.Records;

namespace OmniHelix.Data.Tests;

/// <summary>A folder of the test's own.</summary>
internal sealed class Scratch : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("omnihelix").FullName;

    /// <summary>The repository.</summary>
    public static string Root { get; } = FindRoot();

    public static string Samples { get; } = Path.Combine(Root, "samples");

    public string Write(string name, string content)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (!name.EndsWith(".gz", StringComparison.Ordinal)) File.WriteAllText(path, content);
        else
        {
            using var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest);
            gzip.Write(Encoding.UTF8.GetBytes(content));
        }
        return path;
    }

    public List<Example> Read(string name, string content, RecordOptions? options = null) => [.. ExampleReader.Read(Write(name, content), options)];

    public static Example Example(string sequence, Label? label = null, int record = 1) => new() { Id = $"r{record}", Sequence = sequence, Label = label, File = "x", Record = record, Line = record };

    public static Example Structure(string sequence, string structure, int record = 1) => Example(sequence, new TextLabel(structure), record);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "OmniHelix.slnx"))) folder = folder.Parent ?? throw new DirectoryNotFoundException("OmniHelix.slnx");
        return folder.FullName;
    }
}

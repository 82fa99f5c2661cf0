namespace OmniHelix.Goldens.Tests;

/// <summary>Goldens of the test's own.</summary>
internal sealed class GoldenSet : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public string Root => folder.Path;

    public string this[params ReadOnlySpan<string> names] => folder[names];

    public void Put(string file, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder[file])!);
        File.WriteAllText(folder[file], content);
    }

    public void PutEmpty(params ReadOnlySpan<string> files)
    {
        foreach (var file in files) Put(file, "");
    }

    public (int Code, string Text) Run(IReadOnlyList<IGoldenGroup> groups)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var code = GoldenRun.Run(GoldenFolders.Find(Root, [], groups), output);
        return (code, output.ToString().TrimEnd());
    }

    public void Dispose() => folder.Dispose();
}

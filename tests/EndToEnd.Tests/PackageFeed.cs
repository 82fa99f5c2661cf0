namespace OmniHelix.EndToEnd.Tests;

/// <summary>
/// A folder outside of the repository with both packages in a local feed, as on a machine that has nothing else: packages of others come
/// from the machine's cache, and those of this project are unpacked below the folder.
/// </summary>
public sealed class PackageFeed : IDisposable
{
    private readonly TemporaryFolder root = new("omni package ");

    public PackageFeed()
    {
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var packed = Dotnet.Run("bash", [SourceTree.PathOf("eng", "pack"), root["feed"], "--no-build"]);
        Assert.True(packed.ExitCode == 0, packed.Output + packed.Error);
        root.Write("nuget.config", $"""
            <configuration>
              <packageSources><clear /><add key="feed" value="{root["feed"]}" /></packageSources>
              <config><add key="globalPackagesFolder" value="{root["packages"]}" /></config>
              <fallbackPackageFolders><add key="machine" value="{cache}" /></fallbackPackageFolders>
            </configuration>
            """);
        Directory.CreateSymbolicLink(root["models"], SourceTree.PathOf("models"));
    }

    public string Folder => root.Path;

    public string this[params ReadOnlySpan<string> names] => root[names];

    public string Write(string name, string content) => root.Write(name, content);

    public void Dispose() => root.Dispose();
}

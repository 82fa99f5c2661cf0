using OmniHelix.Hub.Configuration;

namespace OmniHelix.Hub.Tests;

public sealed class EnvironmentTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("HOME=/u", "/u/.cache/huggingface/hub")]
    [InlineData("HOME=/u XDG_CACHE_HOME=/x", "/x/huggingface/hub")]
    [InlineData("HOME=/u HF_HOME=/h XDG_CACHE_HOME=/x", "/h/hub")]
    [InlineData("HOME=/u HF_HOME=~/h", "/u/h/hub")]
    [InlineData("HOME=/u HF_HOME=/h HUGGINGFACE_HUB_CACHE=/old", "/old")]
    [InlineData("HOME=/u HF_HOME=/h HUGGINGFACE_HUB_CACHE=/old HF_HUB_CACHE=/new", "/new")]
    public void TheCacheIsWherePythonHasIt(string variables, string expected) => Assert.Equal(expected, Read(variables).Cache);

    [Theory]
    [InlineData("", false)]
    [InlineData("HF_HUB_OFFLINE=1", true)]
    [InlineData("HF_HUB_OFFLINE=yes", true)]
    [InlineData("HF_HUB_OFFLINE=On", true)]
    [InlineData("TRANSFORMERS_OFFLINE=TRUE", true)]
    [InlineData("HF_HUB_OFFLINE=0 TRANSFORMERS_OFFLINE=no", false)]
    public void OfflineIsSaidAsPythonHearsIt(string variables, bool expected) => Assert.Equal(expected, Read(variables).IsOffline);

    [Fact]
    public void ATokenIsAVariableOrInAFile()
    {
        Assert.Null(Read($"HF_HOME={folder.Path}").Token);
        folder.Write("token", "of the file\n");
        Assert.Equal("of the file", Read($"HF_HOME={folder.Path}").Token);
        Assert.Equal("said", Read($"HF_HOME={folder.Path} HF_TOKEN=said").Token);
        Assert.Equal("other", Read($"HF_HOME={folder.Path} HF_TOKEN_PATH={folder.Write("other", "other")}").Token);
    }

    [Fact]
    public void TheHubIsNamedByItsAddress()
    {
        Assert.Equal("https://huggingface.co/", Read("").Endpoint.AbsoluteUri);
        Assert.Equal("https://mirror.org/hub", Read("HF_ENDPOINT=https://mirror.org/hub/").Endpoint.AbsoluteUri);
        foreach (var wrong in new[] { "mirror.org", "ftp://mirror.org", "https://mirror.org?x=1" })
            Assert.Equal("OH2004", Assert.Throws<UsageException>(() => Read($"HF_ENDPOINT={wrong}")).Code);
    }

    private static HubSettings Read(string variables)
    {
        var said = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2))
            .ToDictionary(p => p[0], p => p[1]);
        return HubEnvironment.Read(name => said.GetValueOrDefault(name));
    }
}

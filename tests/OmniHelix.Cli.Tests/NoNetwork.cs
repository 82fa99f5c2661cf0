using System.Runtime.CompilerServices;

namespace OmniHelix.Cli.Tests;

/// <summary>Examples of the help are run, and those that name models of a hub must not ask one.</summary>
internal static class NoNetwork
{
    [ModuleInitializer]
    public static void Set()
    {
        Environment.SetEnvironmentVariable("HF_HUB_OFFLINE", "1");
        Environment.SetEnvironmentVariable("HF_HOME", Path.Combine(Path.GetTempPath(), "omnihelix-no-cache"));
    }
}

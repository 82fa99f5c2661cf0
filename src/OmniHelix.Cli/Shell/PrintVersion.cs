using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;

namespace OmniHelix.Cli.Shell;

/// <summary><c>omni --version</c>: the version and, when built from a repository, the commit.</summary>
internal sealed class PrintVersion : SynchronousCommandLineAction
{
    /// <summary>Such as <c>0.1.0+bf000f5a2c61</c>.</summary>
    public static string Version { get; } =
        Shorten(typeof(PrintVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion);

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine($"omni {Version}");
        return ExitCode.Done;
    }

    private static string Shorten(string version)
    {
        var plus = version.IndexOf('+', StringComparison.Ordinal);
        return plus < 0 ? version : version[..Math.Min(version.Length, plus + 13)];
    }
}

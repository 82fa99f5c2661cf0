using System.Diagnostics;

namespace OmniHelix.TestKit;

/// <summary>The built program, run as a user would.</summary>
public sealed record OmniProgram(int ExitCode, string Output, string Error)
{
    private static readonly string NoCache = Path.Combine(Path.GetTempPath(), "omnihelix-no-cache");

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>The built program; its configuration is that of the tests (<c>release</c> or <c>debug</c>).</summary>
    public static string Library { get; } = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", "OmniHelix.Cli", new DirectoryInfo(AppContext.BaseDirectory).Name, "omni.dll"));

    /// <summary>Runs <c>omni</c> with these words.</summary>
    public static OmniProgram Run(params string[] arguments) => Run("dotnet", [Library, .. arguments]);

    /// <summary>Runs a program with its output piped, as in a script.</summary>
    /// <param name="program">Its name or path.</param>
    /// <param name="arguments">Its words.</param>
    /// <param name="folder">Where it works; null for the folder of the tests.</param>
    /// <param name="meanwhile">Is called while it runs.</param>
    /// <param name="patience">When it is given up; null for two minutes.</param>
    /// <param name="variables">Environment variables of its own.</param>
    public static OmniProgram Run(
        string program, IEnumerable<string> arguments, string? folder = null, Action<Process>? meanwhile = null,
        TimeSpan? patience = null, IReadOnlyDictionary<string, string>? variables = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder ?? AppContext.BaseDirectory,
        };
        // Terminals promise colours through these; a pipe must get none all the same.
        start.Environment["TERM"] = "xterm-256color";
        start.Environment["COLORTERM"] = "truecolor";
        // A killed process would leave its debugging pipes among the temporary files.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        // Nothing is asked of a hub, and what a user has in the cache is not there, unless a test says so.
        start.Environment["HF_HUB_OFFLINE"] = "1";
        start.Environment["HF_HOME"] = NoCache;
        foreach (var (name, value) in variables ?? new Dictionary<string, string>()) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        meanwhile?.Invoke(process);
        if (!process.WaitForExit(patience ?? Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end.");
        }
        return new OmniProgram(process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }
}

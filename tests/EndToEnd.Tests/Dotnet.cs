namespace OmniHelix.EndToEnd.Tests;

/// <summary>Builds started by tests leave no compiler or build process behind that would hold their pipes open.</summary>
internal static class Dotnet
{
    // Builds share the machine with the other tests.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static OmniProgram Run(string program, IEnumerable<string> arguments, string? folder = null) =>
        OmniProgram.Run(
            "env", ["UseSharedCompilation=false", "MSBUILDDISABLENODEREUSE=1", program, .. arguments], folder, patience: Patience);
}

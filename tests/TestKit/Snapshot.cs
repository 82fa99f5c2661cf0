using System.Runtime.CompilerServices;

namespace OmniHelix.TestKit;

/// <summary>
/// Texts that users see, kept in the folder <c>snapshots</c> beside the test. When a change is wanted, run the test with
/// <c>OMNI_RENEW_SNAPSHOTS=1</c>, look at the difference with <c>git diff</c> and commit it.
/// </summary>
public static class Snapshot
{
    private const string Renew = "OMNI_RENEW_SNAPSHOTS";

    /// <summary>Fails with the first line that differs from the stored text.</summary>
    /// <param name="name">Of the stored file, with its ending.</param>
    /// <param name="text">What the program says now, without anything that depends on the run.</param>
    /// <param name="testFile">Filled in by the compiler.</param>
    /// <exception cref="InvalidOperationException">The texts differ, or none is stored.</exception>
    public static void Check(string name, string text, [CallerFilePath] string testFile = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(testFile)!, "snapshots", name);
        if (Environment.GetEnvironmentVariable(Renew) == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
            return;
        }
        var shown = Path.GetRelativePath(SourceTree.Root, path);
        if (!File.Exists(path))
            throw new InvalidOperationException($"{shown} is not there. Run the test with {Renew}=1 and commit the file.");
        var difference = FirstDifference(File.ReadAllText(path), text);
        if (difference is null) return;
        throw new InvalidOperationException(
            $"{shown}{difference}\nIf that is wanted, run the test with {Renew}=1, look at git diff, and commit the file.");
    }

    private static string? FirstDifference(string stored, string now)
    {
        if (stored == now) return null;
        var before = stored.Split('\n');
        var after = now.Split('\n');
        var line = Enumerable.Range(0, Math.Max(before.Length, after.Length))
            .First(i => before.ElementAtOrDefault(i) != after.ElementAtOrDefault(i));
        return $", line {line + 1}\n  stored: {before.ElementAtOrDefault(line)
            ?? "(no line)"}\n  now:    {after.ElementAtOrDefault(line) ?? "(no line)"}";
    }
}

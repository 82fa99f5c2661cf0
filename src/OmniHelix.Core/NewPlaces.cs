using System.Collections.Concurrent;

namespace OmniHelix;

/// <summary>
/// Files and folders that were not there when a program was asked to write them, and that it may therefore not replace: where another
/// process has made one meanwhile, <see cref="PendingFile"/> and <see cref="AtomicFolder"/> leave it as it is. Whoever says nothing here
/// replaces what is there.
/// </summary>
public static class NewPlaces
{
    private static readonly ConcurrentDictionary<string, bool> Expected = new(StringComparer.Ordinal);

    /// <summary>Promises that what this process writes there replaces nothing; kept until it is written once.</summary>
    /// <exception cref="OmniException">OH6002: the links of the path lead in a circle.</exception>
    public static void Expect(string path) => Expected[FilePlace.Of(path).Path] = true;

    /// <summary>Takes the promise back.</summary>
    /// <exception cref="OmniException">OH6002: the links of the path lead in a circle.</exception>
    public static void Forget(string path) => Written(FilePlace.Of(path).Path);

    /// <summary>Whether nothing may be replaced at a place, which has no links in it.</summary>
    internal static bool AreExpected(string place) => Expected.ContainsKey(place);

    /// <summary>From now on what stands there is this process's own.</summary>
    internal static void Written(string place) => Expected.TryRemove(place, out _);

    /// <summary>The error of somebody who comes second.</summary>
    /// <param name="path">The place.</param>
    /// <param name="advice">What became of the work.</param>
    internal static OmniException Taken(string path, string advice) =>
        new("OH6005", "another process has written this meanwhile, and it stays as it is", path, advice);
}

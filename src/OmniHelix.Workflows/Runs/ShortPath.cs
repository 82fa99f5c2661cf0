namespace OmniHelix.Workflows.Runs;

/// <summary>Paths as pages show them: what tells folders apart stands at the end.</summary>
internal static class ShortPath
{
    /// <summary>The last two names of a longer path. The command of a run, which pages show too, has it whole.</summary>
    public static string Of(string path)
    {
        var parts = Parts(path);
        return parts.Length > 2 ? Tail(parts, 2) : path;
    }

    /// <summary>For each folder as few last names as tell all of them apart; those of one folder that stands twice are numbered.</summary>
    /// <param name="folders">In order.</param>
    public static IReadOnlyList<string> Apart(IReadOnlyList<string> folders)
    {
        var parts = folders.Select(folder => Parts(Path.GetFullPath(folder))).ToList();
        var different = parts.Select(names => string.Join('/', names)).Distinct().Count();
        var last = 1;
        while (parts.Select(names => Tail(names, last)).Distinct().Count() < different) last++;
        return
        [
            .. parts.Select((names, i) =>
            {
                var before = parts.Take(i).Count(other => other.SequenceEqual(names));
                return Tail(names, last) + (before == 0 ? "" : FormattableString.Invariant($" ({before + 1})"));
            }),
        ];
    }

    private static string Tail(string[] parts, int last) =>
        (last > 1 && parts.Length > last ? "…/" : "") + string.Join('/', parts.TakeLast(last));

    private static string[] Parts(string path) => path.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
}

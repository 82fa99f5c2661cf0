namespace OmniHelix.Models.Backbones;

/// <summary>Another layout of the same model, such as the one of its authors, and what its names are in ours.</summary>
internal sealed record KeyLayout
{
    /// <summary>Stands for the number of a block in <see cref="Renames"/>.</summary>
    public const string Number = "#";

    /// <summary>The end of a name that only this layout has.</summary>
    public required string Mark { get; init; }

    /// <summary>Whether <see cref="Mark"/> tells the families that have this layout from all others.</summary>
    public bool TellsFamily { get; init; } = true;

    /// <summary>What stands before all names, with the dot.</summary>
    public IReadOnlyList<string> Prefixes { get; init; } = [];

    /// <summary>
    /// Beginnings of names there and here; <see cref="Number"/> is any number, the same on both sides. The first that fits counts.
    /// </summary>
    public required IReadOnlyList<(string There, string Here)> Renames { get; init; }

    /// <summary>
    /// Beginnings of names there whose tensors are equal blocks of rows here, such as one product for queries, keys and values.
    /// </summary>
    public IReadOnlyList<(string There, IReadOnlyList<string> Here)> Splits { get; init; } = [];

    /// <summary>The name in our layout, or the names of the blocks of rows; one that no rename fits stays.</summary>
    public IReadOnlyList<string> Rename(string name)
    {
        foreach (var prefix in Prefixes)
            if (KeyMap.Strip(ref name, prefix)) break;
        foreach (var (there, here) in Splits)
            if (Match(name, there) is var (number, tail)) return [.. here.Select(part => Filled(part, number, tail))];
        foreach (var (there, here) in Renames)
            if (Match(name, there) is var (number, tail)) return [Filled(here, number, tail)];
        return [name];
    }

    private static string Filled(string here, string number, string tail) => here.Replace(Number, number, StringComparison.Ordinal) + tail;

    private static (string Number, string Tail)? Match(string name, string pattern)
    {
        if (pattern.Split(Number) is not [var before, var after])
            return name.StartsWith(pattern, StringComparison.Ordinal) ? ("", name[pattern.Length..]) : null;
        if (!name.StartsWith(before, StringComparison.Ordinal)) return null;
        var digits = name.AsSpan(before.Length).IndexOfAnyExceptInRange('0', '9');
        if (digits <= 0) return null;
        var end = before.Length + digits;
        return name.AsSpan(end).StartsWith(after) ? (name[before.Length..end], name[(end + after.Length)..]) : null;
    }
}

namespace OmniHelix.Data.Columns;

/// <summary>Looking columns up by name.</summary>
internal static class TableColumns
{
    public static int IndexOf(IReadOnlyList<TableColumn> columns, string name, string place)
    {
        for (var i = 0; i < columns.Count; i++)
            if (columns[i].Name == name) return i;
        throw new OmniException(
            "OH1203", $"no column '{name}'; the columns present are {string.Join(", ", columns.Take(30).Select(c => c.Name))}", place,
            NearestName.Ask(name, columns.Select(c => c.Name)));
    }

    /// <exception cref="OmniException">OH1210: two columns have one name.</exception>
    public static void RefuseDuplicates(IReadOnlyList<string> names, string place)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
            if (!seen.Add(name))
                throw new OmniException(
                    "OH1210", name.Length == 0 ? "several columns have no name" : $"two columns are called '{name}'", place,
                    "Rename one of them.");
    }

    /// <summary>OH1213: a second pass over a file finds it otherwise.</summary>
    public static OmniException Changed(string path) => new("OH1213", "the file changed while it was read", path);
}

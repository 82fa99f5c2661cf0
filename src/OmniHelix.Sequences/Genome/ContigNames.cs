using System.Collections;
using System.Collections.Frozen;

namespace OmniHelix.Sequences.Genome;

/// <summary>
/// The contig names of one file, found exactly or by alias: <c>1</c> and <c>chr1</c> are one contig, and so are <c>M</c>, <c>MT</c>,
/// <c>chrM</c> and <c>chrMT</c>, in whatever case <c>chr</c> is. An exact name always wins.
/// </summary>
public sealed class ContigNames : IReadOnlyList<string>
{
    private const string Prefix = "chr";
    private const int Ambiguous = -1;

    private readonly string[] names;
    private readonly string file;
    private readonly FrozenDictionary<string, int> exact;
    private readonly FrozenDictionary<string, int> aliases;

    /// <summary>Takes the names in the order of the file.</summary>
    /// <param name="names">Distinct names.</param>
    /// <param name="file">Where they come from, for errors.</param>
    /// <exception cref="OmniException">OH1022: a name stands there twice.</exception>
    public ContigNames(IEnumerable<string> names, string file)
    {
        this.names = [.. names];
        this.file = file;
        var byName = new Dictionary<string, int>(this.names.Length);
        var byAlias = new Dictionary<string, int>(this.names.Length);
        for (var i = 0; i < this.names.Length; i++)
        {
            if (!byName.TryAdd(this.names[i], i))
                throw new OmniException(
                    "OH1022", $"the contig '{this.names[i]}' stands there twice", file,
                    "Names must be unique, or a region would mean two places.");
            if (!byAlias.TryAdd(Canonical(this.names[i]), i)) byAlias[Canonical(this.names[i])] = Ambiguous;
        }
        exact = byName.ToFrozenDictionary();
        aliases = byAlias.ToFrozenDictionary();
    }

    /// <inheritdoc/>
    public int Count => names.Length;

    /// <inheritdoc/>
    public string this[int index] => names[index];

    /// <summary>The form that all aliases of a contig share: without <c>chr</c>, the mitochondrion as <c>MT</c>.</summary>
    public static string Canonical(string name)
    {
        var hasPrefix = name.Length > Prefix.Length && name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);
        var bare = hasPrefix ? name[Prefix.Length..] : name;
        return bare == "M" ? "MT" : bare;
    }

    /// <summary>Whether two names mean one contig.</summary>
    public static bool AreSame(string a, string b) => a == b || Canonical(a) == Canonical(b);

    /// <summary>Position of a name or alias in the file's order.</summary>
    /// <param name="name">As a user or another file writes it.</param>
    /// <param name="index">The position; -1 when there is none.</param>
    /// <returns>False when there is no such contig, or when an alias could mean several.</returns>
    public bool TryIndexOf(string name, out int index)
    {
        if (exact.TryGetValue(name, out index)) return true;
        if (aliases.TryGetValue(Canonical(name), out index) && index != Ambiguous) return true;
        index = -1;
        return false;
    }

    /// <summary>Position of a name or alias in the file's order.</summary>
    /// <param name="name">As a user or another file writes it.</param>
    /// <param name="place">Where it was asked for; the names' own file when null.</param>
    /// <exception cref="OmniException">OH1020: there is no such contig, or an alias could mean several.</exception>
    public int IndexOf(string name, string? place = null) => TryIndexOf(name, out var index) ? index : throw Unknown(name, place ?? file);

    /// <summary>The file's own name of a contig.</summary>
    /// <exception cref="OmniException">OH1020: there is no such contig, or an alias could mean several.</exception>
    public string NameOf(string name, string? place = null) => names[IndexOf(name, place)];

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)names).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private OmniException Unknown(string name, string place)
    {
        var several = names.Where(n => AreSame(n, name)).ToList();
        if (several.Count > 1)
            return new OmniException("OH1020", $"'{name}' could mean {string.Join(" or ", several)}", place, "Use the exact name.");
        var part = names.FirstOrDefault(n => n.StartsWith($"{name}:", StringComparison.Ordinal));
        if (part is not null)
            return new OmniException(
                "OH1020", $"there is no contig '{name}'{(place == file ? "" : $" in {file}")}", place,
                $"There is a part of it, named '{part}': use that name, and places that count from its own first base.");
        var known = names.Length <= 8 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(6))}, … ({names.Length} in all)";
        return new OmniException(
            "OH1020", $"there is no contig '{name}'{(place == file ? "" : $" in {file}")}", place,
            NearestName.Ask(name, names.Take(10_000)) ?? $"Contigs: {known}.");
    }
}

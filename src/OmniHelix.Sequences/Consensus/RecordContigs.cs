using OmniHelix.Sequences.Genome;

namespace OmniHelix.Sequences.Consensus;

/// <summary>
/// The contigs that the records of a VCF lie on. <c>1</c> and <c>chr1</c> are one contig, whatever the header declares; records under both
/// names are an error, because one of the two would be left out.
/// </summary>
/// <param name="exactNames">Names must agree to the letter: <c>1</c> and <c>chr1</c> are two contigs.</param>
internal sealed class RecordContigs(bool exactNames = false)
{
    private readonly Dictionary<string, string> names = [];

    /// <summary>As records have them.</summary>
    public IEnumerable<string> Names => names.Values;

    /// <summary>Takes the contig of a record.</summary>
    /// <param name="contig">As the record has it.</param>
    /// <param name="place">Where, for the error.</param>
    /// <exception cref="OmniException">OH1022: records before it name the same contig otherwise.</exception>
    public void Add(string contig, string place)
    {
        if (names.TryAdd(Key(contig), contig) || names[Key(contig)] is var known && known == contig) return;
        throw new OmniException(
            "OH1022", $"records of one contig stand under two names, '{known}' and '{contig}'", place,
            "Give them one name (bcftools annotate --rename-chrs).");
    }

    /// <summary>The name under which the records of a contig stand; null when it has none.</summary>
    /// <param name="contig">A name or alias.</param>
    public string? Find(string contig) => names.GetValueOrDefault(Key(contig));

    private string Key(string contig) => exactNames ? contig : ContigNames.Canonical(contig);
}

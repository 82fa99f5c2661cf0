using System.Globalization;
using OmniHelix.Sequences.Genome;

namespace OmniHelix.Sequences.Consensus.Personal;

/// <summary>A sequence of the reference and the contig whose variants belong on it.</summary>
/// <param name="Name">Name in the FASTA, which may be a part of a contig: <c>20:1000001-2000000</c>.</param>
/// <param name="Target">What it stands for.</param>
internal sealed record PersonalContig(string Name, ConsensusTarget Target);

/// <summary>Which sequences a personal genome has.</summary>
internal static class PersonalContigs
{
    private const int Autosomes = 22;

    /// <summary>All sequences of a reference.</summary>
    public static IReadOnlyList<PersonalContig> Of(ContigNames reference) =>
        [.. reference.Select(n => new PersonalContig(n, ConsensusTarget.Parse(n)))];

    /// <summary>Chooses the contigs of personal genomes and checks that there are variants for each.</summary>
    /// <param name="reference">The sequences of the FASTA.</param>
    /// <param name="variants">The VCF files.</param>
    /// <param name="asked">
    /// Names in the wanted order; null for the autosomes, or for all that have variants when the reference has no autosomes.
    /// </param>
    /// <exception cref="OmniException">
    /// OH1020 the reference has no such contig; OH1907 no contig can have variants; OH1912 contigs without a VCF.
    /// </exception>
    public static IReadOnlyList<PersonalContig> Choose(ContigNames reference, VariantFiles variants, IReadOnlyList<string>? asked)
    {
        var all = Of(reference);
        PersonalContig? Find(string name) =>
            all.FirstOrDefault(c => c.Name == name) ?? all.FirstOrDefault(c => ContigNames.AreSame(c.Target.Contig, name));
        List<PersonalContig> chosen;
        if (asked is not null)
        {
            chosen = [.. asked.Select(n => Find(n) ?? all[reference.IndexOf(n)])];
        }
        else
        {
            chosen = [
                .. Enumerable.Range(1, Autosomes).Select(n => Find(n.ToString(CultureInfo.InvariantCulture))).OfType<PersonalContig>()];
            if (chosen.Count < Autosomes)
                chosen = [.. all.Where(c => variants.Knows(c.Target.Contig))];
        }
        if (!chosen.Any(c => variants.MayHaveRecords(c.Target.Contig)))
            throw new OmniException(
                "OH1907",
                $"VCF and FASTA have no contig in common; the VCF begins with '{variants.Files[0].FirstContig}', "
                    + $"the FASTA with '{reference[0]}'",
                variants.Source, "Do they belong to the same assembly?");
        // What no header declares is looked for among the records before it is said to be missing.
        using var calls = new ContigCalls(variants, []);
        var missing = chosen.Where(c => !variants.Knows(c.Target.Contig) && !calls.Seek(c.Target.Contig)).Select(c => c.Name).ToList();
        return missing.Count == 0 ? chosen
            : throw new OmniException(
                "OH1912", $"there is no VCF for {(missing.Count == 1 ? "contig" : "contigs")} {string.Join(", ", missing)}",
                variants.Source, "Name the contigs that are wanted with --contigs.");
    }
}

using OmniHelix.Sequences.Genome;

namespace OmniHelix.Sequences.Consensus.Personal;

/// <summary>Whose genomes are held, and which part of them.</summary>
public sealed record PersonalGenomeOptions
{
    /// <summary>People; null for all that every VCF has.</summary>
    public IReadOnlyList<string>? People { get; init; }

    /// <summary>Contigs; null as in <see cref="PersonalConsensusRequest.Contigs"/>.</summary>
    public IReadOnlyList<string>? Contigs { get; init; }

    /// <summary>
    /// Apply insertions, deletions and all other variants too; otherwise only records whose alternates all replace one base, and
    /// coordinates stay.
    /// </summary>
    public bool Indels { get; init; }

    /// <summary>What becomes of calls of one allele.</summary>
    public HaploidCalls Haploid { get; init; }
}

/// <summary>
/// The genomes of many people over one reference, as views: only the variants are in memory, and bases are put together when a window is
/// asked for. A window equals the slice of the sequence that <see cref="PersonalConsensus"/> writes. Safe for concurrent calls.
/// </summary>
/// <example><code>
/// using var reference = ReferenceGenome.Open("hs37d5.fa");
/// var genomes = PersonalGenome.Load(reference, "vcf_files");
/// var bases = new byte[64_000];
/// genomes.Haplotype("HG00096", 1).Fetch("chr20", 1_000_000, 1_064_000, bases);
/// </code></example>
public sealed class PersonalGenome
{
    private readonly Dictionary<string, int> people = [];
    private readonly PersonalHaplotype[] haplotypes;

    private PersonalGenome(
        ISequenceSource reference, IReadOnlyList<string> names, PersonalContigVariants?[] contigs, PersonalGenomeOptions options)
    {
        People = names;
        for (var i = 0; i < names.Count; i++) people.Add(names[i], i);
        haplotypes = [
            .. Enumerable.Range(0, 2 * names.Count).Select(
                h => new PersonalHaplotype(reference, contigs, h, $"{names[h / 2]} haplotype {h % 2 + 1}", options))];
        Haploid = [.. contigs.OfType<PersonalContigVariants>()
            .Select(c => new HaploidContig(c.Contig.Name, [.. names.Where((_, person) => c.IsHaploid(person))]))
            .Where(c => c.People.Count > 0)];
    }

    /// <summary>The people.</summary>
    public IReadOnlyList<string> People { get; }

    /// <summary>Contigs with haploid calls, and whose.</summary>
    public IReadOnlyList<HaploidContig> Haploid { get; }

    /// <summary>Contigs that the header of the VCF declares and no record lies on: everybody has the reference there.</summary>
    public IReadOnlyList<string> WithoutRecords { get; private init; } = [];

    /// <summary>Reads the variants, each VCF once.</summary>
    /// <param name="reference">The genome that the variants were called against; must stay open as long as windows are asked for.</param>
    /// <param name="variants">A VCF with all contigs, or a folder with one VCF for each.</param>
    /// <param name="options">People, contigs, indels.</param>
    /// <param name="cancellation">Stops between contigs.</param>
    /// <exception cref="OmniException">
    /// OH1064 an unknown person; OH1901–1903 variants that do not fit the reference; OH1907, OH1910–1912 files or contigs that are
    /// missing; OH1022 records of one contig under two names; and what the readers say.
    /// </exception>
    public static PersonalGenome Load(
        ISequenceSource reference, string variants, PersonalGenomeOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new PersonalGenomeOptions();
        var files = VariantFiles.Find(variants);
        var known = files.People();
        var people = (options.People ?? files.AnyPeople()).Distinct().ToList();
        if (people.Find(p => !known.Contains(p)) is { } stranger)
            throw new OmniException(
                "OH1064", $"there is no sample '{stranger}' among the {known.Count} that every VCF has", variants,
                NearestName.Ask(stranger, known));
        var contigs = new PersonalContigVariants?[reference.Contigs.Count];
        var withoutRecords = new List<string>();
        using var calls = new ContigCalls(files, people);
        foreach (var contig in PersonalContigs.Choose(reference.Contigs, files, options.Contigs))
        {
            cancellation.ThrowIfCancellationRequested();
            var edits = new HaplotypeEdits(people.Count, options.Indels, options.Haploid);
            // One block takes the whole contig.
            if (calls.Seek(contig.Target.Contig)) _ = calls.Read(contig.Target.Contig, edits, long.MaxValue);
            else withoutRecords.Add(contig.Name);
            contigs[reference.Contigs.IndexOf(contig.Name)] = new PersonalContigVariants(
                contig, Bases(reference, contig.Name), edits, 2 * people.Count);
        }
        return new PersonalGenome(reference, people, contigs, options) { WithoutRecords = withoutRecords };
    }

    /// <summary>One haplotype as a genome, to cut windows from.</summary>
    /// <param name="person">Name of the person.</param>
    /// <param name="haplotype">1 or 2.</param>
    /// <exception cref="OmniException">OH1064: the person is not held.</exception>
    public PersonalHaplotype Haplotype(string person, int haplotype)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(haplotype, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(haplotype, 2);
        return people.TryGetValue(person, out var index) ? haplotypes[2 * index + haplotype - 1]
            : throw new OmniException(
                "OH1064", $"there is no person '{person}' among the {People.Count} that are held", null, NearestName.Ask(person, People));
    }

    private static byte[] Bases(ISequenceSource reference, string contig)
    {
        var length = reference.LengthOf(contig);
        if (length > Array.MaxLength) throw new OmniException("OH1104", $"the contig '{contig}' is longer than 2 GiB");
        var bases = GC.AllocateUninitializedArray<byte>((int)length);
        reference.Fetch(contig, 0, length, bases);
        return bases;
    }
}

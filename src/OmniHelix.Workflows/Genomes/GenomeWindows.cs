using OmniHelix.Sequences.Consensus.Personal;
using OmniHelix.Sequences.Genome;

namespace OmniHelix.Workflows.Genomes;

/// <summary>Windows of a reference, or of both haplotypes of people, which are views over it: no genome is written.</summary>
public sealed class GenomeWindows
{
    private readonly IEnumerable<WindowPlace> places;
    private readonly IReadOnlyList<Source> sources;

    private GenomeWindows(WindowPlaces places, IReadOnlyList<Source> sources)
    {
        this.places = places.All;
        this.sources = sources;
        UnknownStrands = places.UnknownStrands;
    }

    /// <summary>Whether windows have a person and a haplotype.</summary>
    public bool IsPersonal { get; private init; }

    /// <summary>On which contigs people have calls of one allele; empty for the reference.</summary>
    public IReadOnlyList<HaploidContig> Haploid { get; private init; } = [];

    /// <summary>Contigs of places on which the VCF has no records, though its header declares them; empty for the reference.</summary>
    public IReadOnlyList<string> WithoutRecords { get; private init; } = [];

    /// <summary>Start sites without a strand, which are cut as they stand on the forward one.</summary>
    public int UnknownStrands { get; }

    /// <summary>Windows without a base that were cut so far: of places without length, or of which a person has lost all bases.</summary>
    public long Empty { get; private set; }

    /// <summary>
    /// Reads what is needed before the first window: the places, except those of a BED file, and of people the variants of all contigs that
    /// have a place.
    /// </summary>
    /// <param name="reference">Must stay open while windows are cut.</param>
    /// <param name="request">What is cut.</param>
    /// <param name="cancellation">Stops reading variants.</param>
    /// <exception cref="OmniException">Variants cannot be read, or a place is not in the genome.</exception>
    public static GenomeWindows Open(ReferenceGenome reference, WindowRequest request, CancellationToken cancellation = default)
    {
        var places = WindowPlaces.Of(request, reference);
        if (request.Variants is null)
            return new(places, [new(null, 0, new PlaceCutter(reference, request))]);
        places = places with { All = [.. places.All] };
        // Only contigs that were asked for: a person's genome that silently were the reference would be wrong.
        var options = request.People with { Contigs = [.. places.All.Select(p => p.Interval.Contig).Distinct()] };
        var people = PersonalGenome.Load(reference, request.Variants, options, cancellation);
        var sources =
            from person in people.People
            from haplotype in new[] { 1, 2 }
            select new Source(person, haplotype, new PlaceCutter(people.Haplotype(person, haplotype), request));
        return new(places, [.. sources])
        {
            IsPersonal = true,
            Haploid = people.Haploid,
            WithoutRecords = people.WithoutRecords,
        };
    }

    /// <summary>All windows, those of one place together. A haplotype without the contig of a place has no window there.</summary>
    /// <exception cref="OmniException">A file of places cannot be read; a place is not in the genome; OH1030: it is too long.</exception>
    public IEnumerable<CutWindow> Cut(CancellationToken cancellation = default)
    {
        foreach (var place in places)
            foreach (var source in sources)
            {
                cancellation.ThrowIfCancellationRequested();
                if (!source.Cutter.Has(place)) continue;
                var window = source.Cutter.Cut(place);
                if (window.Bases.Length == 0) Empty++;
                yield return new(place.Name, source.Person, source.Haplotype, window);
            }
    }

    private sealed record Source(string? Person, int Haplotype, PlaceCutter Cutter);
}

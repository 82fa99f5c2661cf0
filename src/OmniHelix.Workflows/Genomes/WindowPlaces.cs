using OmniHelix.Sequences.Annotation;
using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Intervals;

namespace OmniHelix.Workflows.Genomes;

/// <summary>Where the places of a request come from.</summary>
internal static class WindowPlaces
{
    /// <summary>All places, in the order of the request and of its files; files are read as far as places are asked for.</summary>
    /// <exception cref="OmniException">A file cannot be read, or a place is not in the genome.</exception>
    public static IEnumerable<WindowPlace> Of(WindowRequest request, ReferenceGenome genome)
    {
        var contigs = ContigLengths.Of(genome);
        return Regions(request, genome)
            .Concat(request.Bed is null ? [] : Records(request.Bed, contigs))
            .Concat(request.StartSites is null ? [] : new StartSiteTable(request.StartSites, request, contigs).Places())
            .Concat(request.Annotation is null ? [] : GenesOf(request, request.Annotation, contigs));
    }

    private static IEnumerable<WindowPlace> Regions(WindowRequest request, ReferenceGenome genome)
    {
        foreach (var text in request.Regions)
        {
            var region = GenomicRegion.Parse(text, genome.Contigs);
            var length = genome.LengthOf(region.Contig);
            var end = region.End == GenomicRegion.ToTheEnd ? length : region.End;
            if (region.Start < 0 || region.Start >= length || end > length)
                throw new OmniException(
                    "OH1021",
                    $"'{text}' leaves '{region.Contig}', which has {length} bases",
                    null,
                    "omni genome view cuts regions at the end of the contig.");
            var strand = request.ReverseRegions ? Strand.Reverse : Strand.Forward;
            yield return new("", new(region.Contig, region.Start, end, strand), WindowAnchor.Middle);
        }
    }

    private static IEnumerable<WindowPlace> Records(string path, ContigLengths contigs) =>
        BedReader.Read(path, contigs).Select(record => new WindowPlace(record.Name ?? "", record.Interval, WindowAnchor.Middle));

    private static IEnumerable<WindowPlace> GenesOf(WindowRequest request, string path, ContigLengths contigs)
    {
        // Annotation may name contigs that the genome lacks; only the genes asked for have to be in it.
        var models = GeneModels.ReadGtf(path);
        IEnumerable<Gene> genes = request.Genes.Count == 0 ? models.Genes : request.Genes.Select(models.Find);
        foreach (var gene in genes)
        {
            var contig = contigs.Names.NameOf(gene.Interval.Contig, path);
            yield return new(gene.Id, gene.Interval with { Contig = contig }, WindowAnchor.FivePrime);
        }
    }
}

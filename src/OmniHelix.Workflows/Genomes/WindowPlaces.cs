using OmniHelix.Sequences.Annotation;
using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Intervals;

namespace OmniHelix.Workflows.Genomes;

/// <summary>The places of a request.</summary>
/// <param name="All">In the order of the request and of its files.</param>
/// <param name="UnknownStrands">Start sites whose strand is <c>.</c>.</param>
internal sealed record WindowPlaces(IEnumerable<WindowPlace> All, int UnknownStrands)
{
    /// <summary>
    /// Reads regions, start sites and genes whole, so that what is wrong with them is said before anything is written; a BED file, which
    /// may be a stream, as far as its places are asked for.
    /// </summary>
    /// <exception cref="OmniException">A file cannot be read, or a place is not in the genome.</exception>
    public static WindowPlaces Of(WindowRequest request, ReferenceGenome genome)
    {
        var contigs = ContigLengths.Of(genome);
        List<WindowPlace> regions = [.. Regions(request, genome)];
        IReadOnlyList<WindowPlace> sites =
            request.StartSites is null ? [] : new StartSiteTable(request.StartSites, request, contigs).Places();
        List<WindowPlace> genes = request.Annotation is null ? [] : [.. GenesOf(request, request.Annotation, contigs)];
        var records = request.Bed is null ? [] : Records(request.Bed, contigs);
        return new(regions.Concat(records).Concat(sites).Concat(genes), sites.Count(site => site.Interval.Strand == Strand.None));
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
                    $"'{text}' leaves '{region.Contig}', which has {Plural.Count(length, "base")}",
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
            // A window has the bases around the site, wherever the gene ends.
            var interval = request.Length is null
                ? contigs.Check(gene.Interval, $"{path} ({gene.Id})")
                : gene.Interval with { Contig = contigs.Names.NameOf(gene.Interval.Contig, path) };
            var site = PlaceCutter.Anchor(interval, request.Anchor ?? WindowAnchor.FivePrime);
            var length = contigs[contigs.Names.IndexOf(interval.Contig, path)];
            if (site >= length)
                throw new OmniException(
                    "OH1029", $"the start site {site + 1} of {gene.Id} lies outside '{interval.Contig}', which has "
                        + $"{Plural.Count(length, "base")}", path,
                    "Do annotation and genome have the same assembly?");
            yield return new(gene.Id, interval, WindowAnchor.FivePrime);
        }
    }
}

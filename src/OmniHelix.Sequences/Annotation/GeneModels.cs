using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Intervals;

namespace OmniHelix.Sequences.Annotation;

/// <summary>
/// Genes and transcripts of a GTF file. Lines of genes and transcripts are taken where they are there and put together from exons where
/// they are not.
/// </summary>
public sealed class GeneModels
{
    private readonly Dictionary<string, Gene> byName = [];
    private readonly HashSet<string> ambiguous = [];

    private GeneModels(IReadOnlyList<Gene> genes)
    {
        Genes = genes;
        foreach (var gene in genes)
            foreach (var name in new[] { gene.Id, gene.IdWithoutVersion, gene.Name }.OfType<string>().Distinct())
                if (!byName.TryAdd(name, gene)) ambiguous.Add(name);
    }

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<Gene> Genes { get; }

    /// <summary>Reads a GTF file.</summary>
    /// <param name="path">Plain or compressed.</param>
    /// <param name="genome">Where given, genes have to lie in it.</param>
    /// <exception cref="OmniException">
    /// Those of <see cref="FeatureReader.ReadGtf"/>; OH1036: parts of one gene contradict each other; OH1005: no gene.
    /// </exception>
    public static GeneModels ReadGtf(string path, ContigLengths? genome = null) => From(FeatureReader.ReadGtf(path, genome), path);

    internal static GeneModels From(IEnumerable<Feature> features, string path)
    {
        var drafts = new Dictionary<(string Contig, string Id), Draft>();
        foreach (var feature in features)
        {
            var id = feature.Attributes["gene_id"];
            if (string.IsNullOrEmpty(id))
                throw new OmniException("OH1036", $"this {feature.Type} names no gene_id", $"{path}:{feature.Line}");
            // The genes of the pseudo-autosomal regions stand on X and Y under one identifier.
            var key = (feature.Interval.Contig, id);
            if (!drafts.TryGetValue(key, out var draft)) drafts.Add(key, draft = new Draft(id));
            draft.Add(feature, path);
        }
        return drafts.Count > 0
            ? new([.. drafts.Values.Select(d => d.Finish())])
            : throw new OmniException("OH1005", "is empty: no gene", path);
    }

    /// <summary>A gene by identifier, with or without version, or by symbol.</summary>
    /// <exception cref="OmniException">OH1037: there is no such gene, or a symbol names several.</exception>
    public Gene Find(string name)
    {
        if (!byName.TryGetValue(name, out var gene) && !byName.TryGetValue(Gene.WithoutVersion(name), out gene))
            throw new OmniException("OH1037", $"there is no gene '{name}'", null, NearestName.Ask(name, byName.Keys.Take(100_000)));
        if (!ambiguous.Contains(name)) return gene;
        var meant = Genes.Where(g => g.Name == name || g.Id == name || g.IdWithoutVersion == name);
        throw new OmniException(
            "OH1037", $"'{name}' names several genes: {string.Join(", ", meant.Select(g => $"{g.Id} on {g.Interval.Contig}"))}", null,
            "Use the identifier.");
    }

    private sealed class Draft(string id)
    {
        private GenomicInterval? whole, spanned;
        private string? name;

        public void Add(Feature feature, string path)
        {
            var interval = feature.Interval;
            var place = $"{path}:{feature.Line}";
            if (spanned is { } before && before.Strand != interval.Strand)
                throw new OmniException(
                    "OH1036", $"the gene '{id}' stands on {before.Strand.Sign()} and on {interval.Strand.Sign()}", place);
            spanned = Span(spanned, interval);
            name ??= feature.Attributes["gene_name"];
            if (feature.Type != "gene") return;
            if (whole is not null) throw new OmniException("OH1036", $"the gene '{id}' stands there twice", place);
            whole = interval;
        }

        public Gene Finish() => new(id, name, whole ?? spanned!.Value);

        private static GenomicInterval Span(GenomicInterval? all, GenomicInterval one) =>
            all is { } known ? known with { Start = Math.Min(known.Start, one.Start), End = Math.Max(known.End, one.End) } : one;
    }
}

using System.Text;
using OmniHelix.Sequences.Streams;

namespace OmniHelix.Sequences.Vcf;

/// <summary>
/// What the header of a VCF declares. A tag, filter or contig that records use without a declaration is taken in when it is first seen.
/// </summary>
public sealed class VcfHeader
{
    private readonly Dictionary<string, VcfField> info, format;
    private readonly Dictionary<string, VcfFilter> filters;
    private readonly List<VcfContig> contigs;
    private readonly Dictionary<string, int> contigIndex = [];
    private readonly Dictionary<string, int> sampleIndex = [];
    private readonly int declaredContigs;
    private readonly string source;

    internal VcfHeader(VcfHeaderLines lines, string source)
    {
        this.source = source;
        MetaLines = lines.Meta;
        Samples = lines.Samples;
        Notices = lines.Notices;
        info = lines.Info;
        format = lines.Format;
        filters = lines.Filters;
        contigs = lines.Contigs;
        declaredContigs = contigs.Count;
        for (var i = 0; i < contigs.Count; i++) contigIndex.TryAdd(contigs[i].Name, i);
        for (var i = 0; i < Samples.Count; i++) sampleIndex.Add(Samples[i], i);
    }

    /// <summary>The lines that begin with <c>##</c>, as they stand in the file.</summary>
    public IReadOnlyList<string> MetaLines { get; }

    /// <summary>The people, in the order of their columns.</summary>
    public IReadOnlyList<string> Samples { get; }

    /// <summary>The declared contigs in their order, followed by those that only records name.</summary>
    public IReadOnlyList<VcfContig> Contigs => contigs;

    /// <summary>Contigs that records name and the header does not declare, as far as records were read.</summary>
    public IReadOnlyList<VcfContig> UndeclaredContigs => contigs[declaredContigs..];

    /// <summary>Declared INFO fields by tag.</summary>
    public IReadOnlyDictionary<string, VcfField> Info => info;

    /// <summary>Declared FORMAT fields by tag.</summary>
    public IReadOnlyDictionary<string, VcfField> Format => format;

    /// <summary>Declared filters by name; <c>PASS</c> always is.</summary>
    public IReadOnlyDictionary<string, VcfFilter> Filters => filters;

    /// <summary>What is odd about the header but does not stop reading, such as a field that is declared twice.</summary>
    public IReadOnlyList<string> Notices { get; }

    /// <summary>All lines, without the last line end.</summary>
    internal string Text => Lines(MetaLines, Samples);

    /// <summary>The column of a person, from 0.</summary>
    /// <exception cref="OmniException">OH1064: nobody has that name.</exception>
    public int SampleIndex(string name) => sampleIndex.TryGetValue(name, out var index)
        ? index
        : throw new OmniException("OH1064", $"there is no sample '{name}' among the {Samples.Count} of this file", source,
            NearestName.Ask(name, Samples) ?? (
                Samples.Count == 0 ? "The file has no genotypes." : $"The first ones are {string.Join(", ", Samples.Take(5))}."));

    /// <summary>The place of a contig in <see cref="Contigs"/>, or −1.</summary>
    public int ContigIndex(string name) => contigIndex.GetValueOrDefault(name, -1);

    /// <summary>The same header with other people and further declarations.</summary>
    /// <param name="samples">The people.</param>
    /// <param name="declarations">Lines of INFO, FORMAT and FILTER, left out where the name is declared already.</param>
    internal VcfHeader With(IReadOnlyList<string> samples, IEnumerable<string> declarations)
    {
        var text = Lines(MetaLines.Concat(declarations.Where(line => !Declares(line))), samples);
        using var reader = new ByteLineReader(new MemoryStream(Encoding.UTF8.GetBytes(text)), source);
        return new VcfHeader(VcfHeaderLines.Read(reader), source);
    }

    private bool Declares(string line)
    {
        var open = line.IndexOf('<', StringComparison.Ordinal);
        var name = VcfMetaLine.Parse(line, open, source)["ID"]!;
        return line[..open] switch
        {
            "##INFO=" => info.ContainsKey(name),
            "##FORMAT=" => format.ContainsKey(name),
            _ => filters.ContainsKey(name),
        };
    }

    internal int AddContig(string name)
    {
        contigIndex.Add(name, contigs.Count);
        contigs.Add(new VcfContig(name, null));
        return contigs.Count - 1;
    }

    private static string Lines(IEnumerable<string> meta, IReadOnlyList<string> samples) =>
        string.Join('\n', meta.Append(
            "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO" + (samples.Count > 0 ? "\tFORMAT\t" : "") + string.Join('\t', samples)));
}

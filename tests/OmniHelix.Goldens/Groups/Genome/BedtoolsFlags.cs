using System.Globalization;
using OmniHelix.Sequences.Annotation;
using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Intervals;

namespace OmniHelix.Goldens.Groups.Genome;

/// <summary>The flags of one bedtools command line; each has to be asked for, or the case is not understood.</summary>
internal sealed class BedtoolsFlags
{
    private readonly string folder;
    private readonly Dictionary<string, string> values = [];
    private readonly HashSet<string> asked = [];

    public BedtoolsFlags(string folder, string arguments)
    {
        this.folder = folder;
        var words = arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < words.Length; i++)
        {
            var hasValue = i + 1 < words.Length && (!words[i + 1].StartsWith('-') || char.IsAsciiDigit(words[i + 1].ElementAtOrDefault(1)));
            values[words[i]] = hasValue ? words[++i] : "";
        }
    }

    /// <summary>Flags that no operation asked for.</summary>
    public string Unused => string.Join(' ', values.Keys.Where(k => !asked.Contains(k)));

    public bool Has(string flag) => asked.Add(flag) ? values.ContainsKey(flag) : values.ContainsKey(flag);

    public string Text(string flag, string preset = "") => Has(flag) ? values[flag] : preset;

    public double Number(string flag, double preset = 0) => Has(flag) ? double.Parse(values[flag], CultureInfo.InvariantCulture) : preset;

    public IReadOnlyList<BedRecord> Bed(string flag) => [.. BedReader.Read(Path.Combine(folder, Text(flag)))];

    public ContigLengths Genome() => ContigLengths.Read(Path.Combine(folder, Text("-g")));

    public ReferenceGenome Fasta() => ReferenceGenome.Open(Path.Combine(folder, Text("-fi")));

    public StrandRule Strands(string same = "-s", string opposite = "-S") => Has(same) ? StrandRule.Same : Has(opposite) ? StrandRule.Opposite : StrandRule.Any;

    public OverlapRule Overlap()
    {
        var first = Number("-f");
        return new OverlapRule { Strands = Strands(), FractionOfFirst = first, FractionOfSecond = Has("-r") ? first : Number("-F") };
    }

    public Extent Extent(string both)
    {
        var byStrand = Has("-s");
        var (left, right) = ((long)Number("-l"), (long)Number("-r"));
        return Has(both) ? new((long)Number(both), (long)Number(both), byStrand) : new(left, right, byStrand);
    }
}

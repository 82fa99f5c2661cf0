using OmniHelix.Cli.Shell;

namespace OmniHelix.Cli.Compatibility;

/// <summary>The names of bedtools.</summary>
internal static class Bedtools
{
    private const string Genome = "omni genome";

    private static readonly Dictionary<string, string> TwoFiles = new()
    {
        ["--a"] = "-a",
        ["--b"] = "-b",
    };

    private static readonly Dictionary<string, string> Strands = new()
    {
        ["--same-strand"] = "-s",
        ["--opposite-strand"] = "-S",
    };

    private static readonly Dictionary<string, string> Shares = new()
    {
        ["--fraction-a"] = "-f",
        ["--fraction-b"] = "-F",
        ["--reciprocal"] = "-r",
    };

    private static readonly Dictionary<string, string> OneFile = new() { ["--input"] = "-i" };

    private static readonly Dictionary<string, string> Contigs = new() { ["--genome"] = "-g" };

    private static readonly Dictionary<string, string> Extents = new()
    {
        ["--both"] = "-b",
        ["--left"] = "-l",
        ["--right"] = "-r",
        ["--by-strand"] = "-s",
    };

    public static ForeignSystem Names { get; } = new("bedtools")
    {
        Commands = [new("makewindows", "genome tile") { IsAlias = true }],
        Flags =
        [
            new("genome intersect", TwoFiles, Shares, Strands, new Dictionary<string, string>
            {
                ["--write-a"] = "-wa",
                ["--write-b"] = "-wb",
                ["--write-overlap"] = "-wo",
                ["--write-all-overlaps"] = "-wao",
                ["--left-outer-join"] = "-loj",
                ["--unique"] = "-u",
                ["--invert"] = "-v",
                ["--count"] = "-c",
                ["--within"] = "-w",
            })
            {
                Of = "bedtools intersect",
                Example = $"{Genome} intersect -a calls.vcf.gz -b exons.bed -wo",
            },
            new("genome subtract", TwoFiles, Shares, Strands, new Dictionary<string, string> { ["--remove-whole"] = "-A" })
            {
                Of = "bedtools subtract",
                Example = $"{Genome} subtract -a peaks.bed.gz -b blacklist.bed -A > clean.bed",
            },
            new("genome coverage", TwoFiles, Shares, Strands, new Dictionary<string, string> { ["--counts"] = "-counts" })
            {
                Of = "bedtools coverage",
                Example = $"{Genome} coverage -a exons.bed -b reads.bed.gz -counts > coverage.tsv",
            },
            new("genome closest", TwoFiles, Strands, new Dictionary<string, string>
            {
                ["--distance"] = "-d",
                ["--signed-distance"] = "-D",
                ["--ignore-overlaps"] = "-io",
                ["--ties"] = "-t",
            })
            {
                Of = "bedtools closest",
                Example = $"{Genome} closest -a peaks.bed -b tss.bed -D b -io -t first",
            },
            new("genome jaccard", TwoFiles) { Of = "bedtools jaccard", Example = $"{Genome} jaccard -a peaks1.bed -b peaks2.bed" },
            // Here -o says operations and not --output, for which bedtools has no flag.
            new("genome merge", OneFile, new Dictionary<string, string>
            {
                ["--distance"] = "-d",
                ["--same-strand"] = "-s",
                ["--columns"] = "-c",
                ["--operations"] = "-o",
            })
            {
                Of = "bedtools merge",
                Example = $"{Genome} merge -i peaks.bed.gz -d 100 -c 4,5 -o collapse,max > merged.bed",
            },
            new("genome slop", OneFile, Contigs, Extents)
            {
                Of = "bedtools slop",
                Example = $"{Genome} slop -i tss.bed -g hs37d5.fa -l 2000 -r 500 -s > promoters.bed",
            },
            new("genome flank", OneFile, Contigs, Extents)
            {
                Of = "bedtools flank",
                Example = $"{Genome} flank -i genes.bed -g hs37d5.fa -b 500 > beside.bed",
            },
            new("genome complement", OneFile, Contigs)
            {
                Of = "bedtools complement",
                Example = $"{Genome} complement -i genes.bed -g hs37d5.fa.fai > between-genes.bed",
            },
            new("genome sort", OneFile, Contigs) { Of = "bedtools sort", Example = $"{Genome} sort -i peaks.bed > peaks.sorted.bed" },
            new("genome tile", Contigs, new Dictionary<string, string> { ["--bed"] = "-b", ["--window"] = "-w", ["--step"] = "-s" })
            {
                Of = "bedtools makewindows",
                Example = $"{Genome} makewindows -b genes.bed -w 500 -s 250 > windows.bed",
            },
        ],
    };
}

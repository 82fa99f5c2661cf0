using OmniHelix.Cli.Shell;

namespace OmniHelix.Cli.Compatibility;

/// <summary>The names of bcftools.</summary>
internal static class Bcftools
{
    private static readonly Dictionary<string, string> Places = new()
    {
        ["--regions"] = "-r",
        ["--regions-file"] = "-R",
    };

    private static readonly Dictionary<string, string> People = new()
    {
        ["--samples"] = "-s",
        ["--samples-file"] = "-S",
    };

    private static readonly Dictionary<string, string> Conditions = new()
    {
        ["--include"] = "-i",
        ["--exclude"] = "-e",
    };

    private static readonly Dictionary<string, string> Form = new() { ["--output-type"] = "-O" };

    public static ForeignSystem Names { get; } = new("bcftools")
    {
        Commands = [new("norm", "genome normalize") { IsAlias = true }],
        Flags =
        [
            new("genome consensus", People, Conditions, new Dictionary<string, string>
            {
                ["--fasta-ref"] = "-f",
                ["--haplotype"] = "-H",
                ["--iupac-codes"] = "-I",
                ["--missing"] = "-M",
                ["--absent"] = "-a",
                ["--mask"] = "-m",
                ["--chain"] = "-c",
                ["--prefix"] = "-p",
            })
            {
                Of = "bcftools consensus",
                Example = "omni genome consensus -f ref.fa -s HG00096 -H 2 -i 'type=\"snp\"' -c HG00096.chain -o HG00096_2.fa calls.vcf.gz",
            },
            new("genome filter", Places, People, Conditions, Form, new Dictionary<string, string>
            {
                ["--apply-filters"] = "-f",
                ["--types"] = "-v",
                ["--exclude-types"] = "-V",
                ["--min-alleles"] = "-m",
                ["--max-alleles"] = "-M",
                ["--min-ac"] = "-c",
                ["--max-ac"] = "-C",
                ["--drop-genotypes"] = "-G",
            })
            {
                Of = "bcftools view and filter",
                Example = "omni genome filter calls.vcf.gz -r chr20:1,000,001-2,000,000 -v snps -m 2 -M 2 -o snps.bcf",
            },
            new("genome query", Places, People, Conditions, new Dictionary<string, string>
            {
                ["--format"] = "-f",
                ["--list-samples"] = "-l",
                ["--print-header"] = "-H",
                ["--allow-undef-tags"] = "-u",
            })
            {
                Of = "bcftools query",
                Example = "omni genome query calls.vcf.gz -f '%CHROM:%POS[ %SAMPLE=%TGT]\\n' -i 'GT=\"alt\"' -r chr20",
            },
            new("genome normalize", Places, Form, new Dictionary<string, string>
            {
                ["--fasta-ref"] = "-f",
                ["--multiallelics"] = "-m",
                ["--check-ref"] = "-c",
                ["--rm-dup"] = "-d",
            })
            {
                Of = "bcftools norm",
                Example = "omni genome norm calls.bcf -f hs37d5.fa -m -any -c w -d exact -o normal.bcf",
            },
            new("genome dosages", Places, People, Conditions),
        ],
    };
}

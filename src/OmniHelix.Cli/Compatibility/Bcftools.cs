using OmniHelix.Cli.Shell;

namespace OmniHelix.Cli.Compatibility;

/// <summary>The short flags of bcftools.</summary>
internal static class Bcftools
{
    public static ForeignSystem Names { get; } = new()
    {
        Flags =
        [
            new("genome consensus", new Dictionary<string, string>
            {
                ["--fasta-ref"] = "-f",
                ["--samples"] = "-s",
                ["--samples-file"] = "-S",
                ["--haplotype"] = "-H",
                ["--iupac-codes"] = "-I",
                ["--missing"] = "-M",
                ["--absent"] = "-a",
                ["--chain"] = "-c",
                ["--include"] = "-i",
                ["--exclude"] = "-e",
                ["--prefix"] = "-p",
                ["--output"] = "-o",
            }),
        ],
    };
}

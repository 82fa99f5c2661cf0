using OmniHelix.Cli.Shell;

namespace OmniHelix.Cli.Compatibility;

/// <summary>The names of gLM2X-Tower, the benchmark of personal gene expression, and what its script does without flags.</summary>
internal static class Glm2xTower
{
    private static readonly ForeignDefault[] Defaults =
    [
        new("--reference", "../data/hs37d5.fa"),
        new("--vcf", "../data/vcf_files"),
        new("--output", "../data/consensus"),
        new("--samples-file", "../data/train_50_indivs.txt", Unless: "--samples"),
    ];

    public static ForeignSystem Names { get; } = new("gLM2X-Tower")
    {
        Commands = [Script("make_consensus"), Script("make-consensus")],
        Flags =
        [
            new("genome personal", new Dictionary<string, string>
            {
                ["--samples-file"] = "--sample_list_file",
                ["--vcf"] = "--vcf_root",
                ["--output"] = "--consensus_root",
            }),
        ],
    };

    private static ForeignCommand Script(string name) => new(name, "genome personal")
    {
        Example = $"omni {name} --sample_list_file people.txt --reference hs37d5.fa --vcf_root vcf_files --consensus_root consensus",
        Defaults = Defaults,
    };
}

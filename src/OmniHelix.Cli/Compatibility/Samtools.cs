using OmniHelix.Cli.Shell;

namespace OmniHelix.Cli.Compatibility;

/// <summary>The names of samtools.</summary>
internal static class Samtools
{
    public static ForeignSystem Names { get; } = new("samtools")
    {
        Flags =
        [
            new("genome view", new Dictionary<string, string>
            {
                ["--line-length"] = "-n --length",
                ["--reverse-complement"] = "-i",
                ["--continue"] = "-c",
            })
            {
                Of = "samtools faidx",
                Example = "omni genome view hs37d5.fa -i -n 80 -o some.fa 1:1,000,001-1,000,060",
            },
        ],
    };
}

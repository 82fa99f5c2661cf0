using OmniHelix.Cli.Shell;
using OmniHelix.Data.Columns;
using OmniHelix.Data.Files;
using OmniHelix.Data.Splits;

namespace OmniHelix.Cli.Compatibility;

/// <summary>The names of genomeNLP, and the files that its data set commands write.</summary>
internal static class GenomeNlp
{
    public static ForeignSystem Names { get; } = new("genomeNLP")
    {
        Commands =
        [
            new("generate_synthetic", "data synthetic")
            {
                Example = "omni generate_synthetic promoter.fa -b 2 -c frequency -o null.fa",
                Defaults = [new("--output", "out.fa")],
            },
        ],
        Flags =
        [
            new("data synthetic", new Dictionary<string, string>
            {
                ["--output"] = "--outfile_path --outfile-path",
                ["--block"] = "-b --block_size",
                ["--method"] = "-c --control_dist",
                ["--reverse-complements"] = "--do_reverse_complement",
            }),
        ],
        Entries =
        [
            new(CreateDatasetBio.Entry, "data create"),
            new(CreateDatasetNlp.Entry, "data create"),
            new(TokeniseBio.Entry, "tokenizer train"),
            new(ParseSpTokens.Entry, "tokenizer inspect"),
            new(KmeriseBio.Entry, "tokenizer kmers"),
            new(CompareEmpiricalTokens.Entry, "tokenizer compare"),
        ],
    };

    /// <summary>The forms of a data set; its JSON has an object a line.</summary>
    public static IReadOnlyList<SplitForm> Forms =>
    [
        new(".csv") { Lists = CellLists.PrintedArrays },
        new(".json", DataFileKinds.JsonLines),
        new(".parquet"),
        SplitForm.SavedDataSet,
    ];
}

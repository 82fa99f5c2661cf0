using OmniHelix.Cli.Shell;

namespace OmniHelix.Cli.Compatibility;

/// <summary>The names of OmniGenBench.</summary>
internal static class OmniGenBench
{
    private static readonly Dictionary<string, string> Prediction = new()
    {
        ["--model"] = "-m",
        ["--input"] = "--input-file -i",
        ["--output"] = "--output-file",
    };

    public static ForeignSystem Names { get; } = new("OmniGenBench")
    {
        Commands =
        [
            new("autotrain", "train") { IsAlias = true },
            new("autoinfer", "infer")
            {
                IsAlias = true,
                Example = "omni autoinfer --model runs/archive2 --input-file x.json --output-file inference_results.json",
            },
            new("rna_design", "rna design")
            {
                Example = "omni rna_design --structure \"(((....)))\" --model models/omnihelix-rna-1m --mutation-ratio 0.3 "
                    + "--num-population 100 --num-generation 20 --output-file designs.json",
                Defaults = [new("--search", "population", Unless: "--compat"), new("--count", "25", Unless: "--compat")],
            },
        ],
        Flags =
        [
            new("rna design", new Dictionary<string, string>
            {
                ["--output"] = "--output-file",
                ["--population"] = "--num-population",
                ["--generations"] = "--num-generation",
                ["--lm-top-k"] = "--top-k",
                ["--lm-temperature"] = "--temp-sampling",
            }),
            new("train", new Dictionary<string, string>
            {
                ["--data"] = "--dataset -d",
                ["--model"] = "-m",
                ["--output"] = "--output-dir",
                ["--epochs"] = "--num-epochs",
            }),
            new("infer", Prediction),
            new("embed", Prediction, new Dictionary<string, string> { ["--aggregation"] = "--agg" }),
        ],
    };
}

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
        ],
        Flags =
        [
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

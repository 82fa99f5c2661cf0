using System.Globalization;
using OmniHelix.Data.DataSets;
using OmniHelix.Data.Tokens;
using OmniHelix.Tokenizers;

namespace OmniHelix.Bench;

/// <summary>Tokens needed over tokens computed when the test split of bpRNA is predicted: the cost of padding.</summary>
internal static class PaddingBenchmark
{
    public static void Run()
    {
        var data = DataSetFolder.Open("samples/rna-ssp-bprna");
        var tokens = RaggedTokens.Build(data.Test!, OmniTokenizer.OmniGenome(), new LengthOptions(1024, LengthPolicy.Window, 64));
        foreach (var budget in new[] { 4096, 8192, 16384 })
        {
            var plan = new TokenBudgetSampler(tokens.Lengths, new BatchOptions { TokenBudget = budget }).Epoch();
            var computed = plan.Sum(rows => (long)rows.Length * rows.Max(r => tokens.Lengths[r]));
            var needed = tokens.TokenCount;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"padding: budget {budget}: {needed} needed / {computed} computed = {(double)needed / computed:0.000}"));
        }
    }
}

using System.Globalization;
using System.Text.Json;
using OmniHelix.Training;

namespace OmniHelix.Goldens.Groups;

/// <summary>Where training stops on short traces, by this program's rule and by the two public ones that are special cases of it.</summary>
internal static class EarlyStoppingCases
{
    public static IEnumerable<GoldenCase> Cases(JsonElement one, string file, string path)
    {
        var patience = one.GetProperty("patience").GetInt32();
        var name = string.Create(CultureInfo.InvariantCulture, $"{file}-{one.GetProperty("mode").GetString()}-patience{patience}");
        var values = MetricsQuestions.Vector(one.GetProperty("values"));
        var threshold = one.TryGetProperty("threshold", out var t) ? t.GetDouble() : 0;
        EarlyStopping Rule(bool stopOnNonFinite) =>
            new(patience, one.GetProperty("mode").GetString() == "max", threshold, stopOnNonFinite);
        yield return new GoldenCase(name, path, check =>
        {
            foreach (var property in one.EnumerateObject())
            {
                switch (property.Name)
                {
                    case "native":
                        var rule = Rule(stopOnNonFinite: false);
                        check.Equal(
                            "native.stop_after_index",
                            StopIndex(rule, values),
                            Index(property.Value.GetProperty("stop_after_index")));
                        check.Equal("native.best_index", rule.State.BestIndex, Index(property.Value.GetProperty("best_index")));
                        break;
                    case "lightning_stop_after_index":
                        check.Equal(property.Name, StopIndex(Rule(stopOnNonFinite: true), values), Index(property.Value));
                        break;
                    case "transformers_stop_after_index" when patience > 0 && threshold == 0:
                        check.Equal(property.Name, StopIndex(Rule(stopOnNonFinite: false), values), Index(property.Value));
                        break;
                }
            }
        });
        if (!one.TryGetProperty("transformers_stop_after_index", out _) || (patience > 0 && threshold == 0)) yield break;
        yield return GoldenCase.NotUnderstood($"{name}#transformers_stop_after_index", path, patience == 0
            ? "that library ignores a patience of 0, here 0 stops at the first"
            : "that library measures the threshold from a best value that moves without it");
    }

    private static int? StopIndex(EarlyStopping rule, double[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            rule.Observe(values[i]);
            if (rule.State.ShouldStop) return i;
        }
        return null;
    }

    private static int? Index(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : value.GetInt32();
}

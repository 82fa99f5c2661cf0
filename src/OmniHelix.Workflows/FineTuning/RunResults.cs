using System.Text.Json;
using System.Text.Json.Serialization;
using OmniHelix.Documents;
using OmniHelix.Metrics.Statistics;
using OmniHelix.Workflows.FineTuning.Scoring;

namespace OmniHelix.Workflows.FineTuning;

/// <summary>The results of a run over all seeds, as <c>results.json</c> keeps them.</summary>
public sealed record RunResults
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new FiniteNumberConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Task name.</summary>
    public required string Task { get; init; }

    /// <summary>Names of the classes, labels or targets, in the order of their numbers; empty in results of older versions.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Metric that selected the best weights and the best seed.</summary>
    public required string PrimaryMetric { get; init; }

    /// <summary>One entry a seed, in the order given.</summary>
    public required IReadOnlyList<SeedResult> Seeds { get; init; }

    /// <summary>Seed whose model is in <c>model/</c>: the best on validation, never on test.</summary>
    public required long BestSeed { get; init; }

    /// <summary>
    /// Mean, sample standard deviation, median, … of each test metric over the seeds (of validation when there is no test split).
    /// </summary>
    public required IReadOnlyDictionary<string, Summary> Summary { get; init; }

    /// <summary>The best seed's model and the baselines on the test split; empty without one.</summary>
    public IReadOnlyList<PredictorScore> Scores { get; init; } = [];

    /// <summary>What must be known to read the scores, one sentence each.</summary>
    public IReadOnlyList<string> ScoreRemarks { get; init; } = [];

    /// <summary>Base pairs of the test split; null for other classes than those of dot-bracket notation.</summary>
    public StructureResults? Structures { get; init; }

    /// <summary>Writes <c>results.json</c>.</summary>
    public void Write(string folder) => AtomicFile.WriteText(Path.Combine(folder, "results.json"), JsonSerializer.Serialize(this, Format));

    /// <summary>Reads <c>results.json</c>.</summary>
    /// <exception cref="OmniException">OH5040: missing or damaged.</exception>
    public static RunResults Read(string folder)
    {
        var path = Path.Combine(folder, "results.json");
        try
        {
            return JsonSerializer.Deserialize<RunResults>(File.ReadAllText(path), Format) ?? throw new JsonException("null");
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            throw new OmniException(
                "OH5040", $"the results of the run cannot be read: {e.Message}", path, "Finish the run with --resume.", e);
        }
    }
}

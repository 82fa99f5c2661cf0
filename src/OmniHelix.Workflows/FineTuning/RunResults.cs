using System.Text.Json;
using System.Text.Json.Serialization;
using OmniHelix.Metrics.Statistics;

namespace OmniHelix.Workflows.FineTuning;

/// <summary>What one seed gave.</summary>
/// <param name="Seed">Seed.</param>
/// <param name="EpochsRun">Epochs begun.</param>
/// <param name="BestEpoch">Epoch of the weights that were kept.</param>
/// <param name="BestStep">Optimizer step of the weights that were kept.</param>
/// <param name="EndReason">Why training ended.</param>
/// <param name="TrainSeconds">Time of all sessions.</param>
/// <param name="Valid">Metrics on the validation split with those weights; empty without one.</param>
/// <param name="Test">Metrics on the test split; empty without one.</param>
public sealed record SeedResult(
    long Seed, int EpochsRun, int? BestEpoch, int? BestStep, string? EndReason, double TrainSeconds, IReadOnlyDictionary<string, double> Valid, IReadOnlyDictionary<string, double> Test);

/// <summary>A predictor's test score of the primary metric with its bootstrap interval over sequences.</summary>
/// <param name="Name">Model or baseline.</param>
/// <param name="Score">The metric; null when undefined.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="AdvantageLow">Lower end of the paired interval of "model − this"; null for the model itself.</param>
/// <param name="AdvantageHigh">Upper end.</param>
/// <param name="Test">All metrics.</param>
public sealed record PredictorScore(
    string Name, double? Score, double? Low, double? High, double? AdvantageLow, double? AdvantageHigh, IReadOnlyDictionary<string, double> Test);

/// <summary>The results of a run over all seeds, as <c>results.json</c> keeps them.</summary>
public sealed record RunResults
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Task name.</summary>
    public required string Task { get; init; }

    /// <summary>Metric that selected the best weights and the best seed.</summary>
    public required string PrimaryMetric { get; init; }

    /// <summary>One entry a seed, in the order given.</summary>
    public required IReadOnlyList<SeedResult> Seeds { get; init; }

    /// <summary>Seed whose model is in <c>model/</c>: the best on validation, never on test.</summary>
    public required long BestSeed { get; init; }

    /// <summary>Mean, sample standard deviation, median, … of each test metric over the seeds (of validation when there is no test split).</summary>
    public required IReadOnlyDictionary<string, Summary> Summary { get; init; }

    /// <summary>The best seed's model and the baselines on the test split; empty without one.</summary>
    public IReadOnlyList<PredictorScore> Scores { get; init; } = [];

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
            throw new OmniException("OH5040", $"the results of the run cannot be read: {e.Message}", path, "Finish the run with --resume.", e);
        }
    }
}

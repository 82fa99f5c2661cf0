using OmniHelix.Models;

namespace OmniHelix.Workflows.FineTuning.Scoring;

/// <summary>Structures of the test split, drawn in several ways, in <c>results.json</c>.</summary>
public sealed record StructureResults
{
    /// <summary>How far folding listens to the model, as validation chose it; null where that was never fitted.</summary>
    public HybridFolding? Folding { get; init; }

    /// <summary>A score for each way, the one that <c>omni infer</c> draws first; empty in results of older versions.</summary>
    public IReadOnlyList<StructureScore> Scores { get; init; } = [];
}

/// <summary>How good the structures of one way are.</summary>
/// <param name="Name">The way.</param>
/// <param name="Precision">Share of the predicted pairs that are right; null for answers base by base, which have no pairs.</param>
/// <param name="Recall">Share of the true pairs that are found.</param>
/// <param name="F1">Harmonic mean of both, of all sequences together.</param>
/// <param name="F1Macro">Macro-F1 of the bases over <c>( ) .</c></param>
public sealed record StructureScore(
    string Name, ScoreWithInterval? Precision, ScoreWithInterval? Recall, ScoreWithInterval? F1, ScoreWithInterval F1Macro)
{
    /// <summary>How far the first way is ahead of this one in <see cref="F1"/>, on the same sequences; null for itself.</summary>
    public ScoreWithInterval? F1Behind { get; init; }

    /// <summary>How far the first way is ahead of this one in <see cref="F1Macro"/>; null for itself.</summary>
    public ScoreWithInterval? F1MacroBehind { get; init; }
}

/// <summary>A score with its 95 % bootstrap interval over sequences.</summary>
/// <param name="Value">The score; null when undefined.</param>
/// <param name="Low">Lower end; null without an interval.</param>
/// <param name="High">Upper end.</param>
public sealed record ScoreWithInterval(double? Value, double? Low, double? High);

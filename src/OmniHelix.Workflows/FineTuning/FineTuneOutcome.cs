using OmniHelix.Inference;
using OmniHelix.Inference.Scoring;
using OmniHelix.Models;
using OmniHelix.Workflows.FineTuning.Scoring;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Workflows.FineTuning;

/// <summary>What a fine-tuning run leaves for reports, beside the files in its folder.</summary>
/// <param name="Folder">The run.</param>
/// <param name="Manifest">Also in <c>run.json</c>.</param>
/// <param name="Results">Also in <c>results.json</c>.</param>
/// <param name="Data">The data set as it was used.</param>
/// <param name="Model">Sizes of the model.</param>
/// <param name="Test">What came of the test split with the best seed's model; null without one.</param>
public sealed record FineTuneOutcome(
    string Folder, RunManifest Manifest, RunResults Results, PreparedData Data, ModelSizes Model, TestOutcome? Test)
{
    /// <summary>Card of the model that the run began with.</summary>
    public ModelCard Start { get; init; } = new();
}

/// <summary>What came of the test split.</summary>
/// <param name="Evaluation">Metrics.</param>
/// <param name="Findings">What scorers found beside the metrics, in their order.</param>
/// <param name="Use">Tokens needed and computed when predicting it.</param>
public sealed record TestOutcome(Evaluation Evaluation, IReadOnlyList<TestFinding> Findings, TokenUse Use);

/// <summary>Sizes of a model, for its card.</summary>
/// <param name="Parameters">Numbers in all parameters.</param>
/// <param name="Layers">Blocks of the encoder.</param>
/// <param name="HiddenSize">Size of a hidden state.</param>
/// <param name="MaxTokens">Most tokens of a sequence; <see cref="int.MaxValue"/> when there is no limit.</param>
/// <param name="FlopsPerToken">Forward pass, at <see cref="Length"/> tokens.</param>
public sealed record ModelSizes(long Parameters, int Layers, int HiddenSize, int MaxTokens, double FlopsPerToken)
{
    /// <summary>Tokens of the sequence that <see cref="FlopsPerToken"/> is told for.</summary>
    public const int Length = 128;

    /// <summary><see cref="MaxTokens"/> as text.</summary>
    internal string MostTokens => MaxTokens == int.MaxValue ? "no limit" : FormattableString.Invariant($"{MaxTokens:N0}");

    /// <summary>Sizes of a model.</summary>
    public static ModelSizes Of(OmniModel model) =>
        new(model.ParameterCount(), model.Backbone.LayerCount, model.HiddenSize, model.MaxTokens, model.FlopsPerToken(Length));
}

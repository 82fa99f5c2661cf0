namespace OmniHelix.Inference.Writing;

/// <summary>What is written of a prediction beside what is always written.</summary>
public sealed record PredictionColumns
{
    /// <summary>Probabilities also for tasks with a result per base.</summary>
    public bool Probabilities { get; init; }

    /// <summary>Columns of raw outputs in tables; JSON has them when the predictions do.</summary>
    public bool Logits { get; init; }

    /// <summary>A column that says how far the models of an ensemble are apart; JSON has it when the predictions do.</summary>
    public bool Spread { get; init; }

    /// <summary>A column with the label of the record in tables; JSON has it when the record does.</summary>
    public bool Label { get; init; }
}

using OmniHelix.Models;

namespace OmniHelix.Inference;

/// <summary>What a model with a head says about sequences: the same as <c>omni infer</c>, number for number.</summary>
/// <example><code>
/// using var model = new OmniModelForTokenClassification("runs/archive2/model", tokenizer);
/// Console.WriteLine(model.Predict("GGGAAACCC").Structure);   // (((...)))
/// </code></example>
public static class ModelPrediction
{
    /// <summary>Predicts one sequence.</summary>
    /// <param name="model">A model with a head and a tokenizer.</param>
    /// <param name="sequence">Bases.</param>
    /// <param name="options">Lengths, batches, precision; null for the defaults. The device is that of the model.</param>
    /// <exception cref="OmniException">
    /// OH3606 the model has no tokenizer; OH5304 it has no head; OH1103, OH1206, OH1401, OH5303 the sequence cannot be predicted.
    /// </exception>
    public static Prediction Predict(this OmniModel model, string sequence, InferenceOptions? options = null) =>
        model.Predict([sequence], options)[0];

    /// <summary>Predicts sequences, in batches of similar length.</summary>
    /// <param name="model">A model with a head and a tokenizer.</param>
    /// <param name="sequences">Bases.</param>
    /// <param name="options">Lengths, batches, precision; null for the defaults. The device is that of the model.</param>
    /// <returns>One prediction for each sequence, in order.</returns>
    /// <exception cref="OmniException">As for one sequence; the place names the first that cannot be predicted.</exception>
    public static IReadOnlyList<Prediction> Predict(
        this OmniModel model, IEnumerable<string> sequences, InferenceOptions? options = null) =>
        [.. model.Inference(sequences, options).Select(prediction => prediction.Error is { } error ? throw error : prediction)];

    /// <summary>Predicts one sequence; a sequence that cannot be predicted gives a <see cref="Prediction.Error"/>.</summary>
    /// <inheritdoc cref="Predict(OmniModel, string, InferenceOptions?)" path="/param"/>
    /// <exception cref="OmniException">OH3606 the model has no tokenizer; OH5304 it has no head.</exception>
    public static Prediction Inference(this OmniModel model, string sequence, InferenceOptions? options = null) =>
        model.Inference([sequence], options)[0];

    /// <summary>
    /// Predicts sequences; one that cannot be predicted gives a <see cref="Prediction.Error"/> and does not stop the others.
    /// </summary>
    /// <inheritdoc cref="Predict(OmniModel, IEnumerable{string}, InferenceOptions?)" path="/param"/>
    /// <exception cref="OmniException">OH3606 the model has no tokenizer; OH5304 it has no head.</exception>
    public static IReadOnlyList<Prediction> Inference(
        this OmniModel model, IEnumerable<string> sequences, InferenceOptions? options = null)
    {
        using var input = InferenceInput.FromSequences(sequences);
        return [.. model.Inference(input, options)];
    }

    /// <summary>
    /// Predicts the records of a file of any size as they are read; one that cannot be predicted gives a <see cref="Prediction.Error"/>.
    /// </summary>
    /// <param name="model">A model with a head and a tokenizer.</param>
    /// <param name="input">Records.</param>
    /// <param name="options">Lengths, batches, precision; null for the defaults. The device is that of the model.</param>
    /// <returns>One prediction for each record, in order.</returns>
    /// <exception cref="OmniException">
    /// OH3606 the model has no tokenizer; OH5304 it has no head; whatever is wrong with a file that cannot be read on.
    /// </exception>
    public static IEnumerable<Prediction> Inference(this OmniModel model, InferenceInput input, InferenceOptions? options = null)
    {
        var (ready, decided) = PretrainedModel.Of(model, options);
        return new SequenceInference(ready, decided).Run(input);
    }
}

using OmniHelix.Models;
using OmniHelix.Models.Heads;

namespace OmniHelix.Inference;

/// <summary>Vectors of sequences from the last hidden state of any model: the same as <c>omni embed</c>, number for number.</summary>
/// <example><code>
/// using var model = new OmniModelForEmbedding("models/omnihelix-rna-1m", tokenizer);
/// float[] vector = model.Encode("AUCGAUCGAUCG", Aggregation.Mean);
/// </code></example>
public static class ModelEmbedding
{
    /// <summary>The vector of one sequence.</summary>
    /// <param name="model">Any model with a tokenizer; its head is used for a pooling that it has learned only.</param>
    /// <param name="sequence">Bases.</param>
    /// <param name="aggregation">How tokens become one vector.</param>
    /// <param name="options">Lengths, batches, precision; null for the defaults. The device is that of the model.</param>
    /// <returns><c>[hidden]</c>.</returns>
    /// <exception cref="OmniException">
    /// OH3606 the model has no tokenizer; OH3705 it has not learned the aggregation; OH1103, OH1206, OH1401, OH5303 the sequence cannot be
    /// embedded.
    /// </exception>
    public static float[] Encode(
        this OmniModel model, string sequence, Pooling aggregation = Aggregation.Cls, InferenceOptions? options = null) =>
        Embed(model, [sequence], aggregation, options)[0].Values;

    /// <summary>The vectors of sequences, computed in batches of similar length.</summary>
    /// <param name="model">Any model with a tokenizer; its head is used for a pooling that it has learned only.</param>
    /// <param name="sequences">Bases.</param>
    /// <param name="batchSize">Sequences of a batch; null for as many as the token budget of the options allows.</param>
    /// <param name="aggregation">How tokens become one vector.</param>
    /// <param name="options">Lengths, batches, precision; null for the defaults. The device is that of the model.</param>
    /// <returns>One vector <c>[hidden]</c> for each sequence, in order.</returns>
    /// <exception cref="OmniException">As for one sequence; the place names the first that cannot be embedded.</exception>
    public static float[][] BatchEncode(
        this OmniModel model, IEnumerable<string> sequences, int? batchSize = null, Pooling aggregation = Aggregation.Cls,
        InferenceOptions? options = null) =>
        [.. Embed(model, sequences, aggregation, WithBatches(options, batchSize)).Select(embedding => embedding.Values)];

    /// <summary>A vector for each token of one sequence that stands for bases.</summary>
    /// <param name="model">Any model with a tokenizer.</param>
    /// <param name="sequence">Bases.</param>
    /// <param name="options">Lengths, batches, precision; null for the defaults. The device is that of the model.</param>
    /// <returns>Values <c>[tokens, hidden]</c>, with the position of each token.</returns>
    /// <inheritdoc cref="Encode" path="/exception"/>
    public static Embedding EncodeTokens(this OmniModel model, string sequence, InferenceOptions? options = null) =>
        Embed(model, [sequence], null, options)[0];

    /// <summary>A vector for each token of sequences that stands for bases.</summary>
    /// <param name="model">Any model with a tokenizer.</param>
    /// <param name="sequences">Bases.</param>
    /// <param name="batchSize">Sequences of a batch; null for as many as the token budget of the options allows.</param>
    /// <param name="options">Lengths, batches, precision; null for the defaults. The device is that of the model.</param>
    /// <returns>Values <c>[tokens, hidden]</c> of each sequence, with the position of each token.</returns>
    /// <inheritdoc cref="BatchEncode" path="/exception"/>
    public static IReadOnlyList<Embedding> BatchEncodeTokens(
        this OmniModel model, IEnumerable<string> sequences, int? batchSize = null, InferenceOptions? options = null) =>
        Embed(model, sequences, null, WithBatches(options, batchSize));

    private static InferenceOptions? WithBatches(InferenceOptions? options, int? batchSize) =>
        batchSize is null ? options : (options ?? new()) with { BatchSize = batchSize };

    private static List<Embedding> Embed(
        OmniModel model, IEnumerable<string> sequences, Pooling? aggregation, InferenceOptions? options)
    {
        var (ready, decided) = PretrainedModel.Of(model, options);
        using var input = InferenceInput.FromSequences(sequences);
        var embeddings = new SequenceEmbedding(ready, decided, aggregation).Run(input);
        return [.. embeddings.Select(embedding => embedding.Error is { } error ? throw error : embedding)];
    }
}

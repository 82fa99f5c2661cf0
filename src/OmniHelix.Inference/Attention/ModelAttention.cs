using OmniHelix.Models;

namespace OmniHelix.Inference.Attention;

/// <summary>Attention maps of any model with a tokenizer.</summary>
public static class ModelAttention
{
    /// <summary>The maps of one sequence that the model takes whole.</summary>
    /// <param name="model">Any model with attention; its head is not used.</param>
    /// <param name="sequence">Bases.</param>
    /// <param name="layerIndices">Blocks to keep, from 0; null for all.</param>
    /// <param name="headIndices">Heads to keep, from 0; null for all.</param>
    /// <returns>Scores <c>[layers, heads, tokens, tokens]</c>, without padding; rows are queries.</returns>
    /// <exception cref="OmniException">
    /// OH3606 the model has no tokenizer; OH3403 it has no attention; OH3702 an empty sequence or one of more tokens than the model takes;
    /// OH3703 a layer or head that does not exist.
    /// </exception>
    public static AttentionMaps ExtractAttentionScores(
        this OmniModel model, string sequence, IReadOnlyList<int>? layerIndices = null, IReadOnlyList<int>? headIndices = null) =>
        new AttentionExtractor(PretrainedModel.Of(model, null).Model).Extract(sequence, layerIndices, headIndices);

    /// <summary>
    /// The maps of sequences, computed one after the other as they are asked for, so that one sequence's are held at a time.
    /// </summary>
    /// <param name="model">Any model with attention; its head is not used.</param>
    /// <param name="sequences">Bases.</param>
    /// <param name="layerIndices">Blocks to keep, from 0; null for all.</param>
    /// <param name="headIndices">Heads to keep, from 0; null for all.</param>
    /// <returns>The maps of each sequence, in order.</returns>
    /// <inheritdoc cref="ExtractAttentionScores" path="/exception"/>
    public static IEnumerable<AttentionMaps> BatchExtractAttentionScores(
        this OmniModel model, IEnumerable<string> sequences, IReadOnlyList<int>? layerIndices = null,
        IReadOnlyList<int>? headIndices = null)
    {
        var extractor = new AttentionExtractor(PretrainedModel.Of(model, null).Model);
        return sequences.Select(sequence => extractor.Extract(sequence, layerIndices, headIndices));
    }
}

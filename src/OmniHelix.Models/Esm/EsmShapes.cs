using System.Globalization;
using OmniHelix.Models.Loading;

namespace OmniHelix.Models.Esm;

/// <summary>Compares <c>config.json</c> with the tensors before anything is built, so that the error names the setting and not a hundred tensors.</summary>
internal static class EsmShapes
{
    private const string Words = "embeddings.word_embeddings.weight", Positions = "embeddings.position_embeddings.weight";
    private const string Layers = "encoder.layer.", Intermediate = "encoder.layer.0.intermediate.dense.weight";

    /// <summary>The optional parts that the weights hold.</summary>
    public static EsmParts Parts(ModelWeights weights) =>
        (weights.Has("pooler.dense.weight") ? EsmParts.Pooler : EsmParts.None) | (weights.Has("contact_head.regression.weight") ? EsmParts.ContactHead : EsmParts.None);

    /// <exception cref="OmniException">OH3303: a setting and a shape disagree. OH3204: the gated feed-forward network, not implemented.</exception>
    public static void Check(EsmConfig config, ModelWeights weights, string place)
    {
        var differences = new List<string>();
        if (Shape(Words) is [var rows, var width])
        {
            Compare("vocab_size", config.VocabularySize, rows, Words);
            Compare("hidden_size", config.HiddenSize, width, Words);
        }
        if (Shape(Intermediate) is [var inner, var hidden])
        {
            if (inner == 2L * config.IntermediateSize && hidden == config.HiddenSize)
                throw new OmniException("OH3204", "the feed-forward network is gated (Nucleotide Transformer v2), which is not implemented", weights.Path, "Choose a model with a plain feed-forward network.");
            Compare("intermediate_size", config.IntermediateSize, inner, Intermediate);
        }
        if (config.Positions == EsmPositions.Absolute && Shape(Positions) is [var places, _]) Compare("max_position_embeddings", config.MaxPositions, places, Positions);
        var layers = weights.Names.Select(LayerNumber).DefaultIfEmpty(-1).Max() + 1;
        if (layers > 0 && layers != config.LayerCount) differences.Add(Invariant($"num_hidden_layers is {config.LayerCount}, but the weights have {layers} layers"));
        if (differences.Count > 0)
            throw new OmniException("OH3303", $"configuration and weights disagree: {string.Join("; ", differences)}", place, "Take config.json from the same source as the weights.");

        long[]? Shape(string name) => weights.Has(name) ? weights.Get(name).Shape : null;

        void Compare(string key, int stated, long stored, string tensor)
        {
            if (stated != stored) differences.Add(Invariant($"{key} is {stated}, but {weights.FileName(tensor)} has {stored}"));
        }
    }

    private static int LayerNumber(string name)
    {
        if (!name.StartsWith(Layers, StringComparison.Ordinal)) return -1;
        var digits = name.AsSpan(Layers.Length);
        var end = digits.IndexOf('.');
        return end > 0 && int.TryParse(digits[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}

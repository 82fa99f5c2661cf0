using OmniHelix.Models.Backbones;
using OmniHelix.Tokenizers;
using OmniHelix.Torch;

namespace OmniHelix.Models.Embeddings;

/// <summary>Reads attention probabilities. One block's tensor is held at a time; only the chosen layers and heads are kept.</summary>
/// <param name="model">Any model; its head is not used.</param>
/// <param name="tokenizer">The tokenizer of the model.</param>
public sealed class AttentionExtractor(OmniModel model, OmniTokenizer tokenizer)
{
    /// <summary>The maps of one sequence.</summary>
    /// <param name="sequence">Text.</param>
    /// <param name="layers">Blocks to keep, from 0; null for all.</param>
    /// <param name="heads">Heads to keep, from 0; null for all.</param>
    /// <exception cref="OmniException">
    /// OH3702: an empty sequence, or one of more tokens than the model takes. OH3703: a layer or head that does not exist.
    /// </exception>
    public AttentionMaps Extract(string sequence, IReadOnlyList<int>? layers = null, IReadOnlyList<int>? heads = null)
    {
        var ids = TokenIds.Of(sequence, 0, tokenizer, model);
        var chosenLayers = Chosen("layer", layers, model.Backbone.LayerCount);
        var chosenHeads = Chosen("head", heads, model.Backbone.NeededHeadCount);
        var size = ids.Length * ids.Length;
        var scores = new float[checked(chosenLayers.Count * chosenHeads.Count * size)];
        using var evaluation = new EvaluationMode(model);
        using var scope = new TensorScope();
        model.Backbone.Forward(TokenIds.Batch([ids], tokenizer.Special.Pad, model), Outputs.LastHiddenState, Take);
        return new AttentionMaps(chosenLayers, chosenHeads, [.. ids.Select(tokenizer.TokenOf)], scores);

        void Take(int layer, Tensor probabilities)
        {
            for (var l = 0; l < chosenLayers.Count; l++)
            {
                if (chosenLayers[l] != layer) continue;
                for (var h = 0; h < chosenHeads.Count; h++)
                {
                    var map = probabilities.Select(0, 0).Select(0, chosenHeads[h]).ToArray<float>();
                    map.CopyTo(scores.AsSpan((l * chosenHeads.Count + h) * size));
                }
            }
        }
    }

    private static IReadOnlyList<int> Chosen(string what, IReadOnlyList<int>? numbers, int count)
    {
        if (numbers is null) return [.. Enumerable.Range(0, count)];
        foreach (var number in numbers)
        {
            if (number >= 0 && number < count) continue;
            var message = $"there is no {what} {number}; the model has 0 to {count - 1}";
            throw new OmniException("OH3703", message, null, $"Choose among the {count}.");
        }
        return numbers;
    }
}

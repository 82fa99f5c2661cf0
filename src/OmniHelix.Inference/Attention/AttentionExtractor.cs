using OmniHelix.Data.Tokens;
using OmniHelix.Models.Backbones;
using OmniHelix.Torch;

namespace OmniHelix.Inference.Attention;

/// <summary>
/// Reads attention probabilities of one sequence that the model takes whole: maps of windows cannot be put together. One block's tensor is
/// held at a time; only the chosen layers and heads are kept.
/// </summary>
/// <param name="model">Any model; its head is not used.</param>
public sealed class AttentionExtractor(PretrainedModel model)
{
    /// <summary>The maps of one sequence.</summary>
    /// <param name="sequence">Text.</param>
    /// <param name="layers">Blocks to keep, from 0; null for all.</param>
    /// <param name="heads">Heads to keep, from 0; null for all.</param>
    /// <exception cref="OmniException">
    /// OH3702: an empty sequence, or one of more tokens than the model takes. OH3703: a layer or head that does not exist. OH5305: maps
    /// that are not finite numbers.
    /// </exception>
    public AttentionMaps Extract(string sequence, IReadOnlyList<int>? layers = null, IReadOnlyList<int>? heads = null)
    {
        var backbone = model.Model.Backbone;
        var tokens = Whole(sequence);
        var ids = tokens.Ids(0).ToArray();
        var chosenLayers = Chosen("layer", layers, backbone.LayerCount);
        var chosenHeads = Chosen("head", heads, backbone.HeadCount ?? throw new UsageException(
            "OH3403", "this model has no attention to show", model.Folder, "Choose a model with attention."));
        var size = ids.Length * ids.Length;
        var scores = new float[checked(chosenLayers.Count * chosenHeads.Count * size)];
        model.Model.Eval();
        using var off = GradMode.Off();
        using var scope = new TensorScope();
        backbone.Forward(TokenBatch.Create(tokens, [0]).ToInput(model.Device), Outputs.LastHiddenState, Take);
        if (new NotFinite(model.Model).In(scores, place: null) is { } damaged) throw damaged;
        return new AttentionMaps(chosenLayers, chosenHeads, [.. ids.Select(model.Tokenizer.TokenOf)], scores)
        {
            Counts = tokens.Counts,
        };

        void Take(int layer, Tensor probabilities)
        {
            for (var l = 0; l < chosenLayers.Count; l++)
            {
                if (chosenLayers[l] != layer) continue;
                for (var h = 0; h < chosenHeads.Count; h++)
                {
                    var map = probabilities.Select(0, 0).Select(0, chosenHeads[h]);
                    map.ToArray<float>().CopyTo(scores.AsSpan((l * chosenHeads.Count + h) * size));
                }
            }
        }
    }

    private RaggedTokens Whole(string sequence)
    {
        if (sequence.Length == 0) throw new OmniException("OH3702", "the sequence is empty", null, "Give at least one base.");
        var length = new LengthOptions(model.MaxTokens, LengthPolicy.Drop);
        var tokens = RaggedTokens.Build([.. SequencesInMemory.Examples([sequence])], model.Tokenizer, length);
        if (tokens.Count == 1)
            return new UnreadLetters(model.Tokenizer).Problem(tokens.Records().Single()) is { } unread ? throw unread : tokens;
        var what = $"the sequence has {Plural.Count(model.Tokenizer.Tokenize(sequence).Ids.Length, "token")}, the model takes at most "
            + $"{model.MaxTokens}";
        throw new OmniException("OH3702", what, null, "Shorten it: attention maps of windows cannot be put together.");
    }

    private IReadOnlyList<int> Chosen(string what, IReadOnlyList<int>? numbers, int count)
    {
        if (numbers is null) return [.. Enumerable.Range(0, count)];
        foreach (var number in numbers)
        {
            if (number >= 0 && number < count) continue;
            var problem = $"there is no {what} {number}; the model has 0 to {count - 1}";
            throw new UsageException("OH3703", problem, model.Folder, $"Choose among the {count}.");
        }
        return numbers;
    }
}

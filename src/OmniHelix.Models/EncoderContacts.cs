using OmniHelix.Models.Backbones;
using OmniHelix.Models.Layers;
using OmniHelix.Tokenizers;
using OmniHelix.Torch;

namespace OmniHelix.Models;

/// <summary>The contact head of published weights as the head of a model for pairs of bases.</summary>
internal static class EncoderContacts
{
    /// <summary>Refuses encoders without such a head, and tokens that it does not expect.</summary>
    /// <exception cref="OmniException">OH3604: they do not fit.</exception>
    public static void RequireFit(Backbone backbone, OmniTokenizer? tokenizer)
    {
        if (backbone.Contacts is null)
            throw new OmniException("OH3604", "the weights hold no contact head", null, "Train a network for pairs: omni train.");
        if (tokenizer is { Template: not { Before.Count: 1, After.Count: 1 } })
            throw new OmniException(
                "OH3604", "a contact head leaves out the first and the last token, and the tokenizer puts others around a sequence", null,
                "Use the tokenizer of the model.");
    }

    /// <summary>Scores of pairs.</summary>
    /// <param name="head">Of the encoder.</param>
    /// <param name="encoded">States, and the attention that it looks at.</param>
    /// <param name="input">Tokens; the first and the last of a sequence are special.</param>
    /// <param name="isBase">Which tokens take part, <c>[batch, length]</c>.</param>
    /// <returns><c>[batch, length, length]</c>, 0 where a token does not take part.</returns>
    /// <exception cref="OmniException">OH3402: several scores for a pair.</exception>
    public static Tensor Of(ContactHead head, BackboneOutput encoded, ModelInput input, Tensor isBase)
    {
        using var scope = new TensorScope();
        var scores = head.Forward(encoded.LastHiddenState, encoded.Attentions, input.InputIds, input.AttentionMask);
        if (scores.Size(3) is not 1 and var several)
            throw new OmniException("OH3402", $"the head of this model has {several} scores for a pair, not one", null, "Call ScorePairs.");
        var inside = isBase.To(scores.DType);
        var (batch, length) = (isBase.Size(0), isBase.Size(1));
        var row = Ops.Zeros([batch, 1, length - 2], scores.DType, device: scores.Device);
        var column = Ops.Zeros([batch, length, 1], scores.DType, device: scores.Device);
        var rows = Ops.Cat([row, scores.Squeeze(3), row], 1);                    // [B, L, L − 2]
        return scope.Keep(Ops.Cat([column, rows, column], 2) * inside.Unsqueeze(2) * inside.Unsqueeze(1));
    }
}

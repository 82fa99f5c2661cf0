using OmniHelix.Models;
using OmniHelix.Models.Backbones;
using OmniHelix.Torch;

namespace OmniHelix.Goldens.Groups;

/// <summary>
/// The scores of a model as multimolecule returns them: those of tokens without the first and the last token of a sequence, whose places
/// have the bias alone where others of the batch are longer, and one score for two classes.
/// </summary>
internal static class MultimoleculeScores
{
    private const string Binary = "binary";

    /// <summary>Scores of tokens <c>[batch, length − 2, scores]</c>, of sequences <c>[batch, scores]</c>.</summary>
    /// <param name="model">The model.</param>
    /// <param name="output">What it computed.</param>
    /// <param name="input">From this.</param>
    /// <param name="published">What the case says of the head.</param>
    public static Tensor Of(OmniModel model, ModelOutput output, ModelInput input, string published)
    {
        var logits = model is TokenModel tokens ? Inner(tokens, output.Logits, input.AttentionMask!) : output.Logits;
        return published.Contains(Binary, StringComparison.Ordinal) ? logits.Narrow(-1, 1, 1) - logits.Narrow(-1, 0, 1) : logits;
    }

    /// <summary>Scores of the pairs of one row's tokens, without its padding: <c>[length, length, scores]</c>.</summary>
    /// <param name="model">The model.</param>
    /// <param name="input">Several rows.</param>
    /// <param name="row">From 0.</param>
    public static Tensor OfPairs(OmniModel model, ModelInput input, int row)
    {
        var length = input.AttentionMask!.Select(0, row).Sum().ToInt64() - 2;
        return model.Backbone.ScorePairs(input).Select(0, row).Narrow(0, 0, length).Narrow(1, 0, length);
    }

    private static Tensor Inner(TokenModel model, Tensor logits, Tensor mask)
    {
        var inner = logits.Size(1) - 2;
        // A token has another one behind it unless it is the last.
        var real = mask.Narrow(1, 2, inner).To(logits.DType).Unsqueeze(-1);
        var bias = model.Classifier.Forward(Ops.Zeros([1, 1, model.HiddenSize], logits.DType));
        return logits.Narrow(1, 1, inner) * real + bias * (1 - real);
    }
}

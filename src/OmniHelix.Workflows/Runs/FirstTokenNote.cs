using OmniHelix.Models;
using OmniHelix.Models.Heads;
using OmniHelix.Tokenizers;

namespace OmniHelix.Workflows.Runs;

/// <summary>
/// Says that the vector of the first token was asked for of a tokenizer that puts no special token there: it is that of a few letters then,
/// not of the sequence.
/// </summary>
internal static class FirstTokenNote
{
    private const string Text = "the tokenizer puts no special token before a sequence: the first token, which is taken for all of it, is"
        + " its first letters";

    /// <summary>What there is to say of embeddings; null when there is a special token, or another pooling.</summary>
    /// <param name="pooling">How tokens become one vector; null keeps one for each token.</param>
    /// <param name="tokenizer">Of the model.</param>
    public static string? Of(Pooling? pooling, OmniTokenizer tokenizer) =>
        pooling is Pooling.Cls or Pooling.Pooler && tokenizer.Template.Before.Count == 0 ? Text : null;

    /// <summary>What there is to say of a model with a head; null where its head does not look at the first token alone.</summary>
    /// <param name="model">The model.</param>
    /// <param name="tokenizer">Makes its tokens.</param>
    public static string? Of(OmniModel model, OmniTokenizer tokenizer)
    {
        if (model is not SequenceModel) return null;
        return Of(model.Options.Layout == HeadLayout.OmniGenBench ? Pooling.Cls : model.Options.Pooling, tokenizer);
    }
}

using OmniHelix.Models.Layers;
using OmniHelix.Tokenizers;
using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Backbones;

/// <summary>
/// A model without a head: token ids in, a vector for each token out. What only some models have (attention, segments, a pooler, contacts,
/// a head that scores the vocabulary) is null or 0 where it is missing.
/// </summary>
public abstract class Backbone : Module
{
    /// <summary>Sizes and switches.</summary>
    public abstract BackboneConfig Config { get; }

    /// <summary>Key prefix in published files, without the dot.</summary>
    public abstract string Prefix { get; }

    /// <summary>Size of a hidden state.</summary>
    public int HiddenSize => Config.HiddenSize;

    /// <summary>Number of blocks.</summary>
    public int LayerCount => Config.LayerCount;

    /// <summary>Ids are in [0, this).</summary>
    public int VocabularySize => Config.VocabularySize;

    /// <summary>Most tokens of a sequence, special tokens included.</summary>
    public abstract int MaxTokens { get; }

    /// <summary>
    /// Tokens that a vector of the last hidden state stands for: 1 for a vector for each token, more for a model that pools along the
    /// sequence. Of n tokens the last hidden state has ⌈n / resolution⌉ vectors, the last of which may stand for fewer.
    /// </summary>
    public virtual int Resolution => 1;

    /// <summary>Refuses a tokenizer whose ids mean something else to this model, or nothing.</summary>
    /// <param name="tokenizer">Of the sequences that the model is given.</param>
    /// <param name="place">Where the model is from, for the error.</param>
    /// <exception cref="OmniException">
    /// OH1508: the model has no vector for some of its tokens; OH1509: the model takes other tokens for padding or the mask; OH3206: the
    /// model reads single bases, and other tokens stand for them.
    /// </exception>
    public void RequireFit(OmniTokenizer tokenizer, string? place = null) => Config.RequireFit(tokenizer, place);

    /// <summary>Attention heads of a block; null for a model without attention.</summary>
    public virtual int? HeadCount => null;

    /// <summary>Segments that tokens may belong to; 0 for a model without them.</summary>
    public virtual int TokenTypeCount => 0;

    /// <summary>The dense layer on the first token; null where the model, or the file it came from, has none.</summary>
    public virtual Pooler? Pooler => null;

    /// <summary>Scores pairs of tokens; null where the model, or the file it came from, has none.</summary>
    public virtual ContactHead? Contacts => null;

    /// <summary>What files call <see cref="Contacts"/> that they keep beside the backbone; null where it is a part of it.</summary>
    internal virtual PairHeadNames? ContactsBeside => null;

    /// <summary>Computes hidden states.</summary>
    /// <param name="input">Token ids.</param>
    /// <param name="outputs">What to return beside the last hidden state.</param>
    /// <param name="observer">Is shown the attention probabilities of each block.</param>
    /// <exception cref="OmniException">
    /// OH3401: more tokens than there are positions. OH3403: attention of a model that has none. OH3404: segments for a model that has
    /// none. OH3406. hidden states of a model that has none but the last.
    /// </exception>
    public BackboneOutput Forward(ModelInput input, Outputs outputs = Outputs.LastHiddenState, AttentionObserver? observer = null)
    {
        if (outputs.HasFlag(Outputs.Attentions) || observer is not null) _ = NeededHeadCount;
        if (TokenTypeCount == 0 && input.TokenTypeIds is not null)
            throw new OmniException("OH3404", "this model has no token types", null, "Leave the token types out.");
        return Encode(input, outputs, observer);
    }

    /// <summary>Probability that two tokens touch, or form a base pair.</summary>
    /// <param name="input">Token ids; each sequence starts and ends with a special token.</param>
    /// <returns>
    /// <c>[batch, length − 2, length − 2]</c>, without the first and the last position; what is beyond the end of a shorter sequence
    /// means nothing.
    /// </returns>
    /// <exception cref="OmniException">OH3402: the model has no contact head, or one with several scores for a pair.</exception>
    public Tensor PredictContacts(ModelInput input)
    {
        using var scope = new TensorScope();
        var scores = ScorePairs(input);
        if (scores.Size(3) is not 1 and var several)
            throw new OmniException("OH3402", $"the head of this model has {several} scores for a pair, not one", null, "Call ScorePairs.");
        return scope.Keep(scores.Squeeze(3).Sigmoid());
    }

    /// <summary>Scores of pairs of tokens as the head gives them: before the logistic function, or numbers such as distances.</summary>
    /// <param name="input">Token ids; each sequence starts and ends with a special token.</param>
    /// <returns><c>[batch, length − 2, length − 2, scores]</c>, as <see cref="PredictContacts"/>.</returns>
    /// <exception cref="OmniException">OH3402: the model has no contact head.</exception>
    public Tensor ScorePairs(ModelInput input)
    {
        if (Contacts is not { } head)
            throw new OmniException("OH3402", "this model has no contact head", null, "Load a checkpoint that has one.");
        using var scope = new TensorScope();
        var output = Forward(input, head.OfAttention ? Outputs.Attentions : Outputs.LastHiddenState);
        return scope.Keep(head.Forward(output.LastHiddenState, output.Attentions, input.InputIds, input.AttentionMask));
    }

    /// <summary>
    /// Floating-point operations of a forward pass per token of a sequence of <paramref name="length"/> tokens; a multiplication with an
    /// addition counts two.
    /// </summary>
    public abstract double FlopsPerToken(int length);

    /// <summary>Attention heads of a block.</summary>
    /// <exception cref="OmniException">OH3403: the model has no attention.</exception>
    public int NeededHeadCount =>
        HeadCount ?? throw new OmniException("OH3403", "this model has no attention to show", null, "Choose a model with attention.");

    /// <summary>Whether a pass can go on from the states behind any block, and gives the same.</summary>
    internal virtual bool GoesOnFromStates => false;

    /// <summary>What the embeddings and the first blocks give, <c>[batch, length, hidden]</c>.</summary>
    /// <exception cref="OmniException">OH3408: the model has no such blocks.</exception>
    internal virtual Tensor LowerStates(ModelInput input, int blocks) => throw Whole;

    /// <summary>Freezes the embeddings and the first blocks; with all blocks the final norm too.</summary>
    /// <exception cref="OmniException">OH3408: the model has no such blocks.</exception>
    internal virtual void FreezeLower(int blocks) => throw Whole;

    private static OmniException Whole => new(
        "OH3408", "the layers of this model cannot be frozen", null, "Train all of it, or choose a transformer.");

    /// <summary>A batch as the model is given it for tasks on whole sequences.</summary>
    internal virtual ModelInput ForSequences(ModelInput input) => input;

    /// <summary>A fresh head that scores the vocabulary at each position; null when the model has no such head.</summary>
    internal virtual LanguageModelHead? CreateLanguageModelHead() => null;

    /// <summary>The error about a sequence that has more tokens than the model has positions.</summary>
    private protected OmniException TooLong(long tokens) => new("OH3401",
        FormattableString.Invariant(
            $"a sequence of {Plural.Count(tokens, "token")} is longer than the {MaxTokens} positions of this model"), null,
        "Cut it into windows, or choose a model with rotary positions.");

    /// <summary>The forward pass; whatever is asked for exists.</summary>
    private protected abstract BackboneOutput Encode(ModelInput input, Outputs outputs, AttentionObserver? observer);
}

/// <summary>How a head of pairs is called that files keep beside the backbone.</summary>
/// <param name="Layer">Its tensors.</param>
/// <param name="ClassEnding">The end of the class name of such a model.</param>
internal sealed record PairHeadNames(string Layer, string ClassEnding);

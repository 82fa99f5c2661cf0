using OmniHelix.Data.Tokens;
using OmniHelix.Tokenizers;
using OmniHelix.Training.ModelTasks;

namespace OmniHelix.Training.MaskedLanguageModels;

/// <summary>How tokens are hidden for masked language modelling (Devlin et al. 2019).</summary>
public sealed record MaskingOptions
{
    /// <summary>Share of ordinary tokens to predict.</summary>
    public double Probability { get; init; } = 0.15;

    /// <summary>Of these, the share shown as the mask token.</summary>
    public double MaskShare { get; init; } = 0.8;

    /// <summary>Of these, the share shown as a random token of the whole vocabulary; the rest stay as they are.</summary>
    public double RandomShare { get; init; } = 0.1;

    /// <summary>Seed of the choice.</summary>
    public long Seed { get; init; } = 42;
}

/// <summary>
/// Batches for masked language modelling. Over a store with secondary structures as labels, the tokens that are shown are to be answered
/// with the structure symbol of their base (sequence to structure), and chosen tokens are always hidden, so that a shown base never asks
/// for itself. Which tokens of a row are hidden depends on the seed, the epoch and the row alone: every epoch hides others, a resumed run
/// the same.
/// </summary>
public sealed class MaskedBatches : IBatchSource<LabelledBatch>
{
    private const long Ignored = -100;

    private readonly RaggedTokens tokens;
    private readonly MaskingOptions masking;
    private readonly TokenBudgetSampler sampler;
    private readonly bool[] special;
    private readonly int maskToken;
    private readonly long[]? symbols;

    /// <summary>Over a store without labels, or with one class of structure a base.</summary>
    /// <exception cref="OmniException">OH5020: the vocabulary has no mask token. OH5021: it lacks a structure symbol.</exception>
    public MaskedBatches(RaggedTokens tokens, OmniTokenizer tokenizer, BatchOptions options, MaskingOptions masking)
    {
        this.tokens = tokens;
        this.masking = masking;
        sampler = new TokenBudgetSampler(tokens.Lengths, options);
        maskToken = tokenizer.Special.Mask
            ?? throw new OmniException("OH5020", "the tokenizer has no mask token, which masked language modelling needs");
        special = new bool[tokenizer.VocabularySize];
        foreach (var id in tokenizer.Special.All) special[id] = true;
        symbols = tokens.Labels?.Labels?.Names.Select(name => Symbol(tokenizer, name)).ToArray();
    }

    private static long Symbol(OmniTokenizer tokenizer, string name) =>
        tokenizer.IdOf(name)
            ?? throw new OmniException("OH5021", $"the vocabulary has no token '{name}', which learning structures needs");

    /// <summary>Shown tokens ask for the structure of their base.</summary>
    public bool LearnsStructures => symbols is not null;

    /// <summary>Id of the token that stands for a hidden one.</summary>
    public int MaskToken => maskToken;

    /// <inheritdoc/>
    public int Count(int epoch) => sampler.Epoch(epoch).Count;

    /// <inheritdoc/>
    public IEnumerable<LabelledBatch> Batches(int epoch, int first, CancellationToken cancellation) =>
        BatchPrefetcher.Run(
            sampler.Epoch(epoch).Skip(first), rows => Mask(TokenBatch.Create(tokens, rows), epoch), cancellationToken: cancellation);

    private LabelledBatch Mask(TokenBatch batch, int epoch)
    {
        var labels = new long[batch.InputIds.Length];
        Array.Fill(labels, Ignored);
        for (var row = 0; row < batch.Rows; row++)
        {
            var random = new Xoshiro256(masking.Seed + ((long)epoch << 32), batch.RowIndices[row]);
            for (var t = row * batch.Length; t < (row + 1) * batch.Length && batch.AttentionMask[t] != 0; t++)
            {
                var id = batch.InputIds[t];
                if (special[id]) continue;
                if (random.NextDouble() >= masking.Probability)
                {
                    if (symbols is not null && batch.Classes![t] is >= 0 and var symbol) labels[t] = symbols[symbol];
                    continue;
                }
                labels[t] = id;
                var kind = symbols is null ? random.NextDouble() : 0;
                if (kind < masking.MaskShare) batch.InputIds[t] = maskToken;
                else if (kind < masking.MaskShare + masking.RandomShare) batch.InputIds[t] = random.Next(special.Length);
            }
        }
        return new LabelledBatch(batch, labels, [batch.Rows, batch.Length]);
    }
}

using OmniHelix.Data.Tokens;
using OmniHelix.Models;
using OmniHelix.Models.Decoders;
using OmniHelix.Tokenizers;
using OmniHelix.Torch;

namespace OmniHelix.Inference;

/// <summary>Lets a model write about the rows of a store, in batches of similar length.</summary>
internal sealed class SequenceGeneration(OmniModelForSeq2Seq model, OmniTokenizer tokenizer, InferenceOptions options)
{
    /// <summary>Tokens that were read.</summary>
    public TokenUse Use { get; private set; }

    /// <summary>What is written about each row.</summary>
    /// <param name="tokens">Store with one row for each example.</param>
    /// <param name="rowsDone">Told the number of finished rows.</param>
    /// <param name="cancellation">Stops between tokens.</param>
    public WrittenText[] Write(RaggedTokens tokens, IProgress<int>? rowsDone, CancellationToken cancellation)
    {
        model.Eval();
        var results = new WrittenText[tokens.Count];
        var budget = options.BatchSize is null ? Math.Max(1, options.TokenBudget / options.Generation.Beams) : (int?)null;
        var plan = new TokenBudgetSampler(tokens.Lengths, new() { TokenBudget = budget, BatchSize = options.BatchSize }).Epoch();
        var done = 0;
        foreach (var rows in plan)
        {
            using var scope = new TensorScope();
            var batch = TokenBatch.Create(tokens, rows);
            var input = batch.ToInput(options.Device, model.Backbone.TokenTypeCount);
            IReadOnlyList<GeneratedTokens> written;
            using (Autocast.Of(options.Precision, options.Device.Type))
                written = model.Generate(input, options.Generation, cancellation);
            for (var i = 0; i < rows.Length; i++) results[rows[i]] = Of(written[i]);
            Use = new TokenUse(Use.Needed + batch.TokensNeeded, Use.Computed + batch.TokensComputed);
            rowsDone?.Report(done += rows.Length);
        }
        return results;
    }

    // Sequences have no blanks.
    private WrittenText Of(GeneratedTokens written)
    {
        var text = tokenizer.Decode([.. written.Tokens], skipSpecialTokens: true).Replace(" ", "", StringComparison.Ordinal);
        return new WrittenText(text, written.Score, written.IsFinished);
    }
}

/// <summary>What a model has written.</summary>
/// <param name="Text">Without special tokens.</param>
/// <param name="Score">Logarithm of its probability, divided by a power of its length.</param>
/// <param name="IsFinished">False when it had the most tokens before its end.</param>
internal readonly record struct WrittenText(string Text, double Score, bool IsFinished);

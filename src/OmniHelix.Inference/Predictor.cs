using OmniHelix.Data.Tokens;
using OmniHelix.Models;
using OmniHelix.Models.Backbones;
using OmniHelix.Torch;

namespace OmniHelix.Inference;

/// <summary>
/// Runs a model over a store in batches of similar length, longest first, without gradients and without dropout. A row's result does not
/// depend on the rows beside it.
/// </summary>
/// <param name="model">Model in place.</param>
/// <param name="precision">Arithmetic.</param>
/// <param name="device">Where the model lives.</param>
/// <param name="tokenBudget">Most tokens of a batch, padding included.</param>
/// <param name="batchSize">Rows of a batch; takes the place of the budget.</param>
public sealed class Predictor(OmniModel model, Precision precision, Device device, int tokenBudget = 8192, int? batchSize = null)
{
    /// <summary>Makes the input of a batch, where more is known of it than its tokens; null for these alone.</summary>
    public Func<TokenBatch, ModelInput>? Inputs { get; init; }

    /// <summary>Tokens of everything predicted so far.</summary>
    public TokenUse Use { get; private set; }

    /// <summary>
    /// Raw outputs of every row: <c>[tokens, outputs]</c> for tasks with a result per token, <c>[tokens, tokens]</c> for those on pairs,
    /// and
    /// <c>[outputs]</c> for the others.
    /// </summary>
    /// <param name="tokens">Store.</param>
    /// <param name="rowsDone">Told the number of finished rows.</param>
    /// <param name="cancellation">Stops between batches.</param>
    public float[][] Logits(RaggedTokens tokens, IProgress<int>? rowsDone, CancellationToken cancellation) =>
        Run(tokens, [Scores], rowsDone, cancellation)[0];

    /// <summary>
    /// Hidden states of every row, <c>[tokens, hidden]</c>, special tokens included; a vector that stands for several tokens is that of
    /// each.
    /// </summary>
    /// <param name="tokens">Store.</param>
    /// <param name="rowsDone">Told the number of finished rows.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <param name="layer">0 for the output of the embeddings, n for that of block n; null for the last.</param>
    public float[][] HiddenStates(RaggedTokens tokens, IProgress<int>? rowsDone, CancellationToken cancellation, int? layer = null) =>
        Run(tokens, [new(output => layer is { } n ? output.HiddenStates![n] : output.LastHiddenState)], rowsDone, cancellation, layer)[0];

    /// <summary>Both from one pass.</summary>
    public (float[][] Logits, float[][] HiddenStates) LogitsAndHiddenStates(
        RaggedTokens tokens, IProgress<int>? rowsDone, CancellationToken cancellation)
    {
        var both = Run(tokens, [Scores, new(output => output.LastHiddenState)], rowsDone, cancellation);
        return (both[0], both[1]);
    }

    private Selection Scores => new(output => output.Logits, OfPairs: model.Task.Unit == TaskUnit.Pair);

    private float[][][] Run(
        RaggedTokens tokens, Selection[] selections, IProgress<int>? rowsDone, CancellationToken cancellation,
        int? layer = null)
    {
        var wanted = layer is null ? Outputs.LastHiddenState : Outputs.HiddenStates;
        model.Eval();
        var results = selections.Select(_ => new float[tokens.Count][]).ToArray();
        var sizes = new BatchOptions { TokenBudget = batchSize is null ? tokenBudget : null, BatchSize = batchSize };
        var plan = new TokenBudgetSampler(BatchCosts.Of(model.Task, tokens.Lengths), sizes).Epoch();
        var done = 0;
        using var off = GradMode.Off();
        foreach (var batch in BatchPrefetcher.Run(plan, rows => TokenBatch.Create(tokens, rows), cancellationToken: cancellation))
        {
            using var scope = new TensorScope();
            ModelOutput output;
            using (Autocast.Of(precision, device.Type))
                output = model.Forward(Inputs?.Invoke(batch) ?? batch.ToInput(device, model.Backbone.TokenTypeCount), wanted);
            for (var i = 0; i < selections.Length; i++) Split(selections[i], output, batch, tokens, results[i]);
            Use = new TokenUse(Use.Needed + batch.TokensNeeded, Use.Computed + batch.TokensComputed);
            rowsDone?.Report(done += batch.Rows);
        }
        return results;
    }

    // What is selected is [rows, positions, width], [rows, positions, positions] or [rows, width].
    private void Split(Selection selection, ModelOutput outputs, TokenBatch batch, RaggedTokens tokens, float[][] results)
    {
        var output = selection.Of(outputs);
        var values = output.ToArray<float>();
        var stride = values.Length / batch.Rows;
        var perToken = output.Rank == 3;
        var width = perToken ? (int)output.Size(2) : stride;
        for (var row = 0; row < batch.Rows; row++)
        {
            var index = batch.RowIndices[row];
            var ofRow = values.AsSpan(row * stride, stride);
            results[index] = selection.OfPairs ? OfPairs(ofRow, width, tokens.Lengths[index])
                : perToken ? OfTokens(ofRow, width, tokens.Lengths[index]) : ofRow.ToArray();
        }
    }

    // The matrix of a shorter row lies in the corner.
    private static float[] OfPairs(ReadOnlySpan<float> values, int width, int tokens)
    {
        var pairs = new float[tokens * tokens];
        for (var i = 0; i < tokens; i++) values.Slice(i * width, tokens).CopyTo(pairs.AsSpan(i * tokens));
        return pairs;
    }

    // A vector that stands for several tokens is that of each.
    private float[] OfTokens(ReadOnlySpan<float> values, int width, int tokens)
    {
        var resolution = model.Backbone.Resolution;
        if (resolution == 1) return values[..(tokens * width)].ToArray();
        var each = new float[tokens * width];
        for (var token = 0; token < tokens; token++)
            values.Slice(token / resolution * width, width).CopyTo(each.AsSpan(token * width));
        return each;
    }

    private readonly record struct Selection(Func<ModelOutput, Tensor> Of, bool OfPairs = false);
}

using OmniHelix.Data.Records;
using OmniHelix.Tokenizers;

namespace OmniHelix.Data.Tokens;

/// <summary>Rows padded to one length, ready to become tensors.</summary>
public sealed class TokenBatch
{
    private readonly IReadOnlyList<Example> examples;

    private TokenBatch(IReadOnlyList<Example> examples, int rows, int length)
    {
        this.examples = examples;
        Rows = rows;
        Length = length;
        InputIds = new long[rows * length];
        AttentionMask = new long[rows * length];
        RowIndices = new int[rows];
        ExampleIndices = new int[rows];
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Tokens per row: those of the longest.</summary>
    public int Length { get; }

    /// <summary><c>[rows, length]</c>, filled with the pad id.</summary>
    public long[] InputIds { get; }

    /// <summary><c>[rows, length]</c>: 1 for tokens, 0 for padding.</summary>
    public long[] AttentionMask { get; }

    /// <summary>
    /// <c>[rows, length]</c>: 1 from the second sequence of a pair to the end of its row, else 0; null when no row is a pair.
    /// </summary>
    public long[]? TokenTypes { get; private set; }

    /// <summary>
    /// <c>[rows, length]</c> for token classification, <c>[rows, length, length]</c> for pairs, <c>[rows]</c> for sequence classification,
    /// else null; −100 is ignored.
    /// </summary>
    public long[]? Classes { get; private init; }

    /// <summary>
    /// <c>[rows, length, width]</c> for token regression, <c>[rows, length, length]</c> for pairs, <c>[rows, width]</c> for sequence
    /// regression and multi-label tasks, else null; 0 where <see cref="TargetMask"/> is 0.
    /// </summary>
    public float[]? Targets { get; private init; }

    /// <summary>Shape of <see cref="Targets"/>: 1 where there is a target.</summary>
    public float[]? TargetMask { get; private init; }

    /// <summary>Rows of the store, in the order of this batch.</summary>
    public int[] RowIndices { get; }

    /// <summary>Examples the rows come from.</summary>
    public int[] ExampleIndices { get; }

    /// <summary>These examples, each once.</summary>
    public IEnumerable<Example> Examples => ExampleIndices.Distinct().Select(index => examples[index]);

    /// <summary>Tokens without padding.</summary>
    public long TokensNeeded { get; private set; }

    /// <summary>Tokens with padding.</summary>
    public long TokensComputed => (long)Rows * Length;

    /// <summary>Copies rows of the store into a padded batch.</summary>
    /// <param name="tokens">Store.</param>
    /// <param name="rows">Rows, in order.</param>
    public static TokenBatch Create(RaggedTokens tokens, ReadOnlySpan<int> rows)
    {
        var length = 0;
        foreach (var row in rows) length = Math.Max(length, tokens.Lengths[row]);
        var width = tokens.Labels?.Width ?? 0;
        var unit = tokens.Labels?.Task.Unit;
        var stride = unit switch
        {
            TaskUnit.Token => length,
            TaskUnit.Pair => checked(length * length),
            _ => 1,
        };
        var hasClasses = tokens.Labels?.Task.Target == TaskTarget.Class;
        var batch = new TokenBatch(tokens.Examples, rows.Length, length)
        {
            Classes = hasClasses ? new long[rows.Length * stride] : null,
            Targets = width > 0 ? new float[rows.Length * stride * width] : null,
            TargetMask = width > 0 ? new float[rows.Length * stride * width] : null,
        };
        batch.InputIds.AsSpan().Fill(tokens.Pad);
        batch.Classes?.AsSpan().Fill(LabelProjector.Ignored);
        for (var r = 0; r < rows.Length; r++)
        {
            var ids = tokens.Ids(rows[r]);
            for (var t = 0; t < ids.Length; t++) batch.InputIds[r * length + t] = ids[t];
            batch.AttentionMask.AsSpan(r * length, ids.Length).Fill(1);
            if (tokens.Second(rows[r]) is > 0 and var second)
            {
                batch.TokenTypes ??= new long[rows.Length * length];
                batch.TokenTypes.AsSpan(r * length, ids.Length)[second..].Fill(1);
            }
            // Matrices of shorter rows lie in the corner.
            var gap = unit == TaskUnit.Pair ? length - ids.Length : 0;
            var classes = tokens.Classes(rows[r]);
            for (var t = 0; t < classes.Length; t++) batch.Classes![r * stride + t + t / ids.Length * gap] = classes[t];
            var targets = tokens.Targets(rows[r]);
            for (var t = 0; t < targets.Length; t++)
            {
                if (float.IsNaN(targets[t])) continue;
                var at = r * stride * width + t + t / ids.Length * gap;
                batch.Targets![at] = targets[t];
                batch.TargetMask![at] = 1;
            }
            batch.RowIndices[r] = rows[r];
            batch.ExampleIndices[r] = tokens.ExampleOf(rows[r]);
            batch.TokensNeeded += ids.Length;
        }
        return batch;
    }
}

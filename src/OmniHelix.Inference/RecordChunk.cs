

using OmniHelix.Data.Records;
using OmniHelix.Data.Tokens;

namespace OmniHelix.Inference;

/// <summary>Records that are computed together.</summary>
internal sealed class RecordChunk
{
    private readonly OmniException?[] errors;
    private readonly (int First, int End)[] rows;

    public RecordChunk(IReadOnlyList<Example> examples, OmniException?[] errors, RaggedTokens? tokens, (int First, int End)[] rows) =>
        (Examples, this.errors, Tokens, this.rows) = (examples, errors, tokens, rows);

    /// <summary>In the order of the input.</summary>
    public IReadOnlyList<Example> Examples { get; }

    /// <summary>Rows of the others; null when there are none.</summary>
    public RaggedTokens? Tokens { get; }

    /// <summary>Why a record cannot be computed; null when it can.</summary>
    public OmniException? Error(int record) => errors[record];

    /// <summary>The rows of a record, several when it was cut into windows.</summary>
    public (int First, int End) Rows(int record) => rows[record];

    /// <summary>How many characters of the record are covered by its rows: fewer than it has when it was truncated.</summary>
    public int Covered(int record)
    {
        var last = rows[record].End - 1;
        return Tokens!.Spans(last)[Tokens.Owned(last).End - 1].End;
    }

    /// <summary>Values of the record's tokens in order, each once.</summary>
    /// <param name="record">Record without error.</param>
    /// <param name="values"><c>[tokens, width]</c> of each row.</param>
    /// <param name="width">Numbers per token.</param>
    /// <param name="withSpecials">Also the special tokens before the first window and behind the last one.</param>
    /// <returns><c>[tokens, width]</c>.</returns>
    public float[] Merge(int record, float[][] values, int width, bool withSpecials = false)
    {
        var (first, end) = rows[record];
        if (withSpecials && end - first == 1) return values[first];
        var merged = new float[checked(Parts(record, withSpecials).Sum(p => p.End - p.Start) * width)];
        var position = 0;
        foreach (var (row, start, stop) in Parts(record, withSpecials))
        {
            values[row].AsSpan(start * width, (stop - start) * width).CopyTo(merged.AsSpan(position));
            position += (stop - start) * width;
        }
        return merged;
    }

    /// <summary>The tokens that <see cref="Merge"/> takes: row, first token, end.</summary>
    public IEnumerable<(int Row, int Start, int End)> Parts(int record, bool withSpecials = false)
    {
        var (first, end) = rows[record];
        for (var row = first; row < end; row++)
        {
            var owned = Tokens!.Owned(row);
            yield return (row, withSpecials && row == first ? 0 : owned.Start, withSpecials && row == end - 1 ? Tokens.Lengths[row] : owned.End);
        }
    }
}

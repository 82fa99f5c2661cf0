using OmniHelix.Models.Backbones;
using OmniHelix.Tokenizers;
using OmniHelix.Torch;

namespace OmniHelix.Models.Embeddings;

/// <summary>Sequences as the tensors a model takes.</summary>
internal static class TokenIds
{
    /// <summary>The ids of one sequence with special tokens.</summary>
    /// <exception cref="OmniException">OH3702: empty, or longer than the model takes.</exception>
    public static int[] Of(string sequence, int number, OmniTokenizer tokenizer, OmniModel model)
    {
        if (sequence.Length == 0) throw new OmniException("OH3702", "the sequence is empty", $"sequence {number + 1}", "Leave it out.");
        var ids = tokenizer.Tokenize(sequence).Ids;
        if (ids.Length > model.MaxTokens)
        {
            var what = $"the sequence has {ids.Length} tokens, the model takes at most {model.MaxTokens}";
            throw new OmniException("OH3702", what, $"sequence {number + 1}", "Cut it into windows.");
        }
        return ids;
    }

    /// <summary>A batch padded to its longest row; without a mask when no row is shorter. On the device of the model.</summary>
    public static ModelInput Batch(IReadOnlyList<int[]> rows, int pad, OmniModel model)
    {
        var length = rows.Max(row => row.Length);
        var ids = new long[rows.Count * length];
        var mask = new long[ids.Length];
        Array.Fill(ids, pad);
        for (var r = 0; r < rows.Count; r++)
        {
            for (var t = 0; t < rows[r].Length; t++) ids[r * length + t] = rows[r][t];
            mask.AsSpan(r * length, rows[r].Length).Fill(1);
        }
        var device = model.NamedParameters().First().Value.Value.Device;
        var padded = rows.Any(row => row.Length < length);
        return new ModelInput(On(ids), padded ? On(mask) : null);

        Tensor On(long[] values) => Tensor.From<long>(values, [rows.Count, length]).To(device, DType.Int64);
    }
}

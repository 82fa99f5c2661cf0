using System.Numerics.Tensors;
using OmniHelix.Models;
using OmniHelix.Models.Embeddings;
using OmniHelix.Tokenizers;
using OmniHelix.Torch.Checkpoints;

namespace OmniHelix.Goldens.Groups;

/// <summary>
/// Compares the embedding interface and the attention statistics. References are padded, ours are not: their real tokens are compared.
/// </summary>
internal static class EmbeddingComparison
{
    private static readonly Dictionary<string, Func<AttentionStatistics, float[]>> Statistics = new()
    {
        ["attention_matrix"] = s => s.Matrix,
        ["attention_entropy"] = s => s.Entropy,
        ["max_attention_per_position"] = s => s.Largest,
        ["attention_concentration"] = s => s.Concentration,
        ["self_attention_scores"] = s => s.Self,
    };

    public static void Run(OmniModel model, IReadOnlyList<string> sequences, Checkpoint expected, Tolerance tolerance, GoldenCheck check)
    {
        var tokenizer = OmniTokenizer.OmniGenome();
        var embedder = new SequenceEmbedder(model, tokenizer);
        foreach (var name in expected.Names)
        {
            var stored = expected.Get(name);
            var values = EncoderComparison.Read(stored).ToArray<float>();
            switch (name.Split('.'))
            {
                case ["encode", var how]:
                    check.Close(name, embedder.Encode(sequences[0], AggregationNames.Parse(how)), values, tolerance);
                    break;
                case ["batch_encode", var how]:
                    var batch = embedder.EncodeBatch(sequences, AggregationNames.Parse(how));
                    check.Close(name, batch.SelectMany(v => v).ToArray(), values, tolerance);
                    break;
                case ["batch_encode_tokens"]:
                    CompareTokens(embedder.EncodeTokens(sequences), stored.Shape, values, tolerance, check);
                    break;
                case ["cosine", var a, var b]:
                    var vectors = embedder.EncodeBatch([sequences[int.Parse(a, null)], sequences[int.Parse(b, null)]], Aggregation.Mean);
                    check.Close(name, TensorPrimitives.CosineSimilarity<float>(vectors[0], vectors[1]), values[0], tolerance);
                    break;
                case ["attentions"]:
                    CompareMaps(new AttentionExtractor(model, tokenizer).Extract(sequences[0]), stored.Shape, values, tolerance, check);
                    break;
                case [("stats" or "stats_nomask") and var kind, var layers, var heads, var what]:
                    var real = tokenizer.Tokenize(sequences[0]).Ids.Length;
                    check.Close(name, Statistics[what](Stored(expected, kind == "stats" ? real : null, layers, heads)), values, tolerance);
                    break;
                default:
                    check.Fail(name, "nothing of this name", "a value of the embedding interface");
                    break;
            }
        }
    }

    private static AttentionStatistics Stored(Checkpoint expected, int? real, string layers, string heads)
    {
        var attentions = expected.Get("attentions");
        var mask = real is { } tokens ? Enumerable.Range(0, (int)attentions.Shape[2]).Select(i => i < tokens).ToArray() : null;
        var values = EncoderComparison.Read(attentions).ToArray<float>();
        var ofLayers = Enum.Parse<AttentionAggregation>(layers, ignoreCase: true);
        var ofHeads = Enum.Parse<AttentionAggregation>(heads, ignoreCase: true);
        return AttentionStatistics.Of(
            values, (int)attentions.Shape[0], (int)attentions.Shape[1], (int)attentions.Shape[2], mask, ofLayers, ofHeads);
    }

    private static void CompareTokens(float[][][] got, long[] shape, float[] padded, Tolerance tolerance, GoldenCheck check)
    {
        var length = (int)shape[1];
        var size = (int)shape[2];
        for (var s = 0; s < got.Length; s++)
        {
            var real = Math.Min(got[s].Length, length);
            var vectors = got[s].Take(real).SelectMany(v => v).ToArray();
            check.Close($"batch_encode_tokens of sequence {s}", vectors, padded.AsSpan(s * length * size, real * size), tolerance);
        }
    }

    private static void CompareMaps(AttentionMaps maps, long[] shape, float[] padded, Tolerance tolerance, GoldenCheck check)
    {
        check.Equal("layers and heads", (maps.Layers.Count, maps.Heads.Count), ((int)shape[0], (int)shape[1]));
        var length = (int)shape[2];
        var real = maps.Tokens.Count;
        for (var map = 0; map < maps.Layers.Count * maps.Heads.Count; map++)
            for (var row = 0; row < real; row++)
            {
                var got = maps.Scores.AsSpan((map * real + row) * real, real);
                check.Close($"attentions of map {map}, row {row}", got, padded.AsSpan((map * length + row) * length, real), tolerance);
            }
    }
}

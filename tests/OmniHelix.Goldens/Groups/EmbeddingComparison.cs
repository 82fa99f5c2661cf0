using System.Numerics.Tensors;
using OmniHelix.Data.Records;
using OmniHelix.Data.Tokens;
using OmniHelix.Inference;
using OmniHelix.Inference.Attention;
using OmniHelix.Models;
using OmniHelix.Models.Heads;
using OmniHelix.Tokenizers;
using OmniHelix.Torch;
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
        var pretrained = new PretrainedModel(model, tokenizer);
        foreach (var name in expected.Names)
        {
            var stored = expected.Get(name);
            var values = EncoderComparison.Read(stored).ToArray<float>();
            switch (name.Split('.'))
            {
                case ["encode", var how]:
                    check.Close(name, Vectors(pretrained, [sequences[0]], PoolingNames.OfEmbedding(how))[0], values, tolerance);
                    break;
                case ["batch_encode", var how]:
                    var batch = Vectors(pretrained, sequences, PoolingNames.OfEmbedding(how));
                    check.Close(name, batch.SelectMany(v => v).ToArray(), values, tolerance);
                    break;
                case ["batch_encode_tokens"]:
                    CompareTokens(Tokens(pretrained, sequences), stored.Shape, values, tolerance, check);
                    break;
                case ["cosine", var a, var b]:
                    string[] two = [sequences[int.Parse(a, null)], sequences[int.Parse(b, null)]];
                    var vectors = Vectors(pretrained, two, PoolingNames.OfEmbedding("mean"));
                    check.Close(name, TensorPrimitives.CosineSimilarity<float>(vectors[0], vectors[1]), values[0], tolerance);
                    break;
                case ["attentions"]:
                    CompareMaps(new AttentionExtractor(pretrained).Extract(sequences[0]), stored.Shape, values, tolerance, check);
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

    private static float[][] Vectors(PretrainedModel model, IReadOnlyList<string> sequences, Pooling pooling)
    {
        using var input = InferenceInput.FromText(string.Join(',', sequences));
        var embeddings = new SequenceEmbedding(model, new InferenceOptions(), pooling).Run(input);
        return [.. embeddings.Select(e => e.Error is null ? e.Values : throw e.Error)];
    }

    // Special tokens included, as the reference has them.
    private static float[][] Tokens(PretrainedModel model, IReadOnlyList<string> sequences)
    {
        var examples = sequences.Select(sequence => new Example { Id = sequence, Sequence = sequence, File = "meta.json", Record = 1 });
        var tokens = RaggedTokens.Build([.. examples], model.Tokenizer, new LengthOptions(model.MaxTokens));
        return new Predictor(model.Model, Precision.Fp32, Device.Cpu).HiddenStates(tokens, null, default);
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

    private static void CompareTokens(float[][] got, long[] shape, float[] padded, Tolerance tolerance, GoldenCheck check)
    {
        var length = (int)shape[1];
        var size = (int)shape[2];
        for (var s = 0; s < got.Length; s++)
        {
            var real = Math.Min(got[s].Length, length * size);
            check.Close($"batch_encode_tokens of sequence {s}", got[s].AsSpan(0, real), padded.AsSpan(s * length * size, real), tolerance);
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

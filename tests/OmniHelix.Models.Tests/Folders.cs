using System.Text.Json;
using System.Text.Json.Nodes;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Encoders;
using OmniHelix.Torch;
using OmniHelix.Torch.Checkpoints;

namespace OmniHelix.Models.Tests;

/// <summary>The reference models of the repository, and changed copies of them.</summary>
internal static class Goldens
{
    public static string Encoder(string name) => SourceTree.PathOf("tests", "goldens", "encoders", name);

    /// <summary>Copies a model folder; tensors may be renamed, dropped (null name) or changed, configuration keys replaced.</summary>
    public static void Copy(
        string name,
        string target,
        Func<string, string?>? rename = null,
        Func<CheckpointTensor, TensorSource>? change = null,
        Action<JsonObject>? configure = null,
        IEnumerable<TensorSource>? more = null)
    {
        var source = Encoder(name);
        var config = JsonNode.Parse(File.ReadAllText(Path.Combine(source, "config.json")))!.AsObject();
        configure?.Invoke(config);
        File.WriteAllText(Path.Combine(target, "config.json"), config.ToJsonString());
        using var weights = Checkpoint.Open(source);
        var tensors = weights.Names.Select(weights.Get).Where(t => rename is null || rename(t.Name) is not null)
            .Select(t => (change?.Invoke(t) ?? Whole(t)) with { Name = rename?.Invoke(t.Name) ?? t.Name });
        SafetensorsWriter.Write(Path.Combine(target, "model.safetensors"), tensors.Concat(more ?? []));
    }

    public static TensorSource Whole(CheckpointTensor tensor) =>
        TensorSource.FromMemory(tensor.Name, tensor.Type, tensor.Shape, tensor.Bytes.ToArray());

    public static TensorSource Zeros(string name, DType type, params long[] shape) =>
        TensorSource.FromMemory(name, type, shape, new byte[shape.Aggregate((long)type.Size(), (a, b) => a * b)]);

    public static JsonElement Config(string folder) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "config.json"))).RootElement;
}

/// <summary>Small models and batches.</summary>
internal static class Small
{
    public static EsmConfig Config => EsmConfig.OmniGenome(layers: 2, hidden: 16, heads: 4, intermediate: 24);

    /// <summary>Rows of real tokens between 0 and 2, padded with 1.</summary>
    public static ModelInput Batch(params int[][] rows)
    {
        var length = rows.Max(r => r.Length);
        var ids = rows.SelectMany(r => r.Select(i => (long)i).Concat(Enumerable.Repeat(1L, length - r.Length))).ToArray();
        var mask = rows.SelectMany(r => Enumerable.Repeat(1L, r.Length).Concat(Enumerable.Repeat(0L, length - r.Length))).ToArray();
        return new ModelInput(Batched(ids), mask.Contains(0) ? Batched(mask) : null);

        Tensor Batched(long[] values) => Tensor.From<long>(values, [rows.Length, length]);
    }

    public static double Distance(Tensor a, Tensor b) => a.Sub(b).Abs().Max().ToDouble();
}

using OmniHelix.Models;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Encoders;
using OmniHelix.Models.Heads;
using OmniHelix.Torch;
using OmniHelix.Torch.Checkpoints;

namespace OmniHelix.Goldens.Groups.Cells;

/// <summary>Loads one model of cells and compares what its encoder computes: states, maps, vectors of fields and of whole cells.</summary>
internal static class CellModelComparison
{
    // Of the heads.
    private static readonly string[] Others = ["logits", "loss", "predictions", "grad", "grad_norm"];

    public static void Run(string folder, GoldenCheck check)
    {
        using var scope = new TensorScope();
        var tolerance = new Tolerance(GoldenJson.Read(Path.Combine(folder, "meta.json")).GetProperty("tolerance").GetDouble(), 0);
        using var inputs = Checkpoint.Open(Path.Combine(folder, "inputs.safetensors"));
        using var expected = Checkpoint.Open(Path.Combine(folder, "expected.safetensors"));
        var options = new OmniModelOptions { Pooling = Pooling.Pooler };
        using var model = OmniModel.FromPretrained(folder, TaskType.Embedding, options, trainable: true);
        model.Eval();
        var backbone = (EncoderBackbone)model.Backbone;
        foreach (var (name, module) in backbone.NamedModules())
            if (module is PerformerAttention attention) attention.Features = Of(inputs, $"projection_matrix.{NumberIn(name)}");
        var input = new ModelInput(Of(inputs, "input_ids")!, Of(inputs, "attention_mask"));
        var output = backbone.Forward(input, Shown(backbone));
        foreach (var name in expected.Names)
        {
            var parts = name.Split('.', 2);
            if (Others.Contains(parts[0]) || parts is ["mask3", _] && parts[1] != "embeddings") continue;
            var stored = expected.Get(name);
            if (Computed(parts) is not { } got)
            {
                check.Fail(name, "nothing of this name", $"a tensor of {stored.Shape.Length} axes");
                continue;
            }
            check.SameItems($"{name} shape", got.Shape, stored.Shape);
            // Rows of padding that see no key within their window are not defined.
            check.Close(name, Real(got).ToArray<float>(), Real(EncoderComparison.Read(stored)).ToArray<float>(), tolerance);
        }

        Tensor? Computed(string[] parts) => parts switch
        {
            ["embeddings"] => Whole(output, input),
            ["mask3", _] => Whole(Forward3(), input),
            ["hidden_states", var number] => output.HiddenStates![int.Parse(number) + First(backbone)],
            ["attentions", var number] => output.Attentions![int.Parse(number)],
            ["field_embedding", var field] => backbone.InputFields!.Forward(field, input.InputIds),
            ["pooled", var method] => Ops.Cat([.. method.Split('+').Select(Pooled)], -1),
            _ => null,
        };

        Tensor Pooled(string method) => method switch
        {
            "pooling_layer" => Whole(output, input),
            "first_token" => At(0),
            "mean_pooling" => MeanWithoutFirst(output.HiddenStates![^1], input.AttentionMask!),
            _ => At(int.Parse(method.Replace("pos", "", StringComparison.Ordinal))),
        };

        Tensor At(int position) => output.HiddenStates![^1].Select(1, position);

        Tensor Whole(BackboneOutput states, ModelInput of)
        {
            var pooling = backbone.Config is not ScModernBertConfig config ? Pooling.Pooler
                : config.ClassifierPooling == "mean" ? Pooling.MeanAllTokens
                : Pooling.Cls;
            var pool = new SequencePooling(pooling, backbone.HiddenSize, [], backbone.Pooler);
            return pool.Forward(states.LastHiddenState, of.InputIds, of.AttentionMask);
        }

        BackboneOutput Forward3() =>
            backbone.Forward(input with { AttentionMask = Of(inputs, "mask3.attention_mask") ?? Of(expected, "mask3.attention_mask") });

        Tensor Real(Tensor tensor)
        {
            var mask = input.AttentionMask!;
            if (backbone.Config is not ModernBertConfig || tensor.Shape.Length < 3) return tensor;
            var rows = tensor.Shape.Length == 3 ? mask.Unsqueeze(2) : mask.Unsqueeze(1).Unsqueeze(3);
            return tensor.MaskedFill(rows.Eq(0), 0);
        }
    }

    // The published code does not count the embeddings among the states of this one.
    private static int First(Backbone backbone) => backbone is ScLlamaBackbone ? 1 : 0;

    private static Outputs Shown(Backbone backbone) => backbone.Config is ScPerformerConfig
        ? Outputs.HiddenStates
        : Outputs.HiddenStates | Outputs.Attentions;

    private static Tensor MeanWithoutFirst(Tensor states, Tensor mask)
    {
        var length = mask.Size(1) - 1;
        var real = mask.Narrow(1, 1, length).To(states.DType).Unsqueeze(2);
        return (states.Narrow(1, 1, length) * real).Sum([1]) / real.Sum([1]);
    }

    private static Tensor? Of(Checkpoint file, string name) => file.TryGet(name, out var stored) ? EncoderComparison.Read(stored) : null;

    private static int NumberIn(string name) => int.Parse(name.Split('.').First(part => part.All(char.IsDigit)));
}

using System.Globalization;
using OmniHelix.Models;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Families;
using OmniHelix.Models.Heads;
using OmniHelix.Torch;
using OmniHelix.Torch.Checkpoints;

namespace OmniHelix.Goldens.Groups;

/// <summary>Loads one model folder, computes what <c>expected.safetensors</c> holds and compares all of it.</summary>
internal static class EncoderComparison
{
    private const string OmniGenBench = "OmniModelFor";

    public static void Run(string folder, GoldenCheck check)
    {
        using var scope = new TensorScope();
        var meta = GoldenJson.Read(Path.Combine(folder, "meta.json"));
        var tolerance = GoldenJson.Tolerance(meta.GetProperty("tolerance"));
        var published = meta.GetProperty("class").GetString()!;
        using var inputs = Checkpoint.Open(Path.Combine(folder, "inputs.safetensors"));
        using var expected = Checkpoint.Open(Path.Combine(folder, "expected.safetensors"));
        using var model = Load(folder, published);
        model.Eval();

        if (meta.TryGetProperty("sequences", out var sequences))
        {
            EmbeddingComparison.Run(model, [.. sequences.EnumerateArray().Select(s => s.GetString()!)], expected, tolerance, check);
            return;
        }
        var input = new ModelInput(Read(inputs.Get("input_ids")), Optional("attention_mask"), Optional("token_type_ids"))
        {
            GlobalAttention = Optional("global_attention_mask"),
        };
        var output = model.Forward(input, Outputs.HiddenStates | Outputs.Attentions);
        Tensor? loss = null;
        if (Optional("labels") is { } labels)
        {
            // The public code of MosaicBERT takes the masked tokens to be those whose label is above 0.
            if (IsMosaicBert(published)) labels = labels.MaskedFill(labels.Le(0), -100);
            loss = model.Loss(output, WithoutMagic(labels));
            loss.Backward();
        }
        var gradients = model.NamedParameters().ToDictionary(entry => Bare(entry.Name), entry => entry.Value.Value.Grad);

        foreach (var name in expected.Names)
        {
            var stored = expected.Get(name);
            if (Computed(name) is not { } got)
            {
                check.Fail(name, "nothing of this name", $"a tensor of {stored.Shape.Length} axes");
                continue;
            }
            check.SameItems($"{name} shape", got.Shape, stored.Shape);
            check.Close(name, got.ToArray<float>(), Read(stored).ToArray<float>(), tolerance);
        }

        Tensor? Optional(string name) => inputs.TryGet(name, out var stored) ? Read(stored) : null;

        // A tensor of the file that no formula looks at has no slope.
        Tensor? Untouched(string name) => model.LoadReport!.Unused.Contains(name) ? Ops.Zeros(expected.Get($"grad.{name}").Shape) : null;

        Tensor? Computed(string name)
        {
            var parts = name.Split('.', 2);
            return parts[0] switch
            {
                "logits" => HasProbabilities(model, published) ? model.Probabilities(output)
                    : IsMultimolecule(published) ? MultimoleculeScores.Of(model, output, input, meta.GetProperty("notes").GetString()!)
                    : output.Logits,
                "loss" => loss,
                "logits_with_labels" => output.Logits * Optional("labels")!.Gt(0).Unsqueeze(-1),
                "last_hidden_state" => IsOmniGenBench(published) ? output.Features : output.LastHiddenState,
                "pooler_output" => output.Features,
                "hidden_states" => At(output.HiddenStates!, parts[1]),
                "attentions" => At(output.Attentions!, parts[1]),
                "global_attentions" => At(output.GlobalAttentions!, parts[1]),
                "contacts" => model.Backbone.PredictContacts(input),
                "logits_row" => MultimoleculeScores.OfPairs(model, input, int.Parse(parts[1], CultureInfo.InvariantCulture)),
                "grad" => gradients.GetValueOrDefault(Bare(parts[1])) ?? Untouched(parts[1]),
                _ => null,
            };
        }
    }

    /// <summary>A tensor of a file as a tensor of the engine, copied.</summary>
    public static unsafe Tensor Read(CheckpointTensor stored)
    {
        var tensor = Ops.Empty(stored.Shape, stored.Type);
        Buffer.MemoryCopy((void*)stored.Address, (void*)tensor.DataAddress, stored.ByteLength, stored.ByteLength);
        return tensor;
    }

    // The references mark a missing number by −100, the losses by NaN.
    private static Tensor WithoutMagic(Tensor labels) =>
        labels.DType.IsFloatingPoint() ? labels.MaskedFill(labels.Eq(-100), double.NaN) : labels;

    private static bool IsMosaicBert(string published) => published == "BertForMaskedLM (MosaicBERT)";

    private static bool IsMultimolecule(string published) => published.EndsWith("Prediction", StringComparison.Ordinal);

    private static bool IsOmniGenBench(string published) => published.StartsWith(OmniGenBench, StringComparison.Ordinal);

    // What OmniGenBench calls logits are probabilities.
    private static bool HasProbabilities(OmniModel model, string published) =>
        IsOmniGenBench(published) && model.Task.Target is TaskTarget.Class or TaskTarget.Classes;

    private static OmniModel Load(string folder, string published)
    {
        if (!IsOmniGenBench(published)) return OmniModel.FromPretrained(folder, trainable: true);
        var (task, softmax) = published switch
        {
            "OmniModelForTokenClassification" => (TaskType.TokenClassification, true),
            "OmniModelForSequenceClassification" => (TaskType.SequenceClassification, true),
            "OmniModelForMultiLabelSequenceClassification" => (TaskType.MultiLabelClassification, true),
            "OmniModelForTokenRegression" => (TaskType.TokenRegression, false),
            "OmniModelForSequenceRegression" => (TaskType.SequenceRegression, false),
            _ => throw new OmniException("OH3204", $"the class {published} is not implemented yet", folder),
        };
        var options = new OmniModelOptions { Layout = HeadLayout.OmniGenBench, Pooling = Pooling.Cls, DoubleSoftmax = softmax };
        return OmniModel.FromPretrained(folder, task, options, trainable: true);
    }

    private static Tensor? At(IReadOnlyList<Tensor> list, string number) =>
        int.TryParse(number, out var i) && i < list.Count ? list[i] : null;

    private static string Bare(string name)
    {
        var prefixes = ModelFamilies.All.SelectMany(family => family.Keys.Prefixes).Append("model.");
        var length = prefixes.FirstOrDefault(prefix => name.StartsWith(prefix, StringComparison.Ordinal))?.Length ?? 0;
        return name[length..];
    }
}

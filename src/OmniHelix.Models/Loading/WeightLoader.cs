using System.Text;
using OmniHelix.Torch;
using OmniHelix.Torch.Checkpoints;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Loading;

/// <summary>Which tensors of a model its checkpoint may lack, and which of the file it may leave unused.</summary>
internal enum HeadPolicy
{
    /// <summary>The head comes from the file, all of it; unknown tensors are an error.</summary>
    FromFile,

    /// <summary>The head is new; the file's heads are left unused.</summary>
    Fresh,
}

/// <summary>Fills a model from a checkpoint: every disagreement in one error.</summary>
internal static class WeightLoader
{
    private const int NamesShown = 40;

    // Heads of other tasks, which a file may hold beside the one that is wanted.
    private static readonly string[] OtherHeads = ["lm_head.", "classifier.", "dense.", "pooler.", "pooling.", "contact_head.", "cls.", "optimizer."];

    /// <summary>Loads; without <paramref name="trainable"/>, single-precision tensors stay in the mapped file, all are frozen, and <paramref name="weights"/> must not be disposed.</summary>
    /// <exception cref="OmniException">OH3301: missing, unexpected or differently shaped tensors. OH3304: a tensor that does not hold real numbers.</exception>
    public static LoadReport Load(OmniModel model, ModelWeights weights, HeadPolicy policy, bool trainable)
    {
        var prefix = model.Backbone.Prefix + ".";
        var missing = new List<string>();
        var fresh = new List<string>();
        var shapes = new List<string>();
        var matched = new List<(Parameter Parameter, CheckpointTensor Stored)>();
        var used = new HashSet<string>(StringComparer.Ordinal);

        var freshHead = policy == HeadPolicy.Fresh && !HasWholeLanguageModelHead(model, weights);
        foreach (var (name, parameter) in model.NamedParameters())
        {
            var encoder = name.StartsWith(prefix, StringComparison.Ordinal);
            var wanted = encoder ? name[prefix.Length..] : name;
            if (!encoder && freshHead) fresh.Add(name);
            else if (!weights.Has(wanted)) missing.Add(name);
            else
            {
                used.Add(wanted);
                var stored = weights.Get(wanted);
                if (!stored.Type.IsFloatingPoint())
                    throw new OmniException("OH3304", $"tensor '{stored.Name}' holds {stored.Type}, expected real numbers", weights.Path, "Quantised checkpoints are not supported; take the original one.");
                if (!stored.Shape.AsSpan().SequenceEqual(parameter.Value.Shape)) shapes.Add($"{stored.Name}: [{string.Join(", ", stored.Shape)}], expected [{string.Join(", ", parameter.Value.Shape)}]");
                matched.Add((parameter, stored));
            }
        }
        var rest = weights.Names.Where(name => !used.Contains(name)).ToList();
        var unexpected = rest.Where(name => !MayStay(name, policy)).Select(weights.FileName).ToList();
        if (missing.Count + unexpected.Count + shapes.Count > 0) throw Disagreement(weights.Path, missing, unexpected, shapes);

        using (GradMode.Off())
            foreach (var (parameter, stored) in matched) Fill(parameter, stored, weights, trainable);
        return new LoadReport(weights.Path, matched.Count, fresh, [.. rest.Select(weights.FileName)]);
    }

    // A language model goes on with the head it has, a task head is always new.
    private static bool HasWholeLanguageModelHead(OmniModel model, ModelWeights weights) =>
        model.Task == TaskType.MaskedLanguageModel && model.HeadParameters().All(entry => weights.Has(entry.Name));

    private static bool MayStay(string name, HeadPolicy policy) => WeightNames.IsEncoder(name)
        ? name is "embeddings.position_embeddings.weight" || name.StartsWith("contact_head.", StringComparison.Ordinal) || name.StartsWith("pooler.", StringComparison.Ordinal)
        : policy == HeadPolicy.Fresh || OtherHeads.Any(head => name.StartsWith(head, StringComparison.Ordinal));

    private static unsafe void Fill(Parameter parameter, CheckpointTensor stored, ModelWeights owner, bool trainable)
    {
        using var scope = new TensorScope();
        var inPlace = !trainable && stored.Type == DType.Float32 && stored.Address % sizeof(float) == 0 && parameter.Value.Device.Type == DeviceType.Cpu;
        if (inPlace)
        {
            parameter.Value.RequiresGrad = false;
            parameter.Replace(Tensor.FromMemory(stored.Address, stored.Shape, DType.Float32, owner));
            return;
        }
        var copy = Ops.Empty(stored.Shape, stored.Type);
        Buffer.MemoryCopy((void*)stored.Address, (void*)copy.DataAddress, stored.ByteLength, stored.ByteLength);
        parameter.Value.Detach().CopyInPlace(copy);
        parameter.Value.RequiresGrad = trainable;
    }

    private static OmniException Disagreement(string path, List<string> missing, List<string> unexpected, List<string> shapes)
    {
        var text = new StringBuilder("the weights do not fit the model");
        Append("missing", missing);
        Append("unexpected", unexpected);
        Append("wrong shape", shapes);
        return new OmniException("OH3301", text.ToString(), path, "Check that config.json and the weights belong together.");

        void Append(string what, List<string> names)
        {
            if (names.Count == 0) return;
            text.Append("; ").Append(what).Append(" (").Append(names.Count).Append("): ").AppendJoin(", ", names.Take(NamesShown));
            if (names.Count > NamesShown) text.Append(" …");
        }
    }
}

using System.Text;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Decoders;
using OmniHelix.Models.Families;
using OmniHelix.Models.Heads;
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

    /// <summary>
    /// Tensors of the head that the file holds in the right shape come from there, the others are new; the file's other heads are left
    /// unused.
    /// </summary>
    FromFileWhereThere,
}

/// <summary>Fills a model from a checkpoint: every disagreement in one error.</summary>
internal static class WeightLoader
{
    private const int NamesShown = 40;

    // What OmniGenBench, training frameworks and models that write leave beside an encoder.
    private static readonly string[] Leftovers =
        ["classifier.", "dense.", "embedding.", "pooler.", "pooling.", "optimizer.", $"{SequenceDecoder.Name}.", $"{PairNetwork.Name}."];

    /// <summary>
    /// Loads; without <paramref name="trainable"/>, single-precision tensors stay in the mapped file, all are frozen, and
    /// <paramref name="folder"/> must not be disposed.
    /// </summary>
    /// <exception cref="OmniException">
    /// OH3301: missing, unexpected or differently shaped tensors. OH3305: weights of another family. OH3304: a tensor that does not hold
    /// real numbers of 16, 32 or 64 bits.
    /// </exception>
    public static LoadReport Load(Module model, Backbone backbone, ModelFolder folder, HeadPolicy policy, bool trainable)
    {
        var (report, matched) = Match(model, backbone, folder, policy);
        using (GradMode.Off())
            foreach (var (parameter, stored) in matched) Fill(parameter, stored, folder.Weights, trainable);
        return report;
    }

    /// <summary>Compares a model with its checkpoint and reads nothing of it.</summary>
    /// <exception cref="OmniException">As <see cref="Load"/>.</exception>
    public static void Check(Module model, Backbone backbone, ModelFolder folder) => Match(model, backbone, folder, HeadPolicy.FromFile);

    private static (LoadReport Report, List<(Parameter Parameter, CheckpointTensor Stored)> Matched) Match(
        Module model, Backbone backbone, ModelFolder folder, HeadPolicy policy)
    {
        var weights = folder.Weights;
        var prefix = backbone.Prefix + ".";
        var missing = new List<string>();
        var fresh = new List<string>();
        var shapes = new List<string>();
        var matched = new List<(Parameter Parameter, CheckpointTensor Stored)>();
        var used = new HashSet<string>(StringComparer.Ordinal);

        var parameters = model.StoredParameters().Select(entry => (entry.Name, Wanted: Bare(entry.Name), entry.Value)).ToList();
        foreach (var (name, wanted, parameter) in parameters)
        {
            if (IsNew(name, wanted, parameter)) fresh.Add(name);
            else if (!weights.Has(wanted)) missing.Add(name);
            else
            {
                used.Add(wanted);
                var stored = RealNumbers(weights.Get(wanted), weights.Path);
                var shape = parameter.Value.Shape;
                if (!weights.ShapeOf(wanted).AsSpan().SequenceEqual(shape))
                    shapes.Add($"{stored.Name}: [{string.Join(", ", stored.Shape)}], expected [{string.Join(", ", shape)}]");
                matched.Add((parameter, stored));
            }
        }
        var rest = weights.Names.Where(name => !used.Contains(name)).ToList();
        var unexpected = rest.Where(name => !MayStay(name, policy, folder.Family)).Select(weights.FileName).ToList();
        if (missing.Count + unexpected.Count + shapes.Count > 0)
        {
            var found = Disagreement(weights.Path, missing, unexpected, shapes);
            throw ModelFamilies.AdviceFor(folder.Family, weights.Stored.Select(stored => stored.Name)) is { } advice
                ? ModelFolder.OfAnother(folder.Family, folder.Json.Place.File, found.Message, advice, found)
                : found;
        }

        return (new LoadReport(weights.Path, matched.Count, fresh, [.. rest.Select(weights.FileName)]), matched);

        bool IsNew(string name, string wanted, Parameter parameter) => policy switch
        {
            HeadPolicy.FromFile => false,
            _ when name != wanted => IsPooler(wanted) && !weights.Has(wanted),
            HeadPolicy.FromFileWhereThere => !(weights.ShapeOf(name)?.AsSpan().SequenceEqual(parameter.Value.Shape) ?? false),
            _ => true,
        };

        string Bare(string name) => name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : name;
    }

    // The pooler of the encoder that a new head works on; language models are published without.
    private static bool IsPooler(string name) => name.StartsWith("pooler.", StringComparison.Ordinal);

    // Numbers of 8 bits mean something only with scales that lie beside them, each library's in its own way.
    private static CheckpointTensor RealNumbers(CheckpointTensor stored, string path)
    {
        if (stored.Type is DType.Float16 or DType.BFloat16 or DType.Float32 or DType.Float64) return stored;
        var what = $"tensor '{stored.Name}' holds {stored.Type}, expected real numbers of 16 bits or more";
        throw new OmniException("OH3304", what, path, "Quantised checkpoints are not supported; take the original one.");
    }

    private static bool MayStay(string name, HeadPolicy policy, ModelFamily family)
    {
        if (family.Keys.IsBackbone(name)) return Begins(family.Keys.Unneeded);
        return policy != HeadPolicy.FromFile || Begins(family.Heads.Prefixes) || Begins(Leftovers);

        bool Begins(IReadOnlyList<string> beginnings) => beginnings.Any(beginning => name.StartsWith(beginning, StringComparison.Ordinal));
    }

    private static unsafe void Fill(Parameter parameter, CheckpointTensor stored, ModelWeights owner, bool trainable)
    {
        using var scope = new TensorScope();
        var whole = stored.Shape.AsSpan().SequenceEqual(parameter.Value.Shape);
        var plain = whole && stored.Type == DType.Float32 && stored.Address % sizeof(float) == 0;
        // A buffer is written to by a module in training mode, which the mapping of a file cannot be.
        if (plain && !trainable && !parameter.IsBuffer && parameter.Value.Device.Type == DeviceType.Cpu)
        {
            parameter.IsTrainable = false;
            parameter.Replace(Tensor.FromMemory(stored.Address, stored.Shape, DType.Float32, owner));
            return;
        }
        // The rows that are not stored come first.
        var copy = whole ? Ops.Empty(stored.Shape, stored.Type) : Ops.Zeros(parameter.Value.Shape, stored.Type);
        var target = whole ? copy : copy.Narrow(0, parameter.Value.Size(0) - stored.Shape[0], stored.Shape[0]);
        Buffer.MemoryCopy((void*)stored.Address, (void*)target.DataAddress, stored.ByteLength, stored.ByteLength);
        parameter.Value.Detach().CopyInPlace(copy);
        parameter.IsTrainable = trainable;
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

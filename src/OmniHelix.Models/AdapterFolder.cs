using OmniHelix.Models.Adapters;
using OmniHelix.Models.Configuration;
using OmniHelix.Models.Loading;
using OmniHelix.Torch;
using OmniHelix.Torch.Checkpoints;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models;

/// <summary>The folder of an adapter, in the form of the library PEFT.</summary>
internal sealed class AdapterFolder : IDisposable
{
    private const string Safetensors = "adapter_model.safetensors", Pickle = "adapter_model.bin";
    private const string Root = "base_model.model.";
    private const string DownEnd = ".lora_A", UpEnd = ".lora_B", Embedded = ".lora_embedding_", Magnitude = ".lora_magnitude_vector";

    private readonly Checkpoint tensors;

    private AdapterFolder(string folder, LoraConfig config, Checkpoint tensors)
    {
        Folder = folder;
        Config = config;
        this.tensors = tensors;
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>What <c>adapter_config.json</c> says.</summary>
    public LoraConfig Config { get; }

    /// <summary>Opens a folder.</summary>
    /// <exception cref="OmniException">
    /// OH3201, OH3202 the configuration; OH3515 an adapter of another kind; OH30xx–OH31xx the weights.
    /// </exception>
    public static AdapterFolder Open(string folder)
    {
        var config = AdapterConfigFile.Read(AdapterConfigFile.PathIn(folder));
        var weights = new[] { Safetensors, Pickle }.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new OmniException(
                "OH3516", $"the adapter has no weights: neither {Safetensors} nor {Pickle}", folder,
                "Copy the whole folder of the adapter.");
        return new AdapterFolder(folder, config, Checkpoint.Open(weights));
    }

    /// <summary>
    /// The head that an adapter without <c>config.json</c> brings along, as PEFT writes it; null when it has none, or the model has it.
    /// </summary>
    public (TaskType Task, OmniModelOptions Options)? Head(ModelFolder folder)
    {
        if (ModelConfigFile.TryOpen(Path.Combine(Folder, "config.json")) is not null) return null;
        var heads = folder.Family.Heads;
        foreach (var (layer, ofTokens) in new[] { (heads.TokenClassifier, true), (heads.SequenceClassifier, false) })
        {
            var name = tensors.Names.FirstOrDefault(name => Plain(name) == $"{layer}.weight");
            if (name is null || folder.Weights.Has($"{layer}.weight")) continue;
            var scores = (int)tensors.Get(name).Shape[0];
            var task = ofTokens && Config.TaskType == "TOKEN_CLS" ? TaskType.TokenClassification
                : scores == 1 ? TaskType.SequenceRegression : TaskType.SequenceClassification;
            string[] labels = [.. Enumerable.Range(0, scores).Select(i => FormattableString.Invariant($"LABEL_{i}"))];
            return (task, HeadConfig.Published(folder, task) with { LabelNames = labels });
        }
        return null;
    }

    /// <summary>
    /// Puts matrices around the layers that the file has them for, and its tensors into them and into what is trained whole.
    /// </summary>
    /// <exception cref="OmniException">OH3518: the tensors do not fit the model.</exception>
    public void Fill(OmniModel model, LoraAdapter adapter)
    {
        var layers = AdapterTargets.Candidates(model).ToDictionary(one => Bare(one.Path, model), StringComparer.Ordinal);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        // Of modules that are trained whole some files keep what they were before, too.
        foreach (var name in tensors.Names.Where(name => !name.Contains(".original_module.", StringComparison.Ordinal)))
            names[Canonical(name, model)] = name;
        foreach (var name in names.Keys)
        {
            var at = name.IndexOf(name.Contains(Embedded, StringComparison.Ordinal) ? $"{Embedded}A" : DownEnd, StringComparison.Ordinal);
            if (at < 0) continue;
            if (!layers.TryGetValue(name[..at], out var layer))
            {
                if (IsOfHead(name, model)) continue;
                throw NoPlace(names[name], model);
            }
            adapter.Around(layer.Path, layer.Module, Rank(names[name]));
        }
        var parameters = model.StateDict().GroupBy(entry => Bare(entry.Name, model))
            .ToDictionary(same => same.Key, same => same.First().Value, StringComparer.Ordinal);
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        foreach (var (name, stored) in names)
        {
            if (parameters.TryGetValue(name, out var parameter)) Copy(parameter, tensors.Get(stored));
            else if (!IsOfHead(name, model)) throw NoPlace(stored, model);
        }
        foreach (var (name, _) in adapter.Stored())
            if (!names.ContainsKey(Bare(name, model)) && name.Contains(".lora_", StringComparison.Ordinal))
                throw Misfit($"'{name}' is not in the file");
        if (model.LoadReport?.Fresh.FirstOrDefault(name => !names.ContainsKey(Bare(name, model))) is { } missing)
            throw Misfit($"neither the model nor the adapter has '{missing}'");
    }

    /// <summary>The uniform name of a tensor of an adapter's file, as <see cref="Bare"/> gives it for a parameter.</summary>
    public static string Canonical(string name, OmniModel model) => model.Backbone.Config.Family.Keys.Bare(Plain(name));

    /// <summary>The uniform name of a module or parameter of a model.</summary>
    public static string Bare(string name, OmniModel model) => model.Backbone.Config.Family.Keys.Bare(KeyWithoutPrefix(name, model));

    /// <summary>Writes a folder: both files, and <c>config.json</c>, which says what the head is.</summary>
    public static void Write(string folder, OmniModel model, LoraAdapter adapter)
    {
        AtomicFile.MakeFolder(folder);
        var sources = adapter.Stored().Select(entry => ModelFiles.Source(FileName(entry.Name, model, adapter), entry.Value));
        SafetensorsWriter.Write(Path.Combine(folder, Safetensors), sources, new Dictionary<string, string> { ["format"] = "pt" });
        AdapterConfigFile.Write(AdapterConfigFile.PathIn(folder), adapter.Config, model.Task);
        ModelFiles.SaveConfig(model, folder);
        model.Tokenizer?.SavePretrained(folder);
    }

    /// <summary>Closes the weights.</summary>
    public void Dispose() => tensors.Dispose();

    // Under the names of the class that has the same head; encoders alone have no prefix there.
    private static string FileName(string name, OmniModel model, LoraAdapter adapter)
    {
        if (name.EndsWith(".bias", StringComparison.Ordinal) && adapter.At(name[..^".bias".Length]) is not null)
            name = name[..^".bias".Length] + ".base_layer.bias";
        return Root + (model.Task == TaskType.Embedding ? KeyWithoutPrefix(name, model) : name);
    }

    private static string KeyWithoutPrefix(string name, OmniModel model)
    {
        var prefix = model.Backbone.Prefix + ".";
        return name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : name;
    }

    // Without what PEFT puts around the path, and without the name of the adapter, which older files have.
    private static string Plain(string name)
    {
        if (name.StartsWith(Root, StringComparison.Ordinal)) name = name[Root.Length..];
        name = name.Replace(".base_layer.", ".", StringComparison.Ordinal).Replace(".modules_to_save.", ".", StringComparison.Ordinal);
        foreach (var part in new[] { DownEnd, UpEnd, $"{Embedded}A", $"{Embedded}B", Magnitude })
            name = name.Replace($"{part}.default", part, StringComparison.Ordinal);
        return name.EndsWith($"{Magnitude}.weight", StringComparison.Ordinal) ? name[..^".weight".Length] : name;
    }

    // An encoder alone has no use for the head.
    private static bool IsOfHead(string name, OmniModel model) =>
        model.Task == TaskType.Embedding && !model.Backbone.Config.Family.Keys.IsBackbone(name);

    private int Rank(string name) => (int)tensors.Get(name).Shape[0];

    private unsafe void Copy(Parameter parameter, CheckpointTensor stored)
    {
        var shape = parameter.Value.Shape;
        if (!stored.Shape.AsSpan().SequenceEqual(shape))
            throw Misfit($"'{stored.Name}' is [{string.Join(", ", stored.Shape)}], the model needs [{string.Join(", ", shape)}]");
        if (stored.Type is not (DType.Float16 or DType.BFloat16 or DType.Float32 or DType.Float64))
            throw Misfit($"'{stored.Name}' holds {stored.Type}");
        var copy = Ops.Empty(stored.Shape, stored.Type);
        Buffer.MemoryCopy((void*)stored.Address, (void*)copy.DataAddress, stored.ByteLength, stored.ByteLength);
        // What lies in the mapping of the model's file must not be written to.
        parameter.Replace(copy.To(parameter.Value.DType));
    }

    private OmniException NoPlace(string tensor, OmniModel model) =>
        Misfit($"'{tensor}' has no place in a model of {model.Backbone.Config.Family.Title} for {model.Task}");

    private OmniException Misfit(string what) => new(
        "OH3518", $"the adapter does not fit the model: {what}", tensors.Path,
        "Take the model and the task that the adapter was made for.");
}

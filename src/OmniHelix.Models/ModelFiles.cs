using OmniHelix.Hub;
using OmniHelix.Models.Adapters;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Configuration;
using OmniHelix.Models.Decoders;
using OmniHelix.Models.Families;
using OmniHelix.Models.Loading;
using OmniHelix.Tokenizers;
using OmniHelix.Torch;
using OmniHelix.Torch.Checkpoints;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models;

/// <summary>Models from folders and into folders: <c>config.json</c> and weights.</summary>
internal static class ModelFiles
{
    /// <summary>A model from scratch.</summary>
    public static ModelStart FromScratch(
        BackboneConfig config, TaskType task, OmniModelOptions options, long seed, OmniTokenizer? tokenizer = null) =>
        new(task, config.CreateBackbone(OmniModels.PartsFor(task, options)), options, model => OmniModels.Fresh(model, seed))
        {
            Tokenizer = tokenizer,
        };

    /// <summary>
    /// A model to be trained: the encoder of a folder, with the head that it has for the task when that fits, or else a new one; of a
    /// <c>config.json</c> alone, and of a baseline by its name, everything is new.
    /// </summary>
    public static ModelStart ToTrain(string path, TaskType task, HeadRequest head, OmniTokenizer? tokenizer, long seed)
    {
        if (File.Exists(path))
            return FromScratch(ModelFamilies.Read(ModelConfigFile.Open(path)), task, head.Over(null, tokenizer), seed, tokenizer);
        if (BaselineModels.IsNamed(path))
        {
            tokenizer ??= BaselineModels.Tokenizer();
            return FromScratch(BaselineModels.Config(path, tokenizer), task, head.Over(null, tokenizer), seed, tokenizer);
        }
        var place = ModelNames.FolderOf(path);
        if (File.Exists(AdapterConfigFile.PathIn(place)))
            throw new OmniException(
                "OH3519", "training starts from a model, and this is an adapter", place, "Put both together with omni model merge.");
        var folder = ModelFolder.Open(place);
        try
        {
            var stored = HeadConfig.Find(folder, task);
            var options = head.Over(stored, tokenizer);
            // A language model goes on with the head it has.
            var keeps = task == TaskType.MaskedLanguageModel || (stored is not null && Fits(stored, options, task));
            // Of a head that goes on being trained the numbers mean what they meant.
            if (keeps) options = options with { TargetScales = stored?.TargetScales };
            return new(task, folder.CreateBackbone(OmniModels.PartsFor(task, options)), options, model =>
            {
                using (folder)
                {
                    OmniModels.FreshHead(model, seed);
                    var policy = keeps ? HeadPolicy.FromFileWhereThere : HeadPolicy.Fresh;
                    model.LoadReport = WeightLoader.Load(model, model.Backbone, folder, policy, trainable: true);
                    model.Eval();
                }
            })
            {
                Place = folder.Place,
                Tokenizer = tokenizer,
                // The structures that are drawn are those of the weights as they were.
                Card = ModelCard.Of(folder.Json) with { Folding = null },
            };
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>A model with the head of its folder.</summary>
    public static ModelStart Pretrained(
        string path, TaskType? task, OmniModelOptions? options, bool trainable, OmniTokenizer? tokenizer)
    {
        var place = ModelNames.FolderOf(path);
        var folder = ModelFolder.Open(place);
        try
        {
            tokenizer ??= ModelTokenizer.Find(place);
            using var adapter = folder.Adapter is { } of ? AdapterFolder.Open(of) : null;
            var (told, settings) = task is null && adapter?.Head(folder) is { } brought ? brought : HeadConfig.Read(folder, task);
            if (options is not null) settings = options with { LabelNames = options.LabelNames ?? settings.LabelNames };
            if (settings is { Pairs.OfEncoder: true, SpecialTokens: [] } && tokenizer is not null)
                settings = settings with { SpecialTokens = tokenizer.IdsWithoutBase };
            // Heads of pairs are for models that have no other.
            var beside = told == TaskType.Embedding || settings.Pairs is { OfEncoder: true }
                ? folder.Config.PartsBeside(folder.Weights)
                : BackboneParts.None;
            return new(told, folder.CreateBackbone(OmniModels.PartsFor(told, settings) | beside), settings, model =>
            {
                // Frozen weights may lie in the mapping, which then lives as long as they do.
                using var closed = trainable ? folder : null;
                var policy = folder.Adapter is null ? HeadPolicy.FromFile : HeadPolicy.FromFileWhereThere;
                model.LoadReport = WeightLoader.Load(model, model.Backbone, folder, policy, trainable);
                if (folder.Adapter is { } beside) model.LoadAdapter(beside, trainable);
                if (!trainable) model.Eval();
            })
            {
                Place = folder.Place,
                Tokenizer = tokenizer,
                Card = ModelCard.Of(folder.Json),
            };
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    // What the options say about training may differ.
    private static bool Fits(OmniModelOptions stored, OmniModelOptions asked, TaskType task) =>
        !asked.NewHead
        && asked.Layout == stored.Layout
        && (task.Unit != TaskUnit.Sequence || asked.Pooling == stored.Pooling)
        && (asked.Decoder is null || task != TaskType.Seq2Seq || SameSizes(stored.Decoder!, asked.Decoder))
        && (task.Unit != TaskUnit.Pair || (stored.Pairs is { } pairs && asked.Pairs!.HasSizesOf(pairs)))
        && SameOutputs(stored.LabelNames ?? [], asked.LabelNames ?? [], task);

    private static bool SameSizes(DecoderOptions stored, DecoderOptions asked) =>
        asked with { Dropout = stored.Dropout, HeadCount = asked.HeadCount ?? stored.HeadCount } == stored;

    // What a single number is called says nothing about what it is.
    private static bool SameOutputs(IReadOnlyList<string> stored, IReadOnlyList<string> asked, TaskType task) =>
        stored.SequenceEqual(asked) || (task.Target == TaskTarget.Number && stored.Count == 1 && asked.Count == 1);

    public static void Save(OmniModel model, string folder)
    {
        if (model.Adapter is { IsMerged: false } adapter)
        {
            adapter.Save(folder);
            return;
        }
        AtomicFile.MakeFolder(folder);
        var tensors = model.StoredParameters().Select(entry => Source(entry.Name, entry.Value));
        SafetensorsWriter.Write(Path.Combine(folder, "model.safetensors"), tensors, new Dictionary<string, string> { ["format"] = "pt" });
        SaveConfig(model, folder);
        model.Tokenizer?.SavePretrained(folder);
    }

    public static void SaveConfig(OmniModel model, string folder)
    {
        var config = model.Backbone.Config.ToJson();
        HeadConfig.Write(config, model);
        ModelConfigFile.Write(Path.Combine(folder, "config.json"), config);
    }

    /// <summary>A parameter as it is written into a file.</summary>
    public static TensorSource Source(string name, Parameter parameter)
    {
        var value = parameter.Value;
        return new TensorSource(name, value.DType, value.Shape, stream =>
        {
            using var scope = new TensorScope();
            using var off = GradMode.Off();
            var here = value.Detach().To(Device.Cpu, value.DType).Contiguous();
            TensorSource.FromAddress(name, value.DType, value.Shape, here.DataAddress).Write(stream);
        });
    }
}

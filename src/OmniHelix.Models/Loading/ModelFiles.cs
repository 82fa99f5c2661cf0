using OmniHelix.Torch;
using OmniHelix.Torch.Checkpoints;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Loading;

/// <summary>Model folders: <c>config.json</c> and weights.</summary>
internal static class ModelFiles
{
    public static OmniModel Create(string backbone, TaskType task, OmniModelOptions options, long seed)
    {
        if (File.Exists(backbone)) return OmniModels.Fresh(OmniModels.For(task, BackboneFiles.Create(ConfigJson.Open(backbone), null), options), seed);
        var json = ConfigJson.Open(backbone);
        using var weights = ModelWeights.Open(backbone);
        var model = OmniModels.For(task, BackboneFiles.Create(json, weights), options);
        try
        {
            OmniModels.FreshHead(model, seed);
            model.LoadReport = WeightLoader.Load(model, weights, HeadPolicy.Fresh, trainable: true);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    public static OmniModel FromPretrained(string folder, TaskType? task, OmniModelOptions? options, bool trainable)
    {
        var json = ConfigJson.Open(folder);
        var weights = ModelWeights.Open(folder);
        OmniModel? model = null;
        var inUse = false;
        try
        {
            var (told, settings) = HeadConfig.Read(json, weights);
            if (options is not null) settings = options with { LabelNames = options.LabelNames ?? settings.LabelNames };
            task ??= told ?? throw new OmniException("OH3605", "the folder does not tell what its head predicts", json.Path, $"Name the task: {string.Join(", ", TaskTypeNames.All)}.");
            model = OmniModels.For(task.Value, BackboneFiles.Create(json, weights), settings);
            model.LoadReport = WeightLoader.Load(model, weights, HeadPolicy.FromFile, trainable);
            if (!trainable) model.Eval();
            inUse = !trainable;
            return model;
        }
        catch
        {
            model?.Dispose();
            throw;
        }
        finally
        {
            // Frozen weights may lie in the mapping, which then lives as long as they do.
            if (!inUse) weights.Dispose();
        }
    }

    public static void Save(OmniModel model, string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw AtomicFile.Translate(e, folder);
        }
        var config = model.Backbone.ConfigToJson();
        HeadConfig.Write(config, model);
        SafetensorsWriter.Write(Path.Combine(folder, "model.safetensors"), model.NamedParameters().Select(entry => Source(entry.Name, entry.Value)), new Dictionary<string, string> { ["format"] = "pt" });
        ConfigJson.Write(Path.Combine(folder, "config.json"), config);
    }

    private static TensorSource Source(string name, Parameter parameter)
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

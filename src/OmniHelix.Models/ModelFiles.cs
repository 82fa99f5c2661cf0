using OmniHelix.Models.Configuration;
using OmniHelix.Models.Families;
using OmniHelix.Models.Loading;
using OmniHelix.Torch;
using OmniHelix.Torch.Checkpoints;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models;

/// <summary>Models from folders and into folders: <c>config.json</c> and weights.</summary>
internal static class ModelFiles
{
    public static OmniModel Create(string backbone, TaskType task, OmniModelOptions options, long seed)
    {
        if (File.Exists(backbone)) return OmniModel.Create(ModelFamilies.Read(ModelConfigFile.Open(backbone)), task, options, seed);
        using var folder = ModelFolder.Open(backbone);
        var model = OmniModels.For(task, folder.CreateBackbone(OmniModels.PartsFor(task, options)), options);
        try
        {
            OmniModels.FreshHead(model, seed);
            // A language model goes on with the head it has, a task head is always new.
            var policy = task == TaskType.MaskedLanguageModel ? HeadPolicy.FromFileWhenWhole : HeadPolicy.Fresh;
            model.LoadReport = WeightLoader.Load(model, model.Backbone, folder, policy, trainable: true);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    public static OmniModel FromPretrained(string path, TaskType? task, OmniModelOptions? options, bool trainable)
    {
        var folder = ModelFolder.Open(path);
        OmniModel? model = null;
        var inUse = false;
        try
        {
            var (told, settings) = HeadConfig.Read(folder, task);
            if (options is not null) settings = options with { LabelNames = options.LabelNames ?? settings.LabelNames };
            model = OmniModels.For(told, folder.CreateBackbone(OmniModels.PartsFor(told, settings)), settings);
            model.LoadReport = WeightLoader.Load(model, model.Backbone, folder, HeadPolicy.FromFile, trainable);
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
            if (!inUse) folder.Dispose();
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
        var config = model.Backbone.Config.ToJson();
        HeadConfig.Write(config, model);
        var tensors = model.StoredParameters().Select(entry => Source(entry.Name, entry.Value));
        SafetensorsWriter.Write(Path.Combine(folder, "model.safetensors"), tensors, new Dictionary<string, string> { ["format"] = "pt" });
        ModelConfigFile.Write(Path.Combine(folder, "config.json"), config);
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

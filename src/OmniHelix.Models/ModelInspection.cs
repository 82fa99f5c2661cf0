using OmniHelix.Models.Adapters;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Loading;
using OmniHelix.Tokenizers;
using OmniHelix.Torch;

namespace OmniHelix.Models;

/// <summary>What a model folder holds, read without computing anything.</summary>
public sealed record ModelInspection
{
    /// <summary>The folder.</summary>
    public required string Folder { get; init; }

    /// <summary>The family that the model belongs to, as its page in <c>docs/models</c> is called.</summary>
    public required string Family { get; init; }

    /// <summary>What <c>config.json</c> calls the architecture; several families may share it.</summary>
    public required string ModelType { get; init; }

    /// <summary>Class names of the configuration.</summary>
    public required IReadOnlyList<string> Architectures { get; init; }

    /// <summary>Blocks of the encoder.</summary>
    public required int Layers { get; init; }

    /// <summary>Attention heads of a block; null for a model without attention.</summary>
    public required int? Heads { get; init; }

    /// <summary>Size of a hidden state.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Rows of the word embedding.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Most tokens of a sequence, special tokens included.</summary>
    public required int MaxTokens { get; init; }

    /// <summary>The published models that have these sizes; empty when none is known.</summary>
    public IReadOnlyList<PublishedModel> Published { get; init; } = [];

    /// <summary>Tasks whose heads the weights hold, the one that the folder tells first; embeddings come from any model.</summary>
    public required IReadOnlyList<TaskType> Tasks { get; init; }

    /// <summary>Names of the classes or values that the head predicts; empty when there are none.</summary>
    public required IReadOnlyList<string> LabelNames { get; init; }

    /// <summary>The file of the weights, or the index of its shards.</summary>
    public required string Weights { get; init; }

    /// <summary>Every tensor, in the order of the file.</summary>
    public required IReadOnlyList<StoredTensor> Tensors { get; init; }

    /// <summary>Why the encoder cannot be computed with these weights; null when it can.</summary>
    public OmniException? Problem { get; init; }

    /// <summary>The adapter that belongs to the weights; null for a model without one.</summary>
    public LoraConfig? Adapter { get; init; }

    /// <summary>Numbers in all tensors.</summary>
    public long Parameters => Tensors.Sum(tensor => tensor.Count);

    /// <summary>Reads a model folder.</summary>
    /// <exception cref="OmniException">
    /// OH32xx configuration, OH30xx–OH31xx weights (OH3003: a git-lfs pointer in their place), OH3302 two tensors of one meaning, OH3303
    /// configuration and weights disagree.
    /// </exception>
    public static ModelInspection Of(string folder)
    {
        using var model = ModelFolder.Open(folder);
        var backbone = model.CreateBackbone(BackboneParts.None);
        using var encoder = OmniModels.For(new ModelStart(TaskType.Embedding, backbone, new()));
        var tasks = HeadConfig.Tasks(model);
        var weights = model.Weights;
        return new ModelInspection
        {
            Folder = folder,
            Family = model.Family.Title,
            ModelType = model.Config.ModelType,
            Architectures = model.Json.Texts("architectures") ?? [],
            Layers = backbone.LayerCount,
            Heads = backbone.HeadCount,
            HiddenSize = backbone.HiddenSize,
            VocabularySize = backbone.VocabularySize,
            MaxTokens = backbone.MaxTokens,
            Published = model.Family.PublishedLike(model.Config),
            Tasks = tasks,
            LabelNames = tasks.Any(task => task.HasLabels) ? HeadConfig.Read(model, tasks[0]).Options.LabelNames ?? [] : [],
            Weights = weights.Path,
            Adapter = model.Adapter is { } adapter ? AdapterConfigFile.Read(AdapterConfigFile.PathIn(adapter)) : null,
            Problem = Misfit(encoder, model),
            Config = model.Config,
            Tensors = [.. weights.Stored.Select(stored => new StoredTensor(stored.Name, stored.Type, stored.Shape))],
        };
    }

    /// <summary>Sizes and switches.</summary>
    internal BackboneConfig Config { get; init; } = null!;

    /// <summary>Refuses a tokenizer whose ids mean something else to this model, or nothing.</summary>
    /// <exception cref="OmniException">As <see cref="Backbone.RequireFit"/>.</exception>
    public void RequireFit(OmniTokenizer tokenizer) => Config.RequireFit(tokenizer, Folder);

    /// <summary>
    /// Names of the parameters that fine-tuning for a task starts afresh because the weights do not hold them; loads the model to see.
    /// </summary>
    /// <param name="task">What is to be learned.</param>
    /// <exception cref="OmniException">OH33xx: the weights do not fit; OH3604: the backbone has no such head.</exception>
    public IReadOnlyList<string> FreshFor(TaskType task)
    {
        string[] two = ["0", "1"];
        var names = LabelNames.Count > 0 ? LabelNames : task.HasLabels && task.Target != TaskTarget.Number ? task.UsualLabels ?? two : null;
        using var model = OmniModel.Create(Folder, task, new OmniModelOptions { LabelNames = names }, seed: 1);
        return model.LoadReport!.Fresh;
    }

    private static OmniException? Misfit(OmniModel encoder, ModelFolder folder)
    {
        try
        {
            WeightLoader.Check(encoder, encoder.Backbone, folder);
            return null;
        }
        catch (OmniException e)
        {
            return e;
        }
    }
}

/// <summary>A tensor of a file.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Type">Element type.</param>
/// <param name="Shape">Dimensions; empty for a scalar.</param>
public sealed record StoredTensor(string Name, DType Type, IReadOnlyList<long> Shape)
{
    /// <summary>Numbers in it.</summary>
    public long Count => Shape.Aggregate(1L, (product, n) => product * n);
}

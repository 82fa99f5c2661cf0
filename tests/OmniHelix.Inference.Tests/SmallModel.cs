using OmniHelix.Models;
using OmniHelix.Models.Encoders;
using OmniHelix.Models.Heads;
using OmniHelix.Tokenizers;

namespace OmniHelix.Inference.Tests;

/// <summary>A model folder with random weights, and a folder for files.</summary>
internal sealed class SmallModel : IDisposable
{
    public const int Positions = 34;

    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("omnihelix");

    public SmallModel() : this(TaskType.TokenClassification)
    {
    }

    public SmallModel(TaskType task, params string[] labels)
    {
        var options = new OmniModelOptions
        {
            LabelNames = labels.Length > 0 ? labels : task == TaskType.TokenClassification ? [")", "(", "."] : null,
            Pooling = Pooling.Attention,
            SpecialTokens = [0, 1, 2],
        };
        using var model = OmniModel.Create(Config, task, options, seed: 1);
        model.SavePretrained(Folder);
        OmniTokenizer.OmniGenome().SavePretrained(Folder);
    }

    public static EsmConfig Config { get; } = new()
    {
        VocabularySize = 24,
        HiddenSize = 16,
        LayerCount = 2,
        HeadCount = 4,
        IntermediateSize = 32,
        MaxPositions = Positions,
        Positions = EsmPositions.Rotary,
        InitializerRange = 0.5,
    };

    public string Folder => Path.Combine(root.FullName, "run", "model");

    public string Run => Path.Combine(root.FullName, "run");

    public string PathOf(string name) => Path.Combine(root.FullName, name);

    public string Write(string name, string content)
    {
        File.WriteAllText(PathOf(name), content);
        return PathOf(name);
    }

    public List<Prediction> Predict(IEnumerable<string> sequences, InferenceOptions? options = null)
    {
        using var input = InferenceInput.FromText(string.Join(',', sequences));
        return Predict(input, options);
    }

    public List<Prediction> Predict(InferenceInput input, InferenceOptions? options = null)
    {
        options ??= new();
        using var model = PretrainedModel.Open(Folder, options);
        return [.. new SequenceInference(model, options).Run(input)];
    }

    /// <summary>Random bases, always the same.</summary>
    public static string Sequence(int length, int seed = 0)
    {
        var random = new Xoshiro256(seed);
        return string.Concat(Enumerable.Range(0, length).Select(_ => "ACGU"[random.Next(4)]));
    }

    public void Dispose() => root.Delete(true);
}

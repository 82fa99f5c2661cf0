using OmniHelix.Inference;
using OmniHelix.Models;
using OmniHelix.Models.Encoders;
using OmniHelix.Models.Heads;

namespace OmniHelix.TestKit;

/// <summary>A model folder with random weights, and a folder for files.</summary>
public sealed class SmallModel : IDisposable
{
    public const int Positions = 34;

    private readonly TemporaryFolder root = new("omni model ");

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
        ModelFolder.Write(Folder, Config, task, options);
    }

    /// <summary>The folder of the model.</summary>
    public string Folder => Path.Combine(Run, "model");

    /// <summary>The folder of a run that made it.</summary>
    public string Run => root["a run"];

    public static EsmConfig Config => new()
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

    public string PathOf(string name) => root[name];

    public string Write(string name, string content) => root.Write(name, content);

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

    public void Dispose() => root.Dispose();
}

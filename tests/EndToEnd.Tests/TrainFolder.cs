using OmniHelix.Models;
using OmniHelix.Models.Encoders;

namespace OmniHelix.EndToEnd.Tests;

/// <summary>A model of random weights, a data set with a rule that can be learned, and room for runs.</summary>
public sealed class TrainFolder : IDisposable
{
    private const string Config = """{ "task_type": "token_classification", "label2id": { "(": 0, ")": 1, ".": 2 } }""";
    private readonly TemporaryFolder root = new("omni train ");

    public TrainFolder()
    {
        var config = new EsmConfig
        {
            VocabularySize = 24,
            HiddenSize = 16,
            LayerCount = 1,
            HeadCount = 2,
            IntermediateSize = 32,
            MaxPositions = 64,
            Positions = EsmPositions.Rotary,
            PaddingId = 1,
            MaskId = 23,
        };
        ModelFolder.Write(Model, config, TaskType.MaskedLanguageModel, new OmniModelOptions());
        Data = NewData();
    }

    public string Model => root["a model"];

    public string Data { get; }

    /// <summary>A path that is not there.</summary>
    public string New(string name = "run") => Path.Combine(Directory.CreateDirectory(root[Guid.NewGuid().ToString("N")]).FullName, name);

    /// <summary>A data set of its own, to spoil.</summary>
    public string NewData()
    {
        var data = Directory.CreateDirectory(New("data")).FullName;
        File.WriteAllText(Path.Combine(data, "config.json"), Config);
        foreach (var (split, rows, seed) in new[] { ("train", 24, 1), ("valid", 8, 2), ("test", 8, 3) })
        {
            var random = new Xoshiro256(seed);
            File.WriteAllLines(Path.Combine(data, split + ".jsonl"), Enumerable.Range(0, rows).Select(_ =>
            {
                var sequence = string.Concat(Enumerable.Range(0, 8 + random.Next(8)).Select(_ => "ACGU"[random.Next(4)]));
                return Record(sequence, string.Concat(sequence.Select(c => c switch { 'G' => '(', 'C' => ')', _ => '.' })));
            }));
        }
        return data;
    }

    /// <summary>A line of a data file.</summary>
    public static string Record(string sequence, string label) => $$"""{"sequence": "{{sequence}}", "label": "{{label}}"}""";

    /// <summary>A copy of the model, to spoil.</summary>
    public string NewModel()
    {
        var copy = Directory.CreateDirectory(New("model")).FullName;
        foreach (var file in Directory.EnumerateFiles(Model)) File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        return copy;
    }

    /// <summary>A quick run of the program; later words win over the usual ones.</summary>
    internal OmniProgram Train(string output, params string[] more) => OmniProgram.Run("dotnet", Words(output, more));

    /// <summary>The words of <see cref="Train"/> with the program's library before.</summary>
    public IEnumerable<string> Words(string output, params string[] more)
    {
        string[] usual =
        [
            "--data", Data, "--model", Model, "--output", output, "--epochs", "2", "--batch-size", "4", "--learning-rate", "0.01",
        ];
        var kept = usual.Chunk(2).Where(pair => !more.Contains(pair[0])).SelectMany(pair => pair);
        return [OmniProgram.Library, "train", .. kept, .. more];
    }

    public void Dispose() => root.Dispose();
}

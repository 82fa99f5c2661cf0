using OmniHelix.Data.Labels;
using OmniHelix.Data.Records;
using OmniHelix.Data.Tokens;
using OmniHelix.Models;
using OmniHelix.Models.Encoders;
using OmniHelix.Tokenizers;

namespace OmniHelix.TestKit;

/// <summary>Models and data small enough to train in milliseconds.</summary>
public static class Tiny
{
    public static OmniTokenizer Tokenizer { get; } = OmniTokenizer.OmniGenome();

    public static EsmConfig Encoder(double dropout = 0) =>
        EsmConfig.OmniGenome(1, 16, 2, 32) with { HiddenDropout = dropout, AttentionDropout = dropout };

    public static OmniModel Model(LabelEncoder labels, double dropout = 0, long seed = 5) =>
        OmniModel.Create(
            Encoder(dropout),
            labels.Task,
            new() { LabelNames = labels.Labels?.Names ?? [.. Enumerable.Range(0, labels.Width).Select(i => $"target {i}")] },
            seed);

    /// <summary>Random sequences of 6 to 14 bases, with a label for each.</summary>
    public static List<Example> Examples(int count, Func<string, Label?> label, long seed = 1, int shortest = 6, int longest = 14)
    {
        var random = new Xoshiro256(seed);
        return [.. Enumerable.Range(1, count).Select(i =>
        {
            var sequence =
                string.Concat(Enumerable.Range(0, shortest + random.Next(longest - shortest + 1)).Select(_ => "ACGU"[random.Next(4)]));
            return Example(sequence, label(sequence), i);
        })];
    }

    public static Example Example(string sequence, Label? label, int record = 1) =>
        new() { Id = $"r{record}", Sequence = sequence, Label = label, File = "test.jsonl", Record = record };

    /// <summary>G opens and C closes: a rule that a model learns in a few steps.</summary>
    public static TextLabel Brackets(string sequence) =>
        new(string.Concat(sequence.Select(c => c switch { 'G' => '(', 'C' => ')', _ => '.' })));

    public static LabelEncoder BracketLabels { get; } = new(TaskType.TokenClassification, new LabelMap(["(", ")", "."]), 0);

    public static RaggedTokens Store(IReadOnlyList<Example> examples, LabelEncoder? labels, LengthOptions? length = null) =>
        RaggedTokens.Build(examples, Tokenizer, length ?? new LengthOptions(64), labels, threads: 1);

    public static RaggedTokens BracketStore(int count, long seed = 1) => Store(Examples(count, Brackets, seed), BracketLabels);

    /// <summary>The values of all parameters, one after another.</summary>
    public static float[] Weights(OmniModel model) => [.. model.NamedParameters().SelectMany(p => p.Value.Value.Detach().ToArray<float>())];
}

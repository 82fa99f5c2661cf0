using System.Text.Json;

namespace OmniHelix.Goldens.Groups;

/// <summary>Tables of trained tokenizers: a record has a corpus, or files with sequences, and goes to the trainer that knows it.</summary>
internal sealed class TokenizerTrainingCases : ITokenizerCases
{
    private static readonly ITrainingCases[] Trainers =
    [
        .. typeof(ITrainingCases).Assembly.GetTypes()
            .Where(t => t is { IsAbstract: false } && t.IsAssignableTo(typeof(ITrainingCases)))
            .OrderBy(t => t.Name, StringComparer.Ordinal)
            .Select(t => (ITrainingCases)Activator.CreateInstance(t)!),
    ];

    public IEnumerable<GoldenCase>? Discover(string path)
    {
        if (!GoldenJson.AreLines(path) || !GoldenJson.Lines(path).Take(1).Any(IsTraining)) return null;
        return GoldenJson.Lines(path).Select((record, number) => Case(record, path, number)).ToList();
    }

    private static bool IsTraining(JsonElement record) => record.ValueKind == JsonValueKind.Object
        && (record.TryGetProperty("corpus", out _) || record.TryGetProperty("files", out _))
        && (record.TryGetProperty("call", out _) || record.TryGetProperty("trainer", out _));

    private static GoldenCase Case(JsonElement record, string path, int number)
    {
        var corpus = new TrainingCorpus(record, path);
        var name = $"{number} {corpus.Name}";
        var comparison = Trainers.Select(trainer => trainer.Comparison(record, corpus)).FirstOrDefault(found => found is not null);
        return comparison is null
            ? GoldenCase.NotUnderstood(name, path, "no comparison for this trainer yet")
            : new GoldenCase(name, path, check =>
            {
                if (corpus.Missing is { } missing) check.Skip($"the data that were trained on are not beside the goldens: {missing}");
                else comparison(check);
            });
    }
}

using System.Text.Json;

namespace OmniHelix.Goldens.Groups;

/// <summary>What is compared of one kind of tokenizer trainer. To add one: implement it; it is found by reflection.</summary>
internal interface ITrainingCases
{
    /// <summary>The comparison of a record (a corpus, what was asked for, what came), or null when another trainer was asked.</summary>
    Action<GoldenCheck>? Comparison(JsonElement record, TrainingCorpus corpus);
}

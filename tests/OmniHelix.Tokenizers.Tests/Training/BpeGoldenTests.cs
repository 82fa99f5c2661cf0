using System.Text;
using System.Text.Json.Nodes;
using OmniHelix.Tokenizers.Training;

namespace OmniHelix.Tokenizers.Tests.Training;

public class BpeGoldenTests
{
    public static TheoryData<int> Cases => [.. Enumerable.Range(0, TrainingGolden.Cases.Count)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void TokensAndMergesEqualTheReference(int number)
    {
        var golden = TrainingGolden.Cases[number];
        var words = TrainingGolden.Words(golden);
        var expected = Strings(golden["vocab"]);
        var vocabulary = Train(golden["trainer"]!.GetValue<string>(), words, golden["args"]!, out var training);
        var stability = golden["stability"]!;
        if (stability["same_order"]!.GetValue<bool>())
        {
            Assert.Equal(expected, vocabulary);
            if (golden["merges"] is { } merges)
                Assert.Equal(Strings(merges), training!.Merges.Select(m => $"{vocabulary[m.Left]} {vocabulary[m.Right]}"));
        }
        else if (stability["same_set"]!.GetValue<bool>())
        {
            Assert.Equal(expected.Order(StringComparer.Ordinal), vocabulary.Order(StringComparer.Ordinal));
        }
        else
        {
            Assert.Empty(Strings(golden["in_every_run"]).Except(vocabulary));
        }
    }

    private static IReadOnlyList<string> Train(string trainer, WordCounts words, JsonNode args, out BpeTraining? training)
    {
        training = null;
        var size = args["vocab_size"]?.GetValue<int>() ?? 30_000;
        var least = args["min_frequency"]?.GetValue<long>() ?? 0;
        var special = Strings(args["special_tokens"]);
        if (trainer == "wordlevel")
            return WordLevelTrainer.Train(
                words, new WordLevelTrainerOptions { VocabularySize = size, MinFrequency = least, SpecialTokens = special });
        var options = new BpeTrainerOptions
        {
            VocabularySize = size,
            MinFrequency = least,
            SpecialTokens = special,
            LimitAlphabet = args["limit_alphabet"]?.GetValue<int>(),
            InitialAlphabet = [.. Strings(args["initial_alphabet"]).Select(text => Rune.GetRuneAt(text, 0))],
            ContinuingSubwordPrefix = args["continuing_subword_prefix"]?.GetValue<string>(),
            EndOfWordSuffix = args["end_of_word_suffix"]?.GetValue<string>(),
            MaxTokenLength = args["max_token_length"]?.GetValue<int>(),
        };
        training = trainer == "bpe" ? BpeTrainer.Train(words, options) : WordPieceTrainer.Train(words, options);
        return training.Vocabulary;
    }

    private static string[] Strings(JsonNode? list) => [.. (list?.AsArray() ?? []).Select(item => item!.GetValue<string>())];
}

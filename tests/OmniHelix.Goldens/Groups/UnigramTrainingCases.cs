using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OmniHelix.Tokenizers.Training;

namespace OmniHelix.Goldens.Groups;

/// <summary>
/// Unigram vocabularies: the tokens exactly, scores to 1e-9, the order where the reference keeps it from run to run. Characters that were
/// forced in get their scores from a hash order there. It adds logarithms of probabilities, which over a word of n characters reach about
/// -n and are rounded n times: for long words that is more than 1e-9.
/// </summary>
internal sealed class UnigramTrainingCases : ITrainingCases
{
    private const double Forced = 1e-3;

    private static readonly string[] GenomeNlpSpecials = ["<s>", "</s>", "<unk>", "<pad>", "<mask>"];

    public Action<GoldenCheck>? Comparison(JsonElement record, TrainingCorpus corpus)
    {
        if (record.TryGetProperty("trainer", out var trainer))
            return trainer.GetString() == "unigram" && record.TryGetProperty("sum_of_scores", out _)
                ? check => CompareSums(check, record, Train(record, corpus, isGenomeNlp: true, out var close), close)
                : null;
        var call = record.GetProperty("call").GetString()!;
        if (call is not ("tokenise_bio" or "UnigramTrainer+Metaspace")) return null;
        return check =>
        {
            try
            {
                var training = Train(record.GetProperty("args"), corpus, call == "tokenise_bio", out var close);
                if (record.TryGetProperty("error", out var error)) check.Fail("refusal", "a vocabulary", error.GetString()!);
                else Compare(check, record, training, close);
            }
            catch (OmniException e) when (record.TryGetProperty("error", out _))
            {
                check.Equal("refusal", e.Code, "OH1522");
            }
        };
    }

    private static UnigramTraining Train(JsonElement args, TrainingCorpus corpus, bool isGenomeNlp, out double close)
    {
        var words = new WordCounts();
        foreach (var text in corpus.Texts())
            foreach (var piece in TrainingCorpus.Pieces(Cased(text, args), Whole(args, "break_size") ?? 0))
                TrainingCorpus.AddWords(words, piece, isGenomeNlp);
        var longest = Enumerable.Range(0, words.Count).Max(word => words.Utf8(word).Length);
        close = 1e-9 + Math.ScaleB(1, -51) * longest * Math.Sqrt(longest);
        var options = new UnigramTrainerOptions
        {
            SpecialTokens = Strings(args, "special_tokens") ?? (isGenomeNlp ? GenomeNlpSpecials : []),
            UnknownToken = args.TryGetProperty("unk_token", out var unknown) ? unknown.GetString() : isGenomeNlp ? "<unk>" : null,
            InitialAlphabet = [.. (Strings(args, "initial_alphabet") ?? []).Select(letter => letter.EnumerateRunes().First())],
        };
        return UnigramTrainer.Train(words, options with
        {
            VocabularySize = Whole(args, "vocab_size") ?? options.VocabularySize,
            SubIterations = Whole(args, "n_sub_iterations") ?? options.SubIterations,
            MaxPieceLength = Whole(args, "max_piece_length") ?? options.MaxPieceLength,
            SeedSize = Whole(args, "seed_size") ?? options.SeedSize,
            ShrinkingFactor = args.TryGetProperty("shrinking_factor", out var factor) ? factor.GetDouble() : options.ShrinkingFactor,
        });
    }

    private static void Compare(GoldenCheck check, JsonElement record, UnigramTraining training, double close)
    {
        var expected = Scores(record.GetProperty("vocab"));
        var stability = record.GetProperty("stability");
        string[] tokens = [.. training.Vocabulary.Select(t => t.Token)];
        var unknown = record.GetProperty("unk_id");
        check.Equal("unk_id", training.UnknownId, unknown.ValueKind == JsonValueKind.Number ? unknown.GetInt32() : null);
        check.SameItems("tokens", tokens.Order(StringComparer.Ordinal), expected.Select(t => t.Token).Order(StringComparer.Ordinal));
        if (stability.GetProperty("same_order").GetBoolean()) check.SameItems("order", tokens, expected.Select(t => t.Token));

        var areForced = stability.GetProperty("max_score_difference").GetDouble() > close;
        var scores = expected.ToDictionary(t => t.Token, t => t.Score);
        var before = double.PositiveInfinity;
        foreach (var (token, score) in training.Vocabulary)
        {
            if (!scores.TryGetValue(token, out var reference)) continue;
            var allowed = areForced && token.EnumerateRunes().Count() == 1 ? Forced : close;
            check.Close(token, score, reference, new Tolerance(allowed, 0));
            if (score == 0) continue;
            check.Equal($"{token} stands where its score does", reference <= before + allowed, true);
            before = reference;
        }
    }

    private static void CompareSums(GoldenCheck check, JsonElement record, UnigramTraining training, double close)
    {
        string[] tokens = [.. training.Vocabulary.Select(t => t.Token)];
        check.Equal("n", tokens.Length, record.GetProperty("n").GetInt32());
        check.Equal("unique", training.Words, record.GetProperty("unique").GetInt32());
        check.Equal("tokens", Sum(tokens.OrderBy(t => t, StringComparer.Ordinal)), record.GetProperty("sha256_sorted_tokens").GetString());
        if (record.TryGetProperty("sha256_tokens_in_order", out var order)) check.Equal("order", Sum(tokens), order.GetString());
        check.Close(
            "sum of scores", training.Vocabulary.Sum(t => t.Score), record.GetProperty("sum_of_scores").GetDouble(),
            new Tolerance(close * tokens.Length, 0));
        var scores = training.Vocabulary.ToDictionary(t => t.Token, t => t.Score);
        foreach (var part in (string[])["first", "middle", "last"])
            foreach (var (token, score) in Scores(record.GetProperty(part)))
                check.Close(token, scores.GetValueOrDefault(token, double.NaN), score, new Tolerance(close, 0));
    }

    private static string Sum(IEnumerable<string> tokens) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', tokens))));

    private static List<(string Token, double Score)> Scores(JsonElement pairs) =>
        [.. pairs.EnumerateArray().Select(pair => (pair[0].GetString()!, pair[1].GetDouble()))];

    private static string Cased(string text, JsonElement args) => args.TryGetProperty("case", out var letters)
        ? letters.GetString() switch
        {
            "upper" => text.ToUpperInvariant(),
            "lower" => text.ToLowerInvariant(),
            _ => text,
        }
        : text;

    private static int? Whole(JsonElement args, string name) => args.TryGetProperty(name, out var value) ? value.GetInt32() : null;

    private static string[]? Strings(JsonElement args, string name) =>
        args.TryGetProperty(name, out var value) ? [.. value.EnumerateArray().Select(item => item.GetString()!)] : null;
}

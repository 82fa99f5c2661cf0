using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using OmniHelix.Tokenizers.Tokens;
using OmniHelix.Tokenizers.Training;

namespace OmniHelix.Goldens.Groups;

/// <summary>
/// Vocabularies of byte-pair encoding, WordPiece and whole words: tokens and merges exactly, or the set of tokens, or those of every run,
/// as far as the reference itself gives the same again.
/// </summary>
internal sealed partial class BpeTrainingCases : ITrainingCases
{
    public Action<GoldenCheck>? Comparison(JsonElement record, TrainingCorpus corpus)
    {
        if (!record.TryGetProperty("trainer", out var name) || name.GetString() is not ("bpe" or "wordpiece" or "wordlevel")) return null;
        return record.TryGetProperty("files", out _)
            ? check => CompareSums(check, record, corpus)
            : check => Compare(check, record, corpus);
    }

    private static void Compare(GoldenCheck check, JsonElement record, TrainingCorpus corpus)
    {
        var words = new WordCounts();
        var preTokenizer = record.GetProperty("pre_tokenizer").GetString();
        foreach (var text in corpus.Texts())
            foreach (var word in Split(text, preTokenizer)) words.Add(word);
        var args = record.GetProperty("args");
        var (tokens, merges) = Train(record.GetProperty("trainer").GetString()!, words, args);
        var expected = Strings(record, "vocab");
        var stability = record.GetProperty("stability");
        if (stability.GetProperty("same_order").GetBoolean())
        {
            check.SameItems("tokens", tokens, expected);
            if (record.TryGetProperty("merges", out _)) check.SameItems("merges", merges, Strings(record, "merges"));
        }
        else if (stability.GetProperty("same_set").GetBoolean())
        {
            check.SameItems("tokens", tokens.Order(StringComparer.Ordinal), expected.Order(StringComparer.Ordinal));
        }
        else
        {
            check.SameItems("missing tokens of every run", Strings(record, "in_every_run").Except(tokens), []);
        }
    }

    private static void CompareSums(GoldenCheck check, JsonElement record, TrainingCorpus corpus)
    {
        var what = Pieces().Match(record.GetProperty("corpus").GetString()!);
        int Number(string group) => int.Parse(what.Groups[group].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
        var words = new WordCounts();
        foreach (var piece in TrainingCorpus.Pieces(corpus.Texts().First()[Number("from")..Number("to")], Number("size"))) words.Add(piece);
        var (tokens, merges) = Train(record.GetProperty("trainer").GetString()!, words, record);
        check.Equal("n", tokens.Count, record.GetProperty("n").GetInt32());
        check.Equal("tokens", Sum(tokens), record.GetProperty("sha256_tokens_in_order").GetString());
        check.Equal("merges", Sum(merges), record.GetProperty("sha256_merges").GetString());
    }

    private static (IReadOnlyList<string> Tokens, IReadOnlyList<string> Merges) Train(string trainer, WordCounts words, JsonElement args)
    {
        var size = args.TryGetProperty("vocab_size", out var wanted) ? wanted.GetInt32() : 30_000;
        var least = args.TryGetProperty("min_frequency", out var frequency) ? frequency.GetInt64() : 0;
        var special = Strings(args, "special_tokens");
        if (trainer == "wordlevel")
        {
            var wordLevel = new WordLevelTrainerOptions { VocabularySize = size, MinFrequency = least, SpecialTokens = special };
            return (WordLevelTrainer.Train(words, wordLevel), []);
        }
        var options = new BpeTrainerOptions
        {
            VocabularySize = size,
            MinFrequency = least,
            SpecialTokens = special,
            LimitAlphabet = args.TryGetProperty("limit_alphabet", out var limit) ? limit.GetInt32() : null,
            InitialAlphabet = [.. Strings(args, "initial_alphabet").Select(text => Rune.GetRuneAt(text, 0))],
            ContinuingSubwordPrefix = args.TryGetProperty("continuing_subword_prefix", out var prefix) ? prefix.GetString() : null,
            EndOfWordSuffix = args.TryGetProperty("end_of_word_suffix", out var suffix) ? suffix.GetString() : null,
            MaxTokenLength = args.TryGetProperty("max_token_length", out var length) ? length.GetInt32() : null,
        };
        var training = trainer == "bpe" ? BpeTrainer.Train(words, options) : WordPieceTrainer.Train(words, options);
        var tokens = training.Vocabulary;
        return (tokens, [.. training.Merges.Select(merge => $"{tokens[merge.Left]} {tokens[merge.Right]}")]);
    }

    private static IEnumerable<string> Split(string text, string? preTokenizer) => preTokenizer switch
    {
        null => [text],
        "ws" => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
        "bert" => BertWords().Matches(text).Select(match => match.Value),
        "bytelevel" => ByteLevelWords().Matches(text)
            .Select(match => string.Concat(Encoding.UTF8.GetBytes(match.Value).Select(ByteAlphabet.OfByte))),
        _ => throw new JsonException($"no pre-tokenizer is called '{preTokenizer}'"),
    };

    private static string Sum(IEnumerable<string> lines) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));

    private static string[] Strings(JsonElement record, string name) =>
        record.TryGetProperty(name, out var list) ? [.. list.EnumerateArray().Select(item => item.GetString()!)] : [];

    [GeneratedRegex(@"^first record, bases (?<from>[\d,]+)\.\.(?<to>[\d,]+), cut in (?<size>[\d,]+)-base pieces, no pre-tokenizer$")]
    private static partial Regex Pieces();

    [GeneratedRegex(@"[\p{P}$+<=>^`|~]|[^\s\p{P}$+<=>^`|~]+")]
    private static partial Regex BertWords();

    [GeneratedRegex(@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+")]
    private static partial Regex ByteLevelWords();
}

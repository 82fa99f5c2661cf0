using System.Buffers;
using System.Text.Json.Nodes;
using OmniHelix.Data.Records;
using OmniHelix.Tokenizers;

namespace OmniHelix.Workflows.Tokenizers;

/// <summary>Learns a tokenizer from records.</summary>
/// <param name="options">What is learned.</param>
public sealed class TokenizerTrainWorkflow(TokenizerTrainOptions options)
{
    /// <summary>Reads all records, then learns.</summary>
    /// <param name="records">Sequences; each is used once.</param>
    /// <param name="read">Is told how many were read.</param>
    /// <param name="progress">Is told what is done.</param>
    /// <param name="cancellation">Ends it between records and between parts of a step.</param>
    /// <exception cref="UsageException">
    /// OH1521, OH1532 an option out of its range; OH1522 too small a vocabulary; OH1525 an option without use.
    /// </exception>
    /// <exception cref="OmniException">OH1520, OH1531 too long a corpus; OH1523, OH1530 one without words.</exception>
    public TokenizerTrainOutcome Run(
        IEnumerable<Example> records,
        IProgress<long>? read = null,
        IProgress<TokenizerTrainingStep>? progress = null,
        CancellationToken cancellation = default)
    {
        var training = new TokenizerTraining(options.ToTraining());
        var specials = new SpecialTokenSearch(options.SpecialTokens);
        foreach (var record in records)
        {
            cancellation.ThrowIfCancellationRequested();
            specials.Search(record);
            training.Add(record.Sequence);
            read?.Report(training.Sequences);
        }
        var trained = training.Train(progress, cancellation);
        return new TokenizerTrainOutcome(options, trained)
        {
            Sequences = training.Sequences,
            Characters = training.Characters,
            Words = training.Words,
            SpecialTokensInText = specials.Found,
            FirstSpecialToken = specials.FirstPlace,
        };
    }

    /// <summary>Special tokens that stand in the text, where they are letters like any others.</summary>
    private sealed class SpecialTokenSearch(IReadOnlyList<string> tokens)
    {
        private readonly SearchValues<string> search =
            SearchValues.Create([.. tokens.Where(token => token.Length > 0)], StringComparison.Ordinal);

        public long Found { get; private set; }

        public string? FirstPlace { get; private set; }

        public void Search(Example record)
        {
            var rest = record.Sequence.AsSpan();
            for (int at; (at = rest.IndexOfAny(search)) >= 0; rest = rest[(at + 1)..])
            {
                Found++;
                FirstPlace ??= FormattableString.Invariant(
                    $"{record.Place} ({record.Id}), letter {record.Sequence.Length - rest.Length + at + 1}");
            }
        }
    }
}

/// <summary>A tokenizer that was learned, and from what.</summary>
/// <param name="Options">What was asked for.</param>
/// <param name="Trained">The tokenizer.</param>
public sealed record TokenizerTrainOutcome(TokenizerTrainOptions Options, TrainedTokenizer Trained)
{
    private const string FileEnding = ".json";

    /// <summary>Sequences read.</summary>
    public required long Sequences { get; init; }

    /// <summary>Letters read, each strand counted.</summary>
    public required long Characters { get; init; }

    /// <summary>Words that they were cut into, each as often as it occurs.</summary>
    public required long Words { get; init; }

    /// <summary>How often special tokens stand in the text, where they were read as letters.</summary>
    public required long SpecialTokensInText { get; init; }

    /// <summary>The first of them; null for none.</summary>
    public required string? FirstSpecialToken { get; init; }

    /// <summary>
    /// Whether letters that the vocabulary lacks will leave no trace in what is encoded: byte pair encoding without an unknown token drops
    /// them.
    /// </summary>
    public bool DropsUnknownLetters => Options.Model == TokenModel.Bpe && Trained.Tokenizer.Special.Unknown is null;

    /// <summary>A token for what the vocabulary lacks that was not asked for, as a Unigram model needs one; null for none.</summary>
    public string? AddedUnknown =>
        Options.Model == TokenModel.Unigram && Trained.Tokenizer.SpecialTokensMap.GetValueOrDefault("unk_token") is { } token
        && !Options.SpecialTokens.Contains(token)
            ? token
            : null;

    /// <summary>The learned tokens with their scores, from the most probable on; empty for models without scores.</summary>
    public IReadOnlyList<(string Token, double Score)> ByScore
    {
        get
        {
            var tokenizer = Trained.Tokenizer;
            if (tokenizer.Scores is not { } scores) return [];
            return [.. Enumerable.Range(0, scores.Count).Where(id => !tokenizer.IsSpecial(id) && id != tokenizer.Special.Unknown)
                .Select(id => (tokenizer.TokenOf(id), scores[id])).OrderByDescending(token => token.Item2)];
        }
    }

    /// <summary>Letters of the longest token.</summary>
    public int Longest => Enumerable.Range(0, Trained.Tokenizer.VocabularySize).Max(id => Trained.Tokenizer.LettersOf(id).Length);

    /// <summary>Whether a name is that of a file, and not of a folder.</summary>
    public static bool IsFile(string path) => Path.GetExtension(path).Equals(FileEnding, StringComparison.OrdinalIgnoreCase);

    /// <summary>Writes a <c>tokenizer.json</c>, or a folder of a tokenizer where the name does not end in <c>.json</c>.</summary>
    /// <exception cref="OmniException">OH600x: it cannot be written.</exception>
    public void Write(string path)
    {
        if (IsFile(path)) AtomicFile.WriteText(path, Trained.Json);
        else AtomicFolder.Add(path, Trained.Tokenizer.SavePretrained);
    }

    /// <summary>For programs.</summary>
    /// <param name="shown">Tokens of either end of the scores.</param>
    public JsonObject ToJson(int shown = 10)
    {
        var byScore = ByScore;
        return new()
        {
            ["model"] = Options.Model.ToString().ToLowerInvariant(),
            ["requested"] = Trained.Requested,
            ["found"] = Trained.Found,
            ["sequences"] = Sequences,
            ["characters"] = Characters,
            ["words"] = Words,
            ["longest_token"] = Longest,
            ["special_tokens_in_text"] = SpecialTokensInText,
            ["first_special_token"] = FirstSpecialToken,
            ["drops_unknown_letters"] = DropsUnknownLetters,
            ["most_probable"] = Scored(byScore.Take(shown)),
            ["least_probable"] = Scored(byScore.TakeLast(shown)),
        };
    }

    private static JsonArray Scored(IEnumerable<(string Token, double Score)> tokens) =>
        new([.. tokens.Select(token => new JsonObject { ["token"] = token.Token, ["score"] = token.Score })]);
}

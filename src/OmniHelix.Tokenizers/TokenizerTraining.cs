using System.Buffers;
using System.Text.Json.Nodes;
using OmniHelix.Documents;
using OmniHelix.Sequences;
using OmniHelix.Tokenizers.PreTokenization;
using OmniHelix.Tokenizers.Training;

namespace OmniHelix.Tokenizers;

/// <summary>Learns a tokenizer from sequences: reads them into words, trains the model, and writes it as a <c>tokenizer.json</c>.</summary>
/// <example><code>
/// var training = new TokenizerTraining(new TokenizerTrainingOptions { VocabularySize = 4096 });
/// foreach (var sequence in sequences) training.Add(sequence);
/// var trained = training.Train();
/// trained.Tokenizer.SavePretrained("tokens");
/// </code></example>
public sealed class TokenizerTraining
{
    private static readonly SearchValues<char> Nucleotides = SearchValues.Create("ACGTURYSWKMBDHVNacgturyswkmbdhvn-.");
    private static readonly string[] UnknownNames = ["<unk>", "[UNK]"];

    private readonly TokenizerTrainingOptions options;
    private readonly TokenPipeline pipeline;
    private readonly WordCounts words = new();
    private readonly PreTokenizedText text = new();

    /// <param name="options">What is learned.</param>
    /// <exception cref="UsageException">
    /// OH1525: an option that the kind of model has no use for, a special token without letters or twice.
    /// </exception>
    public TokenizerTraining(TokenizerTrainingOptions options)
    {
        options.Check();
        this.options = options;
        // The way to the words is that of the tokenizer which comes out, whose vocabulary is empty yet.
        var empty = TokenizerDocument.Make(options.Model, [], TokenizerDocument.Empty(options.Model));
        pipeline = TokenPipeline.Read(Document.ParseJson(empty.ToJsonString(), TokenizerDocument.FileName, TokenizerConfig.Kind));
    }

    /// <summary>Sequences read so far.</summary>
    public long Sequences { get; private set; }

    /// <summary>Characters read so far, each strand counted.</summary>
    public long Characters { get; private set; }

    /// <summary>Words that they were cut into, each as often as it occurs.</summary>
    public long Words => words.Total;

    /// <summary>Takes a sequence.</summary>
    /// <exception cref="OmniException">OH1524: both strands are asked for of letters that have no complement.</exception>
    public void Add(ReadOnlySpan<char> sequence)
    {
        Sequences++;
        AddStrand(sequence);
        if (!options.BothStrands) return;
        if (sequence.IndexOfAnyExcept(Nucleotides) is >= 0 and var at)
            throw new OmniException(
                "OH1524", $"'{sequence[at]}' has no complement, so that there is no other strand to learn from",
                FormattableString.Invariant($"sequence {Sequences}, letter {at + 1}"), "Leave the other strand out for proteins and text.");
        AddStrand(Alphabet.ReverseComplement(sequence, rna: sequence.ContainsAny('U', 'u')));
    }

    /// <summary>Learns the tokens of what was added.</summary>
    /// <param name="progress">Told what is done.</param>
    /// <param name="cancellation">Ends training between parts of a step.</param>
    /// <exception cref="UsageException">OH1521, OH1532 an option out of its range; OH1522 too small a vocabulary.</exception>
    /// <exception cref="OmniException">OH1520, OH1531 too long a corpus; OH1523, OH1530 one without words.</exception>
    public TrainedTokenizer Train(IProgress<TokenizerTrainingStep>? progress = null, CancellationToken cancellation = default)
    {
        var unknown = options.SpecialTokens.FirstOrDefault(UnknownNames.Contains);
        var threads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount;
        var (tokens, model) = options.Model switch
        {
            TokenModel.Unigram => TrainUnigram(unknown ?? UnknownNames[0], threads, progress, cancellation),
            TokenModel.WordLevel => TrainWords(unknown),
            _ => TrainPairs(unknown, threads, progress, cancellation),
        };
        var document = TokenizerDocument.Make(options.Model, options.SpecialTokens, model);
        return new TrainedTokenizer(TokenizerDocument.Text(document)) { Requested = options.VocabularySize, Found = tokens };
    }

    private void AddStrand(ReadOnlySpan<char> strand)
    {
        Characters += strand.Length;
        var size = options.BreakSize > 0 ? options.BreakSize : Math.Max(1, strand.Length);
        for (var start = 0; start < strand.Length; start += size)
            AddPiece(strand.Slice(start, Math.Min(size, strand.Length - start)));
    }

    private void AddPiece(ReadOnlySpan<char> piece)
    {
        text.Text.Load(piece, 0);
        if (options.Case is { } letters)
            foreach (ref var letter in text.Text.Characters)
                letter = letters == LetterCase.Upper ? char.ToUpperInvariant(letter) : char.ToLowerInvariant(letter);
        pipeline.Normalizer?.Normalize(text.Text);
        text.Pieces.Clear();
        if (text.Text.Length == 0) return;
        text.Pieces.Add(new Piece(0, text.Text.Length, null));
        pipeline.PreTokenizer?.Split(text);
        foreach (var word in text.Pieces) words.Add(text.Text.Characters[word.Start..word.End]);
    }

    private (int Tokens, JsonObject Model) TrainUnigram(
        string unknown, int threads, IProgress<TokenizerTrainingStep>? progress, CancellationToken cancellation)
    {
        var asked = new UnigramTrainerOptions
        {
            VocabularySize = options.VocabularySize,
            SpecialTokens = options.SpecialTokens,
            UnknownToken = unknown,
            PruningLoss = options.PruningLoss,
            Threads = threads,
        };
        if (options.MaxTokenLength is { } longest) asked = asked with { MaxPieceLength = longest };
        var told = progress is null ? null : new Told<UnigramStep>(
            step => progress.Report(new TokenizerTrainingStep(NameOf(step.Phase), step.Pieces, null)));
        var training = UnigramTrainer.Train(words, asked, told, cancellation);
        return (training.Vocabulary.Count, TokenizerDocument.Unigram(training.Vocabulary, training.UnknownId));
    }

    private (int Tokens, JsonObject Model) TrainPairs(
        string? unknown, int threads, IProgress<TokenizerTrainingStep>? progress, CancellationToken cancellation)
    {
        var asked = new BpeTrainerOptions
        {
            VocabularySize = options.VocabularySize,
            SpecialTokens = options.SpecialTokens,
            MinFrequency = options.MinFrequency,
            MaxTokenLength = options.MaxTokenLength,
            Threads = threads,
        };
        var told = progress is null ? null : new Told<BpeProgress>(
            step => progress.Report(new TokenizerTrainingStep("merging pairs", step.Tokens, step.Requested)));
        var training = options.Model == TokenModel.WordPiece
            ? WordPieceTrainer.Train(words, asked, told, cancellation)
            : BpeTrainer.Train(words, asked, told, cancellation);
        var model = options.Model == TokenModel.WordPiece
            ? TokenizerDocument.WordPiece(training.Vocabulary, unknown)
            : TokenizerDocument.Bpe(training.Vocabulary, training.Merges, unknown);
        return (training.Vocabulary.Count, model);
    }

    private (int Tokens, JsonObject Model) TrainWords(string? unknown)
    {
        var asked = new WordLevelTrainerOptions
        {
            VocabularySize = options.VocabularySize,
            SpecialTokens = options.SpecialTokens,
            MinFrequency = options.MinFrequency,
        };
        var vocabulary = WordLevelTrainer.Train(words, asked);
        return (vocabulary.Count, TokenizerDocument.WordLevel(vocabulary, unknown));
    }

    private static string NameOf(UnigramPhase phase) => phase switch
    {
        UnigramPhase.Sorting => "sorting positions",
        UnigramPhase.Seeds => "finding repeats",
        UnigramPhase.Expectation => "estimating",
        _ => "pruning",
    };

    // Reports on the thread that trains, so that nothing comes late.
    private sealed class Told<T>(Action<T> tell) : IProgress<T>
    {
        public void Report(T value) => tell(value);
    }
}

/// <summary>A step of training a tokenizer.</summary>
/// <param name="Name">What was done: <c>pruning</c>.</param>
/// <param name="Tokens">Tokens, or pieces that may become some, after it.</param>
/// <param name="Target">How many are wanted; null when it is not known how far it goes.</param>
public readonly record struct TokenizerTrainingStep(string Name, int Tokens, int? Target);

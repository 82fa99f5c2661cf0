using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OmniHelix.Data.Records;
using OmniHelix.Tokenizers;
using OmniHelix.Tokenizers.Tokens;

namespace OmniHelix.Workflows.Tokenizers;

/// <summary>
/// What becomes of a vocabulary when sequences are cut into pieces before it is learned: a tokenizer for each size of the pieces, compared
/// with the one of whole sequences, or else of the longest pieces.
/// </summary>
public sealed class BreakSizeExperiment
{
    private const string WordMark = "▁";

    // Of fewer records a share is no fair sample.
    private const int LeastRecords = 20;

    private BreakSizeExperiment(IReadOnlyList<BreakSizeTrial> trials) => Trials = trials;

    /// <summary>One for each size, the one that all are compared with first, then from the shortest pieces on.</summary>
    public IReadOnlyList<BreakSizeTrial> Trials { get; }

    /// <summary>Learns and compares.</summary>
    /// <param name="records">Sequences.</param>
    /// <param name="sizes">Sizes, and what is held out.</param>
    /// <param name="options">What is learned; its own break size does not count.</param>
    /// <param name="progress">Is told what is done, by size.</param>
    /// <param name="cancellation">Ends it between parts of a step.</param>
    /// <exception cref="UsageException">OH1521 no size, or options out of their range; OH1522 too small a vocabulary.</exception>
    /// <exception cref="OmniException">OH1520, OH1531 too long a corpus; OH1523, OH1530 one without words.</exception>
    public static BreakSizeExperiment Run(
        IEnumerable<Example> records, BreakSizeOptions sizes, TokenizerTrainOptions options,
        IProgress<BreakSizeStep>? progress = null, CancellationToken cancellation = default)
    {
        if (sizes.Sizes.Count == 0) throw new UsageException("OH1521", "there is no break size to try", "--sizes");
        var all = records.ToList();
        var (learned, held) = HoldOut(all, sizes.HeldOut);
        var reference = sizes.Sizes.Contains(0) ? 0 : sizes.Sizes.Max();
        BreakSizeTrial? first = null;
        var trials = new List<BreakSizeTrial>();
        foreach (var size in sizes.Sizes.Distinct().Order().Prepend(reference).Distinct())
        {
            var told = progress is null ? null : new Told(step => progress.Report(new BreakSizeStep(size, step)));
            var outcome = new TokenizerTrainWorkflow(options with { BreakSize = size }).Run(learned, null, told, cancellation);
            var trial = Compare(size, outcome, first, held);
            first ??= trial;
            trials.Add(trial);
        }
        return new BreakSizeExperiment(trials);
    }

    /// <summary>A line for each size, separated by tabs, with a line of names above.</summary>
    public string ToTsv()
    {
        var text = new StringBuilder(
            "break_size\twords\ttokens\tshared\tshared_fraction\tweight_variance\tword_mark_weight\theld_out_tokens_per_letter\n");
        foreach (var trial in Trials)
            text.Append(CultureInfo.InvariantCulture, $"{trial.Size}\t{trial.Outcome.Words}\t{trial.Tokens}\t{trial.Shared}\t")
                .Append(CultureInfo.InvariantCulture, $"{trial.SharedFraction:R}\t{trial.WeightVariance:R}\t{trial.WordMarkWeight:R}\t")
                .Append(CultureInfo.InvariantCulture, $"{trial.HeldOutTokensPerLetter:R}\n");
        return text.ToString();
    }

    /// <summary>For programs.</summary>
    public JsonObject ToJson() => new()
    {
        ["trials"] = new JsonArray([.. Trials.Select(trial => new JsonObject
        {
            ["break_size"] = trial.Size,
            ["words"] = trial.Outcome.Words,
            ["tokens"] = trial.Tokens,
            ["shared"] = trial.Shared,
            ["shared_fraction"] = trial.SharedFraction,
            ["weight_variance"] = trial.WeightVariance,
            ["word_mark_weight"] = trial.WordMarkWeight,
            ["held_out_tokens_per_letter"] = trial.HeldOutTokensPerLetter,
        })]),
    };

    // Whole records where there are many, evenly over the file; of a few long ones the ends.
    private static (List<Example> Learned, List<string> Held) HoldOut(List<Example> all, double share)
    {
        if (all.Count < LeastRecords)
            return (
                all.ConvertAll(record => record with { Sequence = record.Sequence[..Learned(record, share)] }),
                all.ConvertAll(record => record.Sequence[Learned(record, share)..]));
        bool IsHeld(int at) => Math.Floor((at + 1) * share) > Math.Floor(at * share);
        return (
            [.. all.Where((_, at) => !IsHeld(at))],
            [.. all.Where((_, at) => IsHeld(at)).Select(record => record.Sequence)]);
    }

    private static int Learned(Example record, double heldOut) =>
        record.Sequence.Length - (int)Math.Round(record.Sequence.Length * heldOut, MidpointRounding.AwayFromZero);

    private static BreakSizeTrial Compare(
        int size, TokenizerTrainOutcome outcome, BreakSizeTrial? first, IReadOnlyList<string> held)
    {
        var tokenizer = outcome.Trained.Tokenizer;
        var other = (first?.Outcome ?? outcome).Trained.Tokenizer;
        var shared = 0;
        var squares = 0.0;
        for (var id = 0; id < tokenizer.VocabularySize; id++)
        {
            if (other.IdOf(tokenizer.TokenOf(id)) is not { } same) continue;
            shared++;
            if (tokenizer.Scores is { } own && other.Scores is { } theirs) squares += Math.Pow(own[id] - theirs[same], 2);
        }
        return new BreakSizeTrial(size, outcome)
        {
            Shared = shared,
            // Of two values the variance is half the square of their difference.
            WeightVariance = tokenizer.Scores is null ? null : squares / 2 / Math.Max(1, shared),
            WordMarkWeight = tokenizer.Scores is { } scores && tokenizer.IdOf(WordMark) is { } mark ? scores[mark] : null,
            HeldOutTokensPerLetter = TokensPerLetter(tokenizer, held),
        };
    }

    private static double? TokensPerLetter(OmniTokenizer tokenizer, IReadOnlyList<string> sequences)
    {
        var tokens = 0L;
        var buffer = new TokenBuffer();
        foreach (var sequence in sequences)
        {
            buffer.Clear();
            tokenizer.EncodeContent(sequence, buffer);
            tokens += buffer.Count;
        }
        var letters = sequences.Sum(sequence => (long)sequence.Length);
        return letters == 0 ? null : (double)tokens / letters;
    }

    // Reports on the thread that trains, so that nothing comes late.
    private sealed class Told(Action<TokenizerTrainingStep> tell) : IProgress<TokenizerTrainingStep>
    {
        public void Report(TokenizerTrainingStep value) => tell(value);
    }
}

/// <summary>A tokenizer that was learned from pieces of one size.</summary>
/// <param name="Size">Letters of a piece; 0 for whole sequences.</param>
/// <param name="Outcome">The tokenizer.</param>
public sealed record BreakSizeTrial(int Size, TokenizerTrainOutcome Outcome)
{
    /// <summary>Tokens of the vocabulary, special tokens included.</summary>
    public int Tokens => Outcome.Trained.Found;

    /// <summary>Of these, how many the tokenizer has that all are compared with.</summary>
    public required int Shared { get; init; }

    /// <summary><see cref="Shared"/> as a part of the tokens.</summary>
    public double SharedFraction => (double)Shared / Math.Max(1, Tokens);

    /// <summary>
    /// Mean over the shared tokens of the variance (divisor n − 1) of the two scores; null for models without scores.
    /// </summary>
    public required double? WeightVariance { get; init; }

    /// <summary>Score of the mark of words, <c>▁</c>, alone; null where it is no token.</summary>
    public required double? WordMarkWeight { get; init; }

    /// <summary>Tokens per letter of what was held out; null when nothing was.</summary>
    public required double? HeldOutTokensPerLetter { get; init; }
}

/// <summary>A step of learning at one size.</summary>
/// <param name="Size">Letters of a piece; 0 for whole sequences.</param>
/// <param name="Step">The step.</param>
public readonly record struct BreakSizeStep(int Size, TokenizerTrainingStep Step);

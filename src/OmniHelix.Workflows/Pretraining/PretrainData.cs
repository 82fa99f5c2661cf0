using System.Runtime.InteropServices;
using OmniHelix.Data.DataSets;
using OmniHelix.Data.Labels;
using OmniHelix.Data.Leakage;
using OmniHelix.Data.Records;
using OmniHelix.Data.Tokens;
using OmniHelix.Models;
using OmniHelix.Tokenizers;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Workflows.Pretraining;

/// <summary>The sequences of a pre-training run as tokens.</summary>
/// <param name="Train">Rows to learn from.</param>
/// <param name="Valid">Rows kept out to measure the loss on.</param>
/// <param name="Splits">The training splits that the rows come from, for the card of the model.</param>
internal sealed record PretrainData(RaggedTokens Train, RaggedTokens Valid, IReadOnlyList<TrainingData> Splits)
{
    private const int WordLength = 11;

    /// <summary>Reads the data sets, leaves out what repeats or is near a test split, and puts a share aside.</summary>
    /// <exception cref="OmniException">Whatever is wrong with the data; OH5053 fewer than two sequences.</exception>
    /// <exception cref="UsageException">OH5022: structures are asked for, and there are none.</exception>
    public static PretrainData Read(PretrainOptions options, OmniTokenizer tokenizer, RunObserver observer, CancellationToken cancellation)
    {
        var reading = new DataSetOptions { ValidationShare = 0, Uracil = tokenizer.Uracil, Molecule = tokenizer.Molecule };
        var sets = options.Data.Select(path => DataSetFolder.Open(path, reading)).ToList();
        var all = Distinct(sets, options.ExcludeNearTest, observer);
        if (all.Count < 2)
            throw new OmniException(
                "OH5053", "there is no row to train on", string.Join(", ", options.Data),
                "Pre-training needs at least two different sequences: one is kept out to measure the loss on.");
        new Xoshiro256(options.Trainer.Seed).Shuffle(CollectionsMarshal.AsSpan(all));
        var aside = Math.Clamp((int)(all.Count * options.ValidationShare), 1, all.Count - 1);
        var length = new LengthOptions(Math.Min(options.MaxLength, tokenizer.MaxLength), LengthPolicy.Window, options.WindowOverlap);
        var structures = options.Structures ? Structures(sets, all) : null;
        var splits = sets.Select(set => TrainingData.Of(
            set.Config.TaskName ?? set.Path, (set.Train ?? []).Select(example => example.Sequence), options.Structures));
        return new PretrainData(Build("train", all[aside..]), Build("valid", all[..aside]), [.. splits]);

        RaggedTokens Build(string name, List<Example> examples)
        {
            var tokens = RaggedTokens.Build(examples, tokenizer, length, structures, cancellationToken: cancellation);
            observer.Message(
                FormattableString.Invariant($"{name}: {Plural.Count(tokens.Count, "row")}, {Plural.Count(tokens.TokenCount, "token")}."));
            SplitNotes.Tell(observer, name, tokens, length, tokenizer);
            return tokens;
        }
    }

    private static List<Example> Distinct(List<DataSet> sets, double? excludeNearTest, RunObserver observer)
    {
        var all = sets.SelectMany(s => s.Train ?? []).DistinctBy(e => e.Sequence).ToList();
        observer.Message(FormattableString.Invariant($"{all.Count} distinct training sequences in {sets.Count} data sets."));
        var test = sets.SelectMany(s => s.Test ?? []).Select(e => e.Sequence).ToList();
        if (excludeNearTest is not { } share || test.Count == 0) return all;
        var near = NearDuplicates.Find(test, [.. all.Select(e => e.Sequence)], WordLength, share).Select(n => n.TestIndex).ToHashSet();
        observer.Message(FormattableString.Invariant(
            $"{near.Count} of them share at least {share:P0} of their {WordLength}-mers with a test sequence and are left out."));
        return [.. all.Where((_, i) => !near.Contains(i))];
    }

    private static LabelEncoder Structures(List<DataSet> sets, List<Example> examples)
    {
        foreach (var set in sets)
            if (set.Config.TaskType != TaskType.TokenClassification)
                throw new UsageException(
                    "OH5022", "the data set has no secondary structures to learn", set.Path,
                    "Its config.json must say \"task_type\": \"token_classification\", with a label2id of structure symbols.");
        // Symbols of pseudoknots are left out, as the data sets themselves do.
        var labels = LabelEncoder.For(TaskType.TokenClassification, examples, sets[0].Config.Labels, ignoreUnknown: true);
        labels.Check(examples);
        return labels;
    }
}

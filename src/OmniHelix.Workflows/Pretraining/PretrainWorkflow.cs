using OmniHelix.Data.DataSets;
using OmniHelix.Data.Labels;
using OmniHelix.Data.Leakage;
using OmniHelix.Data.Records;
using OmniHelix.Data.Tokens;
using OmniHelix.Models;
using OmniHelix.Tokenizers;
using OmniHelix.Training;
using OmniHelix.Training.MaskedLanguageModels;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Workflows.Pretraining;

/// <summary>What pre-training gave.</summary>
/// <param name="Folder">The run; the model is in <c>model/</c>.</param>
/// <param name="State">Where training ended.</param>
/// <param name="Valid">Loss, perplexity and accuracy on the sequences kept out.</param>
/// <param name="Parameters">Trainable numbers.</param>
/// <param name="TokensPerSecond">Of this session.</param>
public sealed record PretrainOutcome(string Folder, TrainingState State, IReadOnlyDictionary<string, double> Valid, long Parameters, double TokensPerSecond);

/// <summary>Trains an encoder to predict hidden tokens of sequences (masked language modelling, Devlin et al. 2019).</summary>
public sealed class PretrainWorkflow(PretrainOptions options, RunObserver observer)
{
    private const int WordLength = 11;

    /// <summary>Runs, or goes on.</summary>
    /// <param name="manifest">Makes the manifest once the files are known.</param>
    /// <param name="cancellation">Stops after the step under way; the run can be resumed.</param>
    public PretrainOutcome Run(Func<RunManifest> manifest, CancellationToken cancellation)
    {
        options.Trainer.Validate();
        RunFolder.Check(options.Output, options.Existing);
        var tokenizer = OmniTokenizer.FromPretrained(File.Exists(options.Model) ? Path.GetDirectoryName(Path.GetFullPath(options.Model))! : options.Model);
        var (train, valid) = Sequences(tokenizer, cancellation);
        var made = RunFolder.Open(options.Output, options.Existing, manifest(), [.. options.Data, options.Model], observer);
        using var model = OmniModel.Create(Start(), TaskType.MaskedLanguageModel, new OmniModelOptions(), options.Trainer.Seed);
        model.To(options.Trainer.Device, Torch.DType.Float32);
        var batch = new BatchOptions { TokenBudget = options.TokenBudget, Shuffle = true, Seed = options.Trainer.Seed };
        var masking = options.Masking with { Seed = options.Trainer.Seed };
        var check = new MaskedEvaluation(new MaskedBatches(valid, tokenizer, batch with { Shuffle = false }, masking), tokenizer.Special.Mask!.Value, options.Trainer.Precision, options.Trainer.Device);
        EvaluationScore Validate(CancellationToken token)
        {
            var values = check.Run(model, token);
            return new EvaluationScore(values["loss"], values);
        }
        var trainer = new Trainer(model, options.Trainer, new MaskedBatches(train, tokenizer, batch, masking), options.Output, ("loss", false), Validate);
        var outcome = trainer.Run(observer.ForTraining(), cancellation);
        var folder = Path.Combine(options.Output, "model");
        model.SavePretrained(folder);
        tokenizer.SavePretrained(folder);
        (made with { Finished = TimeProvider.System.GetUtcNow() }).Write(options.Output);
        return new PretrainOutcome(options.Output, outcome.State, check.Run(model, cancellation), model.ParameterCount(), outcome.TokensPerSecond);
    }

    // A configuration file, or a folder without weights, only describes the model.
    private string Start()
    {
        if (File.Exists(options.Model)) return options.Model;
        var hasWeights = Directory.EnumerateFiles(options.Model, "*.safetensors").Concat(Directory.EnumerateFiles(options.Model, "pytorch_model*")).Any();
        return hasWeights ? options.Model : Path.Combine(options.Model, "config.json");
    }

    private (RaggedTokens Train, RaggedTokens Valid) Sequences(OmniTokenizer tokenizer, CancellationToken cancellation)
    {
        var sets = options.Data.Select(path => DataSetFolder.Open(path, new DataSetOptions { ValidationShare = 0, Uracil = tokenizer.Uracil })).ToList();
        var all = sets.SelectMany(s => s.Train ?? []).DistinctBy(e => e.Sequence).ToList();
        observer.Message(FormattableString.Invariant($"{all.Count} distinct training sequences in {sets.Count} data sets."));
        if (options.ExcludeNearTest is { } share && sets.SelectMany(s => s.Test ?? []).Select(e => e.Sequence).ToList() is { Count: > 0 } test)
        {
            var near = NearDuplicates.Find(test, [.. all.Select(e => e.Sequence)], WordLength, share).Select(n => n.TestIndex).ToHashSet();
            all = [.. all.Where((_, i) => !near.Contains(i))];
            observer.Message(FormattableString.Invariant($"{near.Count} of them share at least {share:P0} of their {WordLength}-mers with a test sequence and are left out."));
        }
        if (all.Count < 2) throw new OmniException("OH5053", "there is no row to train on", string.Join(", ", options.Data), "Pre-training needs at least two different sequences: one is kept out to measure the loss on.");
        new Xoshiro256(options.Trainer.Seed).Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(all));
        var aside = Math.Clamp((int)(all.Count * options.ValidationShare), 1, all.Count - 1);
        var length = new LengthOptions(Math.Min(options.MaxLength, tokenizer.MaxLength), LengthPolicy.Window, options.WindowOverlap);
        var structures = options.Structures ? Structures(sets, all) : null;
        RaggedTokens Build(string name, List<Example> examples)
        {
            var tokens = RaggedTokens.Build(examples, tokenizer, length, structures, cancellationToken: cancellation);
            observer.Message(FormattableString.Invariant($"{name}: {tokens.Count} rows, {tokens.TokenCount} tokens."));
            return tokens;
        }
        return (Build("train", all[aside..]), Build("valid", all[..aside]));
    }

    private static LabelEncoder Structures(List<DataSet> sets, List<Example> examples)
    {
        foreach (var set in sets)
            if (set.Config.TaskType != TaskType.TokenClassification)
                throw new UsageException("OH5022", "the data set has no secondary structures to learn", set.Path, "Its config.json must say \"task_type\": \"token_classification\", with a label2id of structure symbols.");
        // Symbols of pseudoknots are left out, as the data sets themselves do.
        var labels = LabelEncoder.For(TaskType.TokenClassification, examples, sets[0].Config.Labels, ignoreUnknown: true);
        labels.Check(examples);
        return labels;
    }
}

using OmniHelix.Hub;
using OmniHelix.Tokenizers;

namespace OmniHelix.Inference;

/// <summary>Several models for one task, whose answers become one; such as the seeds of a run.</summary>
/// <example><code>
/// using var ensemble = ModelEnsemble.Open(["runs/seeds/seed-1", "runs/seeds/seed-2"], new InferenceOptions());
/// using var input = InferenceInput.FromFile("x.fasta");
/// foreach (var prediction in new SequenceInference(ensemble, new()).Run(input)) Console.WriteLine(prediction.Labels[0]);
/// </code></example>
public sealed class ModelEnsemble : IDisposable
{
    /// <summary>Takes models over.</summary>
    /// <param name="models">At least one, with the same task, outputs and tokens; they are owned from now on.</param>
    /// <param name="options">How their answers become one; null for the mean.</param>
    /// <exception cref="UsageException">
    /// OH5310: the models answer different questions; OH5311: combination or weights that do not fit.
    /// </exception>
    public ModelEnsemble(IReadOnlyList<PretrainedModel> models, EnsembleOptions? options = null)
    {
        Models = models;
        Options = options ?? new();
        foreach (var other in models.Skip(1)) RequireSame(models[0], other);
        RequireFit();
    }

    /// <summary>The models; the first one speaks for all where they agree.</summary>
    public IReadOnlyList<PretrainedModel> Models { get; }

    /// <summary>How their answers become one.</summary>
    public EnsembleOptions Options { get; }

    /// <summary>Reads model folders.</summary>
    /// <param name="paths">What <see cref="ModelNames.FolderOf"/> takes.</param>
    /// <param name="how">Device and U/T conversion.</param>
    /// <param name="options">How their answers become one; null for the mean.</param>
    /// <param name="task">Null to take the heads that the folders have.</param>
    /// <exception cref="OmniException">As <see cref="PretrainedModel.Open"/> and the constructor.</exception>
    public static ModelEnsemble Open(
        IReadOnlyList<string> paths, InferenceOptions how, EnsembleOptions? options = null, TaskType? task = null)
    {
        var models = new List<PretrainedModel>();
        try
        {
            foreach (var path in paths) models.Add(PretrainedModel.Open(path, how, task));
            return new ModelEnsemble(models, options);
        }
        catch
        {
            foreach (var model in models) model.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var model in Models) model.Dispose();
    }

    private static void RequireSame(PretrainedModel first, PretrainedModel other)
    {
        var (a, b) = (first.Model, other.Model);
        if (a.Task != b.Task) throw Differ($"{a.Task.Name} and {b.Task.Name}");
        if (!a.LabelNames.SequenceEqual(b.LabelNames) && (a.Task.Target != TaskTarget.Number || a.LabelNames.Count != b.LabelNames.Count))
            throw Differ($"the labels {string.Join(' ', a.LabelNames)} and {string.Join(' ', b.LabelNames)}");
        if (!SameTokens(first.Tokenizer, other.Tokenizer)) throw Differ("sequences of different tokens");

        UsageException Differ(string what) => new(
            "OH5310", $"the models of an ensemble are for {what}", $"{first.Folder}, {other.Folder}",
            "Choose models that were trained for the same task on the same tokens, such as the seeds of a run.");
    }

    private static bool SameTokens(OmniTokenizer a, OmniTokenizer b) =>
        a.VocabularySize == b.VocabularySize && a.Uracil == b.Uracil && a.Case == b.Case && a.Template.Ids.SequenceEqual(b.Template.Ids)
        && Enumerable.Range(0, a.VocabularySize).All(id => a.TokenOf(id) == b.TokenOf(id));

    private void RequireFit()
    {
        var task = Models[0].Model.Task;
        if (task == TaskType.Seq2Seq && Models.Count > 1)
            throw Wrong("sequences that several models write do not become one", "Ask for those of each alone.");
        if (Options.Combination == Combination.Vote && task.Target == TaskTarget.Number)
            throw Wrong($"there is no vote on the numbers of {task.Name}", "Choose mean or median.");
        if (Options.Weights is not { } weights) return;
        if (Options.Combination is not (Combination.Mean or Combination.Vote))
            throw Wrong("weights are for mean and vote only", "Leave them out.");
        if (weights.Count != Models.Count)
            throw Wrong(
                FormattableString.Invariant($"{Plural.Count(weights.Count, "weight")} for {Plural.Count(Models.Count, "model")}"),
                "Give one for each, in the order of the models.");
        if (weights.Any(weight => !(weight > 0) || !double.IsFinite(weight)))
            throw Wrong("a weight is not above 0", "Leave the model out.");
    }

    private static UsageException Wrong(string what, string advice) => new("OH5311", what, null, advice);
}

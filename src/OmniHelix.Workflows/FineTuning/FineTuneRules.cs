using OmniHelix.Data.DataSets;
using OmniHelix.Data.Inspection;
using OmniHelix.Data.Tokens;
using OmniHelix.Hub;
using OmniHelix.Metrics;
using OmniHelix.Models;
using OmniHelix.Settings;
using OmniHelix.Training.ModelTasks;

namespace OmniHelix.Workflows.FineTuning;

/// <summary>
/// Settings of a fine-tuning run that depend on each other or on the model. Of two that exclude each other, the one that was said by the
/// stronger source holds: a flag against a file, a file against the data set.
/// </summary>
internal static class FineTuneRules
{
    /// <summary>Who says the task when nobody does.</summary>
    public static Source Labels { get; } = new(Origin.DataSet, "labels");

    /// <summary>Decides what is left open.</summary>
    /// <exception cref="UsageException">As <see cref="FineTuneConfiguration.Resolve"/>.</exception>
    public static ResolvedSettings Apply(ResolvedSettings settings, DataSetConfig dataSet, Func<string, int> modelTokens)
    {
        settings = Output(settings);
        settings = Task(settings, dataSet);
        Seeds(settings);
        settings = Windows(settings);
        settings = PairRules.Apply(settings);
        settings = Batches(settings);
        settings = Loss(settings);
        Metrics(settings);
        settings = Weights(settings);
        settings = Model(settings);
        settings = Teacher(settings);
        LoraOptions.Check(settings);
        return Length(settings, modelTokens((string)settings["model"].Value!));
    }

    // The folder of a run stands for the model that came out of it.
    private static ResolvedSettings Model(ResolvedSettings settings)
    {
        var model = settings["model"];
        if (BaselineModels.IsNamed((string)model.Value!)) return Baseline(settings);
        if (settings["model_set"] is { Value: IReadOnlyList<string> { Count: > 0 } } sizes)
            throw new UsageException(
                "OH2021", "model_set is for networks trained from scratch, and the sizes of a model folder are those of its weights",
                sizes.Source.Place, $"Leave it out, or name one of {string.Join(", ", BaselineModels.Names)} as the model.");
        return settings.With("model", FolderOf((string)model.Value!), model.Source);
    }

    // A name that is none of a folder may be meant for a network that is trained from scratch.
    private static string FolderOf(string name)
    {
        try
        {
            return ModelNames.FolderOf(name);
        }
        catch (OmniException e) when (e.Code == "OH5302" && !Path.Exists(name))
        {
            var networks = $"Networks that are trained from scratch: {string.Join(", ", BaselineModels.Names)}.";
            throw new OmniException(
                e.Code, e.Message, e.Place, NearestName.Ask(name, BaselineModels.Names) ?? $"{e.Advice} {networks}", e);
        }
    }

    private static ResolvedSettings Teacher(ResolvedSettings settings)
    {
        DistillationOptions.Check(settings);
        var teacher = settings["teacher"];
        return teacher.Value is string { Length: > 0 } name
            ? settings.With("teacher", ModelNames.FolderOf(name), teacher.Source)
            : settings;
    }

    private static ResolvedSettings Baseline(ResolvedSettings settings)
    {
        if (settings["untrained_baseline"] is { Value: true } twice)
            throw new UsageException(
                "OH2021", $"{settings["model"].Value} starts from random weights itself", twice.Source.Place,
                "Leave untrained_baseline out.");
        return settings["learning_rate"].Source.Origin == Origin.Default
            ? settings.With("learning_rate", TrainingStart.UsualRate, new Source(Origin.Model))
            : settings;
    }

    /// <summary>Settings as they were before their lists were cut at commas: <c>kernel_sizes=[3,5]</c> is one.</summary>
    public static IReadOnlyList<string> Whole(IReadOnlyList<string> settings)
    {
        var whole = new List<string>();
        foreach (var part in settings)
            if (whole is [.., var last] && last.Contains('[', StringComparison.Ordinal) && !last.Contains(']', StringComparison.Ordinal))
                whole[^1] = $"{last},{part}";
            else whole.Add(part);
        return whole;
    }

    private static ResolvedSettings Output(ResolvedSettings settings) => settings["output"].Value is string { Length: > 0 }
        ? settings
        : settings.With(
            "output", Path.Combine("autotrain_evaluations", NameOf(settings["data"].Value), NameOf(settings["model"].Value)),
            Source.Default);

    private static ResolvedSettings Task(ResolvedSettings settings, DataSetConfig dataSet)
    {
        if (settings["task"].Value is not null) return settings;
        var data = (string)settings["data"].Value!;
        var fields = dataSet with
        {
            SequenceColumn = (string)settings["sequence_field"].Value!,
            LabelColumns = (IReadOnlyList<string>)settings["label_field"].Value!,
            PairColumn = (string)settings["pair_field"].Value!,
        };
        return settings.With("task", DataInspection.TaskIn(data, dataSet, fields.Records) ?? throw NoTask(data, fields), Labels);
    }

    private static UsageException NoTask(string data, DataSetConfig fields)
    {
        var possible = string.Join(", ", TaskType.All.Where(task => task.HasLabels).Select(task => task.Name));
        var named = string.Join(", ", fields.LabelColumns);
        var add = $"dd --task with one of {possible}, or task_type to the data set's config.json.";
        return fields.LabelColumns.Count > 1
            ? new UsageException(
                "OH5051", $"neither the command nor the data set says what the task is, and several fields ({named}) do not tell it", data,
                $"A{add}")
            : new UsageException(
                "OH5051", "neither the command nor the data set says what the task is, and no labels tell it", data,
                $"Name the field of the labels with --label-field, or a{add}");
    }

    private static void Seeds(ResolvedSettings settings)
    {
        var seeds = (IReadOnlyList<long>)settings["seeds"].Value!;
        if (seeds.Count == 0 || seeds.Distinct().Count() != seeds.Count)
            throw new UsageException("OH5052", "seeds must be different numbers, at least one", settings["seeds"].Source.Place);
    }

    private static ResolvedSettings Length(ResolvedSettings settings, int modelTokens) =>
        settings["max_length"].Value is int most && most <= modelTokens
            ? settings
            : settings.With("max_length", modelTokens, new Source(Origin.Model));

    private static ResolvedSettings Windows(ResolvedSettings settings)
    {
        var (overlap, policy) = Two(settings, "window_overlap", "long_sequences");
        if (overlap.Source.Origin == Origin.Default || policy.Value is LengthPolicy.Window) return settings;
        if (policy.Source.Origin == Origin.Default || overlap.IsStrongerThan(policy))
            return settings.With("long_sequences", LengthPolicy.Window, overlap.Source);
        if (policy.IsStrongerThan(overlap)) return settings.With("window_overlap", 0, policy.Source);
        return overlap.Value is 0 ? settings : throw policy.Excludes(overlap);
    }

    private static ResolvedSettings Batches(ResolvedSettings settings)
    {
        var (size, budget) = Two(settings, "batch_size", "token_budget");
        if (size.Value is null && budget.Value is null)
            throw new UsageException(
                "OH2021", "neither batch_size nor token_budget has a value", budget.Source.Place, "Give one of the two.");
        return settings.KeepStronger("batch_size", "token_budget");
    }

    private static ResolvedSettings Loss(ResolvedSettings settings)
    {
        var task = (TaskType)settings["task"].Value!;
        var possible = LossesOf(task);
        if (possible.Length == 0)
            throw new UsageException(
                "OH5056", $"the task {task.Name} is not learned by fine-tuning", settings["task"].Source.Place,
                task == TaskType.Seq2Seq ? "Use omni seq2seq." : task == TaskType.MaskedLanguageModel ? "Use omni pretrain." : null);
        var loss = settings["loss"];
        if (loss.Value is null) settings = settings.With("loss", possible[0], Source.Default);
        else if (!possible.Contains((LossKind)loss.Value))
            throw new UsageException(
                "OH5056",
                $"the loss {SettingValue.Write(loss.Value)} does not fit the task {task.Name}",
                loss.Source.Place,
                $"Possible: {string.Join(", ", possible.Select(p => SettingValue.Write(p)))}.");
        if (settings["standardise_targets"] is { Value: false } scale && task.Target != TaskTarget.Number)
            throw new UsageException(
                "OH5056", $"standardise_targets is for numbers, and {task.Name} has none", scale.Source.Place, "Leave it out.");
        return Gamma(settings);
    }

    private static ResolvedSettings Gamma(ResolvedSettings settings)
    {
        var (gamma, loss) = Two(settings, "focal_gamma", "loss");
        if (loss.Value is LossKind.Focal || Equals(gamma.Value, gamma.Key.Default)) return settings;
        return loss.IsStrongerThan(gamma)
            ? settings.With("focal_gamma", gamma.Key.Default, loss.Source)
            : throw new UsageException("OH2021", "focal_gamma is a number of the focal loss only", gamma.Source.Place, "Add --loss focal.");
    }

    private static ResolvedSettings Weights(ResolvedSettings settings)
    {
        var weights = settings["class_weights"];
        if (weights.Value is not null && settings["loss"].Value is LossKind.Mse)
            throw new UsageException("OH5056", "class_weights mean nothing for numbers", weights.Source.Place, "Leave them out.");
        if (weights.Value is IReadOnlyList<double> factors && factors.All(factor => factor == 0))
            throw new UsageException(
                "OH2014", "class_weights are all 0, so nothing would be learned", weights.Source.Place, "Give one class a factor above 0.");
        return settings.KeepStronger("class_weights", "balance_classes");
    }

    // Which metrics fit the classes of the data is known when these are read; names and targets are known now.
    private static void Metrics(ResolvedSettings settings)
    {
        var task = (TaskType)settings["task"].Value!;
        foreach (var setting in new[] { settings["metrics"], settings["primary_metric"] })
            foreach (var name in setting.Value is string one ? [one] : setting.Value as IReadOnlyList<string> ?? [])
                if (!Fits(MetricCatalog.Find(name)))
                    throw new UsageException(
                        "OH5111", $"the metric '{name}' is not defined for the task {task.Name}", setting.Source.Place,
                        $"Metrics: {string.Join(", ", MetricCatalog.All.Where(Fits).Select(metric => metric.Name))}.");

        bool Fits(MetricDefinition metric) =>
            metric.Scopes.Any(scope => scope.Target == task.Target && (scope.Unit is null || scope.Unit == task.Unit));
    }

    private static string NameOf(object? path) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath((string)path!)));

    // What the heads compute, the usual one first.
    private static LossKind[] LossesOf(TaskType task) => task switch
    {
        { HasLabels: true, Target: TaskTarget.Class } => [LossKind.CrossEntropy, LossKind.Focal],
        { HasLabels: true, Target: TaskTarget.Classes } => [LossKind.Bce],
        { HasLabels: true, Target: TaskTarget.Number } => [LossKind.Mse],
        _ => [],
    };

    private static (Setting First, Setting Second) Two(ResolvedSettings settings, string first, string second) =>
        (settings[first], settings[second]);
}

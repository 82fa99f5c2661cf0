using OmniHelix.Data.Labels;
using OmniHelix.Data.Records;
using OmniHelix.Data.Tokens;
using OmniHelix.Tokenizers;

namespace OmniHelix.Data.DataSets;

/// <summary>
/// Examples of one split, as a model learns from them: read, changed by <see cref="Prepare"/>, tokenised, with labels as numbers. What is
/// not said comes from the configuration of the data set. A class for data of another form derives from it and overrides
/// <see cref="Prepare"/>.
/// </summary>
/// <example><code>
/// var train = new OmniDataset("samples/rna-ssp-archive2", tokenizer);
/// var valid = new OmniDataset("samples/rna-ssp-archive2", tokenizer, split: "valid");
///
/// sealed class FirstHundredBases(string path, OmniTokenizer tokenizer) : OmniDataset(path, tokenizer)
/// {
///     protected override Example? Prepare(Example example) =&gt;
///         example.Sequence.Length &lt; 100 ? null : example with { Sequence = example.Sequence[..100] };
/// }
/// </code></example>
public class OmniDataset
{
    private readonly Lazy<IReadOnlyList<Example>> examples;
    private readonly Lazy<LabelEncoder> labels;
    private readonly Lazy<RaggedTokens> tokens;

    /// <summary>A split of a folder with data files, or a file.</summary>
    /// <param name="path">Folder, file or pattern.</param>
    /// <param name="tokenizer">Of the model.</param>
    /// <param name="split">
    /// <c>train</c>, <c>valid</c> or <c>test</c>; a file is all <c>train</c>, of which a part is set aside as <c>valid</c>.
    /// </param>
    /// <param name="task">What is learned; null for the <c>task_type</c> of the configuration.</param>
    /// <param name="label2Id">
    /// Classes and their ids; null for those of the configuration, or those that occur in the training split.
    /// </param>
    /// <param name="maxLength">Most tokens of a sequence; null for the configuration's <c>max_length</c>, or the tokenizer's.</param>
    /// <param name="options">What else may be said.</param>
    /// <exception cref="OmniException">OH1607 there is no such split; what <see cref="DataSetFolder.Open"/> reports.</exception>
    /// <exception cref="UsageException">OH5051: nothing says the task.</exception>
    public OmniDataset(
        string path, OmniTokenizer tokenizer, string split = "train", TaskType? task = null,
        IReadOnlyDictionary<string, int>? label2Id = null, int? maxLength = null, OmniDatasetOptions? options = null)
        : this(Read(path, tokenizer, options ?? new()), split, tokenizer, task, label2Id, maxLength, options ?? new())
    {
    }

    /// <summary>Examples of any origin.</summary>
    /// <param name="examples">With labels.</param>
    /// <param name="tokenizer">Of the model.</param>
    /// <param name="task">What is learned.</param>
    /// <param name="label2Id">Classes and their ids; null for those that occur.</param>
    /// <param name="maxLength">Most tokens of a sequence; null for the tokenizer's.</param>
    /// <param name="options">What else may be said.</param>
    public OmniDataset(
        IReadOnlyList<Example> examples, OmniTokenizer tokenizer, TaskType task, IReadOnlyDictionary<string, int>? label2Id = null,
        int? maxLength = null, OmniDatasetOptions? options = null)
        : this(
            new DataSet("examples in memory", options?.Reading.Config ?? new(), examples, null, null, []), "train", tokenizer, task,
            label2Id, maxLength, options ?? new())
    {
    }

    // What Prepare does is asked when somebody looks, not while a derived class is being made.
    private OmniDataset(
        DataSet set, string split, OmniTokenizer tokenizer, TaskType? task, IReadOnlyDictionary<string, int>? label2Id, int? maxLength,
        OmniDatasetOptions options)
    {
        Config = set.Config;
        Notes = set.Notes;
        Task = task ?? Config.TaskType ?? throw new UsageException(
            "OH5051", "neither the program nor the data set says what the task is", set.Path,
            $"Say the task, or add task_type to the data set's config.json: {string.Join(", ", TaskType.Names)}.");
        Length = new LengthOptions(
            Math.Min(maxLength ?? Config.Document?.Integer("max_length") ?? int.MaxValue, tokenizer.MaxLength),
            options.LongSequences ?? Config.LongSequences ?? LengthPolicy.Error, options.WindowOverlap);
        var chosen = SplitOf(set, split);
        var learned = set.Train ?? chosen;
        var given = label2Id is null ? Config.LabelsFor(Task) : LabelMap.FromIds(label2Id);
        examples = new(() => [.. chosen.Select(Prepare).OfType<Example>()]);
        labels = new(() =>
        {
            var prepared = learned == chosen ? Examples : [.. learned.Select(Prepare).OfType<Example>()];
            return LabelEncoder.For(
                Task, prepared, given, options.IgnoreUnknownLabels || Config.IgnoreUnknownLabels,
                options.MinDistance ?? Config.Document?.Integer("min_distance", least: 1));
        });
        tokens = new(() => RaggedTokens.Build(Examples, tokenizer, Length, Labels));
    }

    /// <summary>The configuration of the data set; empty when it has none.</summary>
    public DataSetConfig Config { get; }

    /// <summary>What was done when it was read that a user should know, one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>What is learned.</summary>
    public TaskType Task { get; }

    /// <summary>The longest row, and what happens to longer sequences.</summary>
    public LengthOptions Length { get; }

    /// <summary>The examples, as <see cref="Prepare"/> leaves them.</summary>
    public IReadOnlyList<Example> Examples => examples.Value;

    /// <summary>How labels become numbers.</summary>
    /// <exception cref="OmniException">OH1303, OH1304: labels are missing or have another form.</exception>
    public LabelEncoder Labels => labels.Value;

    /// <summary>The rows that a model learns from; <see cref="RaggedTokens.Counts"/> tells what was cut or unknown.</summary>
    /// <exception cref="OmniException">What <see cref="RaggedTokens.Build"/> reports.</exception>
    public RaggedTokens Tokens => tokens.Value;

    /// <summary>Number of examples.</summary>
    public int Count => Examples.Count;

    /// <summary>An example.</summary>
    public Example this[int index] => Examples[index];

    /// <summary>Changes an example before it is tokenised, or leaves it out (null). The labels of bases are as many as the bases.</summary>
    protected virtual Example? Prepare(Example example) => example;

    private static DataSet Read(string path, OmniTokenizer tokenizer, OmniDatasetOptions options)
    {
        var config = options.Reading.Config ?? DataSetFolder.ReadConfig(path);
        return DataSetFolder.Open(path, options.Reading with
        {
            Config = config with { MaxExamples = options.MaxExamples ?? config.MaxExamples },
            Uracil = tokenizer.Uracil,
            Molecule = tokenizer.Molecule,
        });
    }

    private static IReadOnlyList<Example> SplitOf(DataSet set, string split)
    {
        var splits = set.Splits.ToList();
        foreach (var (name, examples) in splits)
            if (name == split) return examples;
        var what = $"the data set has no split '{split}'; it has {string.Join(", ", splits.Select(one => one.Name))}";
        throw new OmniException("OH1607", what, set.Path, NearestName.Ask(split, splits.Select(one => one.Name)));
    }
}

/// <summary>What may be said about an <see cref="OmniDataset"/> beside its task and lengths.</summary>
public sealed record OmniDatasetOptions
{
    /// <summary>Fields, validation share and seed; the letters are checked against what the tokenizer reads.</summary>
    public DataSetOptions Reading { get; init; } = new();

    /// <summary>Most examples of the split; null for the configuration's <c>max_examples</c>.</summary>
    public int? MaxExamples { get; init; }

    /// <summary>What happens to longer sequences; null for the configuration's <c>long_sequences</c>, or an error.</summary>
    public LengthPolicy? LongSequences { get; init; }

    /// <summary>Tokens that neighbouring windows share.</summary>
    public int WindowOverlap { get; init; }

    /// <summary>Labels that the label map lacks are left out instead of being an error.</summary>
    public bool IgnoreUnknownLabels { get; init; }

    /// <summary>
    /// For tasks on pairs of bases, the fewest bases from the first of a pair that counts to the second; null for the configuration's
    /// <c>min_distance</c>, or the usual one of the task.
    /// </summary>
    public int? MinDistance { get; init; }
}

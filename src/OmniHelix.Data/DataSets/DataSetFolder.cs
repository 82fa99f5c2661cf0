using System.Globalization;
using OmniHelix.Data.Records;
using OmniHelix.Data.Tables;
using OmniHelix.Sequences;

namespace OmniHelix.Data.DataSets;

/// <summary>How a data set is opened; what is set here goes before its configuration file.</summary>
public sealed record DataSetOptions
{
    /// <summary>Sequence and label fields; null takes those of the configuration, or the usual names.</summary>
    public RecordOptions? Records { get; init; }

    /// <summary>The configuration of the folder, when it was read before; null reads it.</summary>
    public DataSetConfig? Config { get; init; }

    /// <summary>Share of training taken as validation when the data set has none; 0 takes nothing.</summary>
    public double ValidationShare { get; init; } = 0.1;

    /// <summary>The only split to read, <c>train</c>, <c>valid</c> or <c>test</c>; null reads all. A file is the split asked for.</summary>
    public string? Only { get; init; }

    /// <summary>Seed of the validation split and of sampling.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>
    /// What is learned, so that a validation split has every class; null for what the configuration of the data set says.
    /// </summary>
    public TaskType? Task { get; init; }

    /// <summary>U/T conversion the model will apply; without one, T beside U in a sequence is an error.</summary>
    public UracilPolicy Uracil { get; init; }

    /// <summary>
    /// What the model reads: where it reads nucleic acids, proteins are an error; with <see cref="Molecule.Unknown"/> nothing is.
    /// </summary>
    public Molecule Molecule { get; init; } = Molecule.MixedNucleic;
}

/// <summary>A data set with its splits; a split that does not exist is null.</summary>
/// <param name="Path">Folder or file.</param>
/// <param name="Config">Its configuration, empty when it has none.</param>
/// <param name="Train">Training examples.</param>
/// <param name="Valid">Validation examples.</param>
/// <param name="Test">Test examples.</param>
/// <param name="Notes">What was done that a user should know, one sentence each.</param>
public sealed record DataSet(
    string Path, DataSetConfig Config, IReadOnlyList<Example>? Train, IReadOnlyList<Example>? Valid, IReadOnlyList<Example>? Test,
    IReadOnlyList<string> Notes)
{
    /// <summary>The columns that were taken, such as <c>sequence 'seq', label 'y'</c>; null where each is called what it is.</summary>
    public string? Columns { get; init; }

    /// <summary>The splits there are, by name.</summary>
    public IEnumerable<(string Name, IReadOnlyList<Example> Examples)> Splits
    {
        get
        {
            if (Train is not null) yield return ("train", Train);
            if (Valid is not null) yield return ("valid", Valid);
            if (Test is not null) yield return ("test", Test);
        }
    }
}

/// <summary>
/// Opens a folder with <c>train</c>, <c>valid</c> and <c>test</c> files, or a file, or the files that a pattern matches, as training data.
/// </summary>
/// <example><code>
/// var data = DataSetFolder.Open("samples/rna-ssp-archive2");
/// var labels = LabelEncoder.For(data.Config.TaskType!, data.Train!, data.Config.Labels);
/// var tokens = RaggedTokens.Build(data.Train!, OmniTokenizer.OmniGenome(), new LengthOptions(1024), labels);
/// </code></example>
public static class DataSetFolder
{
    /// <summary>Reads all splits.</summary>
    /// <param name="path">Folder, file or pattern.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="progress">Is told the records read.</param>
    /// <exception cref="OmniException">
    /// OH1601 no data file; OH1604 files that could be meant for the same split; OH1607 the only split asked for is not
    /// there; what <see cref="ExampleReader"/>,
    /// <see cref="DataSetConfig"/> and <see cref="SequenceCheck"/> report.
    /// </exception>
    public static DataSet Open(string path, DataSetOptions? options = null, IProgress<long>? progress = null)
    {
        options ??= new();
        var config = options.Config ?? ReadConfig(path);
        var files = Files(path, config, options.Only);
        if (options.Only is { } only)
            files = files.TryGetValue(only, out var named) ? new() { [only] = named } : throw new OmniException(
                "OH1607", $"the data set has no {only} split; it has {string.Join(", ", files.Keys)}", path,
                "Name one that it has with --split, or a file.");
        return Finish(path, config, files, options, progress);
    }

    /// <summary>The files of each split; a file is one by itself.</summary>
    internal static Dictionary<string, List<string>> Files(string path, DataSetConfig config, string? only = null) =>
        Directory.Exists(path) ? SplitFiles.Find(path, config) : new() { [only ?? "train"] = [path] };

    /// <summary>The configuration of a data set; empty when it has none.</summary>
    /// <param name="path">Folder, file or pattern.</param>
    /// <exception cref="OmniException">OH1601 there is no such data set; what <see cref="DataSetConfig"/> reports.</exception>
    public static DataSetConfig ReadConfig(string path)
    {
        if (Directory.Exists(path)) return DataSetConfig.ReadFolder(path);
        return File.Exists(path) || TableFiles.IsPattern(path)
            ? new DataSetConfig()
            : throw new OmniException("OH1601", "the data set does not exist", path, "Name a folder with data files, or a file.");
    }

    private static DataSet Finish(
        string path, DataSetConfig config, Dictionary<string, List<string>> files, DataSetOptions options, IProgress<long>? progress)
    {
        var records = options.Records ?? config.Records;
        var notes = new List<string>();
        string? taken = null;
        var isTold = false;
        records = records with { Found = Tell };
        var check = new SequenceCheck(options.Molecule, options.Uracil);
        var read = 0L;
        var splits = files.ToDictionary(f => f.Key, f => Read(f.Key, f.Value));
        if (records.ForInspection) notes.AddRange(check.Problems().Select(problem => $"{problem.Message}. {problem.Advice}"));
        else check.ThrowIfAny();
        var train = splits.GetValueOrDefault("train");
        var valid = splits.GetValueOrDefault("valid");
        var test = splits.GetValueOrDefault("test");
        if (train is not null && valid is null && options.ValidationShare > 0)
        {
            var task = options.Task ?? config.TaskType;
            var carved = ValidationSplit.Carve(train, task, options.ValidationShare, options.Seed);
            var all = Plural.Count(train.Count, "training example");
            if (carved.Valid.Count > 0)
            {
                (train, valid) = carved;
                notes.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"No validation split: {valid.Count} of {all} were set aside (seed {options.Seed}, equal sequences kept together)."));
            }
            else notes.Add($"No validation split, and of {all} none could be set aside without losing all of its kind for training.");
        }
        return new DataSet(path, config, train, valid, test, notes) { Columns = taken };

        // The first file speaks for the others.
        void Tell(FieldMap fields)
        {
            if (isTold) return;
            taken = fields.Unusual();
            isTold = true;
        }

        List<Example> Read(string name, List<string> paths)
        {
            var examples = new List<Example>();
            foreach (var example in paths.SelectMany(p => ExampleReader.Read(p, records)))
            {
                check.Add(example);
                examples.Add(example);
                if (++read % 1024 == 0) progress?.Report(read);
            }
            if (config.MaxExamples is not { } most || most >= examples.Count) return examples;
            notes.Add(
                FormattableString.Invariant($"{name}: {most} of {examples.Count} examples are used (max_examples, seed {options.Seed})."));
            return ValidationSplit.Sample(examples, most, options.Seed);
        }
    }
}

using OmniHelix.Data.Files;
using OmniHelix.Rna.Files;
using OmniHelix.Sequences.Files;

namespace OmniHelix.Inference.Writing;

/// <summary>Writes predictions one by one, so that memory does not grow with their number.</summary>
public abstract class PredictionWriter
{
    private delegate PredictionWriter Start(TextWriter output, PretrainedModel model, PredictionColumns columns);

    private static readonly FileCapability<Start> Writing = new("OH2032", "hold predictions",
    [
        (DataFileKinds.JsonLines, (output, model, columns) => new JsonLinePredictions(output, Fields(model, columns))),
        (DataFileKinds.Json, (output, model, columns) => new JsonPredictions(output, Fields(model, columns), NameOf(model.Folder))),
        (DataFileKinds.Csv, (output, model, columns) => new DelimitedPredictions(output, ',', model.Model, columns)),
        (DataFileKinds.Tsv, (output, model, columns) => new DelimitedPredictions(output, '\t', model.Model, columns)),
        .. StructureFile.All.Select(file => (file.Kind, Structures(file))),
    ]);

    private protected PredictionWriter(TextWriter output) => Output = output;

    private protected TextWriter Output { get; }

    /// <summary>Kinds of files that hold predictions.</summary>
    public static IReadOnlyList<FileKind> Kinds => Writing.Kinds;

    /// <summary>The kind of predictions that a name promises.</summary>
    /// <exception cref="UsageException">OH2032: it promises none.</exception>
    public static FileKind KindOf(string path) => Writing.ForOutput(path);

    /// <summary>A writer for the results of a model.</summary>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <param name="output">Receives the text; stays open.</param>
    /// <param name="model">Model.</param>
    /// <param name="columns">What is written beside what always is.</param>
    /// <exception cref="UsageException">OH5306: structures of a model that predicts none.</exception>
    public static PredictionWriter Create(FileKind kind, TextWriter output, PretrainedModel model, PredictionColumns? columns = null) =>
        (Writing.Of(kind) ?? throw new ArgumentException($"{kind} cannot hold predictions.", nameof(kind)))(
            output, model, columns ?? new());

    /// <summary>Writes what stands before the first record.</summary>
    public virtual void Begin()
    {
    }

    /// <summary>Writes one prediction, or its error.</summary>
    public abstract void Write(Prediction prediction);

    /// <summary>Writes what stands behind the last record.</summary>
    public virtual void End()
    {
    }

    private static PredictionJson Fields(PretrainedModel model, PredictionColumns columns) =>
        new(model.Model.LabelNames, model.Model.Task, columns.Probabilities, model.Model.HiddenSize);

    private static Start Structures(StructureFile file) =>
        (output, model, _) => PredictionDecoder.HasStructures(model.Model)
        ? new StructureFilePredictions(output, file)
        : throw new UsageException(
            "OH5306", $"the model predicts {model.Model.Task.Name} with other classes than ( ) ., so there is no structure to write",
            model.Folder,
            "Choose .jsonl, .json, .csv or .tsv.");

    private static string NameOf(string folder) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
}

namespace OmniHelix.Inference.Writing;

/// <summary>Forms of prediction files.</summary>
public enum PredictionFormat
{
    /// <summary>One JSON object a line.</summary>
    JsonLines,

    /// <summary>One document: model, results, total_sequences.</summary>
    Json,

    /// <summary>Comma-separated.</summary>
    Csv,

    /// <summary>Tab-separated.</summary>
    Tsv,

    /// <summary>Structures as <c>&gt;name</c>, sequence, dot-bracket.</summary>
    DotBracket,

    /// <summary>Structures as connectivity tables.</summary>
    Ct,

    /// <summary>Structures as base, letter, partner.</summary>
    Bpseq,
}

/// <summary>Writes predictions one by one, so that memory does not grow with their number.</summary>
public abstract class PredictionWriter
{
    private protected PredictionWriter(TextWriter output) => Output = output;

    private protected TextWriter Output { get; }

    /// <summary>The form that a file name promises; null when it promises none.</summary>
    public static PredictionFormat? FormatOf(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".JSONL" or ".NDJSON" => PredictionFormat.JsonLines,
        ".JSON" => PredictionFormat.Json,
        ".CSV" => PredictionFormat.Csv,
        ".TSV" => PredictionFormat.Tsv,
        ".DBN" or ".DB" => PredictionFormat.DotBracket,
        ".CT" => PredictionFormat.Ct,
        ".BPSEQ" => PredictionFormat.Bpseq,
        _ => null,
    };

    /// <summary>A writer for the results of a model.</summary>
    /// <param name="format">Form.</param>
    /// <param name="output">Receives the text; stays open.</param>
    /// <param name="model">Model.</param>
    /// <param name="withProbabilities">Probabilities also for tasks with a result per base.</param>
    /// <param name="withLogits">Columns of raw outputs in tables; JSON has them when the predictions do.</param>
    /// <exception cref="UsageException">OH5306: structures of a model that predicts none.</exception>
    public static PredictionWriter Create(PredictionFormat format, TextWriter output, PretrainedModel model, bool withProbabilities = false, bool withLogits = false)
    {
        var head = model.Model;
        return format switch
        {
            PredictionFormat.JsonLines => new JsonLinePredictions(output, new PredictionJson(head.LabelNames, head.Task, withProbabilities)),
            PredictionFormat.Json => new JsonPredictions(output, new PredictionJson(head.LabelNames, head.Task, withProbabilities), NameOf(model.Folder)),
            PredictionFormat.Csv or PredictionFormat.Tsv => new DelimitedPredictions(output, format == PredictionFormat.Csv ? ',' : '\t', head, withProbabilities, withLogits),
            _ when !PredictionDecoder.HasStructures(head) =>
                throw new UsageException("OH5306", $"the model predicts {head.Task.Name} with other classes than ( ) ., so there is no structure to write", model.Folder, "Choose .jsonl, .json, .csv or .tsv."),
            _ => new StructureFilePredictions(output, format),
        };
    }

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

    private static string NameOf(string folder) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
}

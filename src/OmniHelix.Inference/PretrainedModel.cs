using OmniHelix.Models;
using OmniHelix.Tokenizers;
using OmniHelix.Torch;

namespace OmniHelix.Inference;

/// <summary>A model and its tokenizer, ready to predict.</summary>
public sealed class PretrainedModel : IDisposable
{
    /// <summary>A model and the tokenizer of its vocabulary.</summary>
    /// <param name="model">Is owned from now on.</param>
    /// <param name="tokenizer">Tokenizer.</param>
    /// <param name="folder">Where both were read from, for messages.</param>
    public PretrainedModel(OmniModel model, OmniTokenizer tokenizer, string folder = "model in memory")
    {
        Model = model;
        Tokenizer = tokenizer;
        Folder = folder;
    }

    /// <summary>Where it was read from.</summary>
    public string Folder { get; }

    /// <summary>The model, frozen.</summary>
    public OmniModel Model { get; }

    /// <summary>Its tokenizer.</summary>
    public OmniTokenizer Tokenizer { get; }

    /// <summary>Where the model computes.</summary>
    public Device Device => Model.NamedParameters().First().Value.Value.Device;

    /// <summary>Most tokens of a sequence, special tokens included.</summary>
    public int MaxTokens => Math.Min(Model.MaxTokens, Tokenizer.MaxLength);

    /// <summary>Reads a model folder, or the model of a run folder.</summary>
    /// <param name="path">Folder of a model, or of a run that is finished.</param>
    /// <param name="options">Device and U/T conversion.</param>
    /// <param name="task">Null to take the head that the folder has; <see cref="TaskType.Embedding"/> reads the encoder only.</param>
    /// <exception cref="OmniException">OH5302 there is no model; OH15xx tokenizer; OH32xx configuration; OH30xx–OH33xx weights.</exception>
    public static PretrainedModel Open(string path, InferenceOptions options, TaskType? task = null)
    {
        var folder = FolderOf(path);
        var tokenizer = OmniTokenizer.FromPretrained(folder, new TokenizerOptions { Uracil = options.Uracil });
        var model = OmniModel.FromPretrained(folder, task);
        model.To(options.Device, DType.Float32);
        return new PretrainedModel(model, tokenizer, folder);
    }

    /// <summary>A model that has a tokenizer, with the options of the device on which it lives.</summary>
    /// <exception cref="UsageException">OH3606: the model has none.</exception>
    internal static (PretrainedModel Model, InferenceOptions Options) Of(OmniModel model, InferenceOptions? options)
    {
        if (model.Tokenizer is not { } tokenizer)
            throw new UsageException(
                "OH3606", "the model has no tokenizer, so it takes tokens and no sequences", null,
                "Give the tokenizer when the model is made: new OmniModelForTokenClassification(path, tokenizer).");
        var ready = new PretrainedModel(model, tokenizer);
        return (ready, (options ?? new()) with { Device = ready.Device });
    }

    /// <summary>The folder of a model: the one named, or the <c>model/</c> of a run.</summary>
    /// <param name="path">Folder of a model, or of a run that is finished.</param>
    /// <exception cref="OmniException">OH5302 there is no model.</exception>
    public static string FolderOf(string path)
    {
        if (File.Exists(Path.Combine(path, "config.json"))) return path;
        var ofRun = Path.Combine(path, "model");
        if (File.Exists(Path.Combine(ofRun, "config.json"))) return ofRun;
        var (what, advice) = !Directory.Exists(path) ? ("there is no such folder", "Name a model folder, or the folder of a run.")
            : File.Exists(Path.Combine(path, "run.json")) ? ("the run has no model yet", "Finish it with --resume.")
            : ("the folder has neither a model (config.json) nor a run's model (model/config.json)",
                "Name a model folder, or the folder of a run.");
        throw new OmniException("OH5302", what, path, advice);
    }

    /// <inheritdoc/>
    public void Dispose() => Model.Dispose();
}

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

    /// <summary>Reads a model folder, the model of a run folder, or a shipped model.</summary>
    /// <param name="path">What <see cref="FolderOf"/> takes.</param>
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

    /// <summary>
    /// The folder of a model: the one named, the <c>model/</c> of a run, or that of a model shipped with the program, by its name alone.
    /// </summary>
    /// <param name="name">Folder of a model or of a run that is finished, or a name such as <c>omnihelix-rna-1m</c>.</param>
    /// <exception cref="OmniException">OH5302 there is no model.</exception>
    public static string FolderOf(string name)
    {
        if (HasModel(name)) return name;
        var ofRun = Path.Combine(name, "model");
        if (HasModel(ofRun)) return ofRun;
        if (!Path.Exists(name)) return ModelNames.Shipped(name) ?? throw ModelNames.Unknown(name);
        var (what, advice) = !File.Exists(Path.Combine(name, "run.json"))
            ? ("the folder has neither a model (config.json) nor a run's model (model/config.json)",
                "Name a model folder, or the folder of a run.")
            : ("the run has no model", "Finish it with --resume; a run of omni evaluate never has one.");
        throw new OmniException("OH5302", what, name, advice);
    }

    /// <summary>The tokenizer of a folder that holds its files, of a model, or of a run.</summary>
    /// <param name="name">A folder with <c>vocab.txt</c>, or what <see cref="FolderOf"/> takes.</param>
    /// <exception cref="OmniException">OH15xx the tokenizer cannot be read; OH5302 there is no model.</exception>
    public static OmniTokenizer TokenizerOf(string name) =>
        OmniTokenizer.FromPretrained(Directory.Exists(name) && !HasModel(Path.Combine(name, "model")) ? name : FolderOf(name));

    private static bool HasModel(string folder) => File.Exists(Path.Combine(folder, "config.json"));

    /// <inheritdoc/>
    public void Dispose() => Model.Dispose();
}

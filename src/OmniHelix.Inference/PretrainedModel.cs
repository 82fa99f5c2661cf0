using OmniHelix.Hub;
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
    /// <param name="path">What <see cref="ModelNames.FolderOf"/> takes.</param>
    /// <param name="options">Device and U/T conversion.</param>
    /// <param name="task">Null to take the head that the folder has; <see cref="TaskType.Embedding"/> reads the encoder only.</param>
    /// <param name="tokenizer">Makes the tokens; null for that of the folder.</param>
    /// <exception cref="OmniException">
    /// OH5302 there is no model; OH15xx tokenizer; OH32xx configuration; OH30xx–OH33xx weights.
    /// </exception>
    public static PretrainedModel Open(string path, InferenceOptions options, TaskType? task = null, OmniTokenizer? tokenizer = null)
    {
        var folder = ModelNames.FolderOf(path);
        tokenizer ??= ModelTokenizer.Open(folder, new TokenizerOptions { Uracil = options.Uracil });
        var model = OmniModel.FromPretrained(folder, task, tokenizer: tokenizer);
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

    /// <inheritdoc/>
    public void Dispose() => Model.Dispose();
}

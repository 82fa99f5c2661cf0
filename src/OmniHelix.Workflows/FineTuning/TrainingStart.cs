using OmniHelix.Models;
using OmniHelix.Tokenizers;

namespace OmniHelix.Workflows.FineTuning;

/// <summary>What a fine-tuning run starts from: the model of a folder, or a baseline from random weights.</summary>
internal sealed class TrainingStart
{
    private readonly FineTuneConfiguration run;

    /// <summary>Opens the tokenizer.</summary>
    /// <param name="run">Names model and tokenizer.</param>
    /// <exception cref="OmniException">OH15xx: the tokenizer cannot be read.</exception>
    public TrainingStart(FineTuneConfiguration run)
    {
        this.run = run;
        Tokenizer = TokenizerOf(run.Model, run.Tokenizer);
    }

    /// <summary>The learning rate of random weights unless somebody says another one: that of fine-tuning would hardly move them.</summary>
    public static double UsualRate => 1e-3;

    /// <summary>Makes the tokens.</summary>
    public OmniTokenizer Tokenizer { get; }

    /// <summary>True for a baseline.</summary>
    public bool IsBaseline => BaselineModels.IsNamed(run.Model);

    /// <summary>The files that the model is read from; null for a baseline, which has none.</summary>
    public string? Folder => IsBaseline ? null : run.Model;

    /// <summary>What is known of the weights; of random ones nothing.</summary>
    public ModelCard Card => IsBaseline ? new() : ModelCard.Read(run.Model);

    /// <summary>Most tokens that model and tokenizer take.</summary>
    /// <param name="model">A folder, or the name of a baseline.</param>
    /// <param name="tokenizer">File or folder of the tokenizer; empty for the model's.</param>
    public static int MaxTokens(string model, string tokenizer)
    {
        var tokens = TokenizerOf(model, tokenizer);
        if (BaselineModels.IsNamed(model)) return tokens.MaxLength;
        using var opened = OmniModel.FromPretrained(model, TaskType.Embedding, tokenizer: tokens);
        return Math.Min(opened.MaxTokens, tokens.MaxLength);
    }

    /// <summary>The model to train.</summary>
    /// <param name="task">What it learns.</param>
    /// <param name="head">Head and loss.</param>
    /// <param name="seed">Of the weights that are new.</param>
    /// <param name="untrained">All weights are new.</param>
    public OmniModel Create(TaskType task, OmniModelOptions head, long seed, bool untrained = false)
    {
        var model = IsBaseline
            ? OmniModel.Create(BaselineModels.Config(run.Model, Tokenizer, run.ModelSet), task, head, seed)
            : OmniModel.Create(untrained ? Path.Combine(run.Model, "config.json") : run.Model, task, head, seed);
        // Random weights that stay as they are would be no model to compare with.
        if (!untrained) Adapt(model, seed);
        return model;
    }

    /// <summary>Refuses sizes and frozen layers that the encoder cannot have, before data are read and a folder is made.</summary>
    /// <exception cref="UsageException">
    /// OH3407: more blocks than the model has, or none that can be frozen; OH32xx sizes; OH3510, OH3511 an adapter that does not fit.
    /// </exception>
    public void Check()
    {
        if (!IsBaseline && run.FreezeLayers is null && !run.Lora.Lora) return;
        using var encoder = IsBaseline
            ? OmniModel.Create(BaselineModels.Config(run.Model, Tokenizer, run.ModelSet), TaskType.Embedding, new(), run.Seeds[0])
            : OmniModel.FromPretrained(run.Model, TaskType.Embedding, tokenizer: Tokenizer);
        Adapt(encoder, run.Seeds[0]);
        if (run.FreezeLayers is { } asked) encoder.FreezeLower(asked.Of(encoder.Backbone.LayerCount));
    }

    private void Adapt(OmniModel model, long seed)
    {
        if (!run.Lora.Lora) return;
        var blocks = model.Backbone.LayerCount;
        model.AddAdapter(run.Lora.For(run.Model, blocks, run.FreezeLayers?.Of(blocks) ?? 0), seed);
    }

    private static OmniTokenizer TokenizerOf(string model, string tokenizer) => tokenizer.Length > 0
        ? ModelTokenizer.Open(tokenizer)
        : BaselineModels.IsNamed(model) ? BaselineModels.Tokenizer() : ModelTokenizer.Open(model);
}

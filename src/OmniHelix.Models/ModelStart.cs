using OmniHelix.Models.Backbones;
using OmniHelix.Tokenizers;

namespace OmniHelix.Models;

/// <summary>What a model begins with: an encoder, the settings of its head, and how both get their values once the head stands.</summary>
/// <param name="task">What the model predicts.</param>
/// <param name="backbone">The encoder; the model owns it.</param>
/// <param name="options">Settings of head and loss.</param>
/// <param name="fill">Gives every parameter its value; null leaves them uninitialised.</param>
/// <exception cref="OmniException">OH3604: options that do not fit the task.</exception>
internal sealed class ModelStart(TaskType task, Backbone backbone, OmniModelOptions options, Action<OmniModel>? fill = null)
{
    /// <summary>What the model predicts.</summary>
    public TaskType Task => task;

    /// <summary>The encoder.</summary>
    public Backbone Backbone => backbone;

    /// <summary>Settings of head and loss, checked.</summary>
    public OmniModelOptions Options { get; } = OmniModels.Checked(task, backbone, options);

    /// <summary>Where the model is from, for errors; is said before its tokenizer. Null for one from scratch.</summary>
    public string? Place { get; init; }

    /// <summary>Makes the tokens; null when the caller does.</summary>
    /// <exception cref="OmniException">
    /// OH1508: the model has no vector for some of them; OH1509: it takes other tokens for padding or the mask.
    /// </exception>
    public OmniTokenizer? Tokenizer
    {
        get;
        init
        {
            if (value is not null) backbone.RequireFit(value, Place);
            field = value;
        }
    }

    /// <summary>What is known of the weights; of a new model nothing.</summary>
    public ModelCard Card { get; init; } = new();

    /// <summary>Gives the parameters of a model their values; a model that cannot get them is disposed.</summary>
    public void Fill(OmniModel model)
    {
        try
        {
            fill?.Invoke(model);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }
}

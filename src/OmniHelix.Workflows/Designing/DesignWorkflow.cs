using OmniHelix.Inference;
using OmniHelix.Inference.Design;
using OmniHelix.Rna.Design;
using OmniHelix.Workflows.Predicting;

namespace OmniHelix.Workflows.Designing;

/// <summary>Searches sequences for a structure and writes them, solved or not.</summary>
/// <example><code>
/// var configuration = DesignConfiguration.Resolve(new DesignSettings { Structure = "(((((......)))))", Count = 5 });
/// var result = new DesignWorkflow(configuration).Run(Console.Out);
/// </code></example>
/// <param name="configuration">What is searched.</param>
public sealed class DesignWorkflow(DesignConfiguration configuration)
{
    /// <summary>What of the model and the structure has to be known to judge the result; known when the search has begun.</summary>
    public string? Note { get; private set; }

    /// <summary>Searches and writes.</summary>
    /// <param name="stream">Receives the sequences when no file is named.</param>
    /// <param name="progress">Is told where the search stands.</param>
    /// <param name="cancellation">Ends the search; nothing is written.</param>
    /// <exception cref="OmniException">
    /// What <see cref="RnaDesigner"/> or <see cref="PromptedBases"/> refuses; the model cannot be read; OH600x: the file cannot be written.
    /// </exception>
    public DesignResult Run(TextWriter stream, IProgress<DesignProgress>? progress = null, CancellationToken cancellation = default)
    {
        var designs = new Designs(configuration, Search(progress, cancellation));
        if (configuration.Output is { } path) DesignFile.Write(path, designs);
        else DesignFile.Write(stream, designs);
        if (configuration.Settings.Report is { } page) DesignPage.Compose(designs).Write(page);
        return designs.Result;
    }

    private DesignResult Search(IProgress<DesignProgress>? progress, CancellationToken cancellation)
    {
        var target = configuration.Target;
        var search = configuration.Search;
        if (configuration.Settings.Model is not { } folder) return new RnaDesigner(target, search).Run(progress, cancellation);
        var how = new InferenceOptions { Device = ApplicationRules.DeviceOf(configuration.Settings.Device) };
        using var model = PretrainedModel.Open(folder, how, TaskType.MaskedLanguageModel);
        if (configuration.Original is { } original)
        {
            var filling = new OriginalBases(model, target, how);
            Note = filling.Note;
            return new OriginalSearch(target, filling, original).Run(progress, cancellation);
        }
        var bases = new PromptedBases(model, target, how);
        Note = bases.Note;
        return new RnaDesigner(target, search, bases).Run(progress, cancellation);
    }
}

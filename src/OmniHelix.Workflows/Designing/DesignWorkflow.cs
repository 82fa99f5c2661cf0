using OmniHelix.Rna.Design;

namespace OmniHelix.Workflows.Designing;

/// <summary>Searches sequences for a structure and writes them, solved or not.</summary>
/// <example><code>
/// var configuration = DesignConfiguration.Resolve(new DesignSettings { Structure = "(((((......)))))", Count = 5 });
/// var result = new DesignWorkflow(configuration).Run(Console.Out);
/// </code></example>
/// <param name="configuration">What is searched.</param>
public sealed class DesignWorkflow(DesignConfiguration configuration)
{
    /// <summary>Searches and writes.</summary>
    /// <param name="stream">Receives the sequences when no file is named.</param>
    /// <param name="progress">Is told where the search stands.</param>
    /// <param name="cancellation">Ends the search; nothing is written.</param>
    /// <exception cref="OmniException">What <see cref="RnaDesigner"/> refuses; OH600x: the file cannot be written.</exception>
    public DesignResult Run(TextWriter stream, IProgress<DesignProgress>? progress = null, CancellationToken cancellation = default)
    {
        var result = new RnaDesigner(configuration.Target, configuration.Search).Run(progress, cancellation);
        if (configuration.Output is { } path) DesignFile.Write(path, configuration, result);
        else DesignFile.WriteLines(stream, result);
        return result;
    }
}

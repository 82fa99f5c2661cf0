using OmniHelix.Inference.Writing;
using OmniHelix.Models.Heads;
using OmniHelix.Settings;

namespace OmniHelix.Workflows.Predicting;

/// <summary>What embeddings use: every value decided.</summary>
/// <param name="Options">The values, with who said them.</param>
/// <param name="Output">File to write; null for a stream.</param>
/// <param name="Names">File beside it with the names of the rows; null when it holds them.</param>
/// <param name="Pooling">How tokens become one vector; null keeps one for each token.</param>
public sealed record EmbedConfiguration(EmbedOptions Options, string? Output, string? Names, Pooling? Pooling)
{
    private const string PerToken = "token";

    /// <summary>Everything that can be said about embeddings.</summary>
    public static SettingsSchema Schema { get; } = SettingsSchema.Of<EmbedOptions>();

    /// <summary>Decides every value: defaults ← file ← flags or program.</summary>
    /// <param name="said">What was said.</param>
    /// <exception cref="UsageException">
    /// OH2014 a value out of range; OH2016 an unknown form of input; OH2020 there is no model; OH2021 values that exclude each
    /// other; OH2030 neither or both of the two
    /// sources of records; OH2032 the name of the output promises no embeddings; OH2034 an unknown aggregation.
    /// </exception>
    public static EmbedConfiguration Resolve(EmbedOptions said)
    {
        var decided = ApplicationRules.Resolve(Schema, said).Get<EmbedOptions>();
        var output = ApplicationRules.OutputOf(decided);
        var names = output is null ? null : EmbeddingFile.NamesBeside(output);
        return new EmbedConfiguration(decided, output, names, decided.Aggregation == PerToken ? null : PoolingOf(decided.Aggregation));
    }

    private static Pooling PoolingOf(string name)
    {
        if (PoolingNames.OfEmbeddings.Contains(name)) return PoolingNames.OfEmbedding(name);
        string[] known = [.. PoolingNames.OfEmbeddings, PerToken];
        var what = $"'{name}' is no aggregation; expected one of {string.Join(", ", PoolingNames.OfEmbeddings)} or {PerToken}";
        throw new UsageException("OH2034", what, "--aggregation", NearestName.Ask(name, known));
    }
}

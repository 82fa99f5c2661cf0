using OmniHelix.Data.Records;
using OmniHelix.Inference;
using OmniHelix.Inference.Attention;
using OmniHelix.Inference.Writing;
using OmniHelix.Settings;
using OmniHelix.Workflows.Data;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Workflows.Predicting;

/// <summary>Attention maps of one sequence, into a file and on a page.</summary>
public sealed class AttentionWorkflow
{
    private readonly AttentionOptions options;

    /// <summary>Decides every value: defaults ← file ← flags or program.</summary>
    /// <param name="said">What was said.</param>
    /// <exception cref="UsageException">
    /// OH2014 a value out of range; OH2020 model, sequence or output are missing; OH2032 the name of the output promises no attention maps;
    /// OH4002 a device that is not there.
    /// </exception>
    public AttentionWorkflow(AttentionOptions said)
    {
        options = Schema.Resolve(Schema.SaidIn(said)).Get<AttentionOptions>();
        ApplicationRules.DeviceOf(options.Device).RequirePresent();
        if (options.Model is null) throw Missing("--model", "a model folder or the folder of a run");
        if (options.Sequence is null) throw Missing("--sequence", "a sequence, or a file that holds one");
        if (options.Output is null) throw Missing("--output", "a file that ends in .npz or .npy");
        Names = AttentionFile.NamesBeside(options.Output);
    }

    /// <summary>Everything that can be said about attention maps.</summary>
    public static SettingsSchema Schema { get; } = SettingsSchema.Of<AttentionOptions>();

    /// <summary>File to write.</summary>
    public string Output => options.Output!;

    /// <summary>Page to write; null for none.</summary>
    public string? Report => options.Report;

    /// <summary>File beside the output with the tokens; null when it holds them.</summary>
    public string? Names { get; }

    /// <summary>Computes and writes the maps.</summary>
    /// <exception cref="OmniException">
    /// Model or sequence cannot be read; OH3403 the model has no attention; OH3702 a sequence longer than the model takes; OH3703 no such
    /// layer or head; OH3704 an aggregation that heads do not have; OH5307 several sequences; OH600x a file cannot be written.
    /// </exception>
    public AttentionOutcome Run()
    {
        var settings = new InferenceOptions { Device = ApplicationRules.DeviceOf(options.Device), Uracil = options.Uracil.Policy() };
        using var input = InferenceInput.FromText(options.Sequence!);
        using var model = PretrainedModel.Open(options.Model!, settings, TaskType.Embedding);
        var example = One(input, model);
        var maps = new AttentionExtractor(model).Extract(example.Sequence, options.Layers, options.Heads);
        var statistics = AttentionStatistics.Of(maps, options.LayerAggregation, options.HeadAggregation);
        AttentionFile.Write(Output, maps, statistics);
        var outcome = new AttentionOutcome(example, maps, statistics, LetterUse.Of(maps.Counts, model.Tokenizer));
        if (Report is { } page) AttentionPage.Compose(outcome, model.Folder).Write(page);
        return outcome;
    }

    private static Example One(InferenceInput input, PretrainedModel model)
    {
        var first = input.Examples.Take(2).ToList();
        if (first.Count > 1)
            throw new UsageException(
                "OH5307", "attention maps are made of one sequence, and there are several", first[1].Place, "Choose one.");
        var check = new SequenceCheck(model.Tokenizer.Molecule, model.Tokenizer.Uracil);
        return check.Problem(first[0]) is { } problem ? throw problem : first[0];
    }

    private static UsageException Missing(string flag, string what) => new("OH2020", $"{flag} is missing", null, $"Name {what}.");
}

/// <summary>Attention maps of a sequence.</summary>
/// <param name="Example">The sequence.</param>
/// <param name="Maps">Of the chosen layers and heads.</param>
/// <param name="Statistics">Of the map that they were aggregated to.</param>
/// <param name="Letters">Of the sequence, and those that the model cannot read or hardly knows.</param>
public sealed record AttentionOutcome(Example Example, AttentionMaps Maps, AttentionStatistics Statistics, LetterUse Letters)
{
    /// <summary>What there is to say about letters and maps.</summary>
    public IEnumerable<string> Notes() => Maps.AreShares ? Letters.Notes() : Letters.Notes().Append(Approximated);

    private const string Approximated = "The model approximates attention: rows of its maps do not sum to 1, and entries may be below 0. "
        + "Entropies are those of the entries above 0, divided by their sum";
}

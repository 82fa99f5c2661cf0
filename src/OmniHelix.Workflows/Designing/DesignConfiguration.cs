using OmniHelix.Rna;
using OmniHelix.Rna.Design;
using OmniHelix.Sequences.Files;
using OmniHelix.Settings;
using OmniHelix.Workflows.Files;
using OmniHelix.Workflows.Predicting;

namespace OmniHelix.Workflows.Designing;

/// <summary>What sequences are searched for and how: every value decided.</summary>
/// <param name="Settings">The values, with who said them.</param>
/// <param name="Target">The structure.</param>
/// <param name="Search">How it is searched.</param>
/// <param name="Output">File to write; null for a stream.</param>
public sealed record DesignConfiguration(DesignSettings Settings, SecondaryStructure Target, DesignOptions Search, string? Output)
{
    private static readonly string[] OfModel = ["lm_share", "lm_temperature", "lm_top_k", "device", "compat"];

    private static readonly string[] OfGenerations = ["population", "generations"];

    private static readonly string[] OfPopulation = ["objectives", "gc_wanted"];

    private static readonly string[] NotOfCompat =
    [
        "count", "apart", "search", "objectives", "gc_wanted", "pair_weights",
        "time", "max_folds", "chains", "fixed", "gc_min", "gc_max", "forbid", "temperature", "lm_share", "lm_temperature",
        "lm_top_k",
    ];

    /// <summary>Everything that can be said about a search.</summary>
    public static SettingsSchema Schema { get; } = SettingsSchema.Of<DesignSettings>();

    /// <summary>What is written.</summary>
    public required FileKind Kind { get; init; }

    /// <summary>The numbers of the search of OmniGenBench where that is asked for; null for ours.</summary>
    public OriginalSearchOptions? Original { get; init; }

    /// <summary>Decides every value: defaults ← file ← flags or program.</summary>
    /// <param name="said">What was said.</param>
    /// <exception cref="UsageException">
    /// OH1868 other than three weights of pairs; OH2014 a value out of range; OH2020 there is no structure, or a setting does nothing
    /// without another; OH2021 settings that exclude each other; OH2032 the name of the output promises nothing that holds sequences;
    /// OH4002 an unknown device, or one that is not there.
    /// </exception>
    /// <exception cref="OmniException">OH1801, OH1802: the structure is malformed.</exception>
    public static DesignConfiguration Resolve(DesignSettings said)
    {
        var settings = Schema.Resolve(Schema.SaidIn(said));
        var decided = settings.Get<DesignSettings>();
        if (decided.Structure is null)
            throw new UsageException(
                "OH2020", "--structure is missing", null, "Write the structure in dot-bracket, in quotes: \"(((...)))\".");
        if (decided.Model is null) RequireUnsaid(settings, OfModel, "--model");
        var isPopulation = decided.Search == DesignSearch.Population;
        if (!isPopulation) RequireUnsaid(settings, OfPopulation, "--search population");
        if (isPopulation) RequireUnsaid(settings, ["chains"], "--search walks");
        if (!isPopulation && !decided.Compat) RequireUnsaid(settings, OfGenerations, "--search population");
        if (!decided.Compat && decided.Model is null) RequireUnsaid(settings, ["mutation_ratio"], "--model");
        if (!decided.Compat && !isPopulation) RequireUnsaid(settings, ["mutation_ratio"], "--search population");
        if (decided.Compat && NotOfCompat.Select(key => settings[key]).FirstOrDefault(IsSaid) is { } excluded)
            throw excluded.Excludes(settings["compat"]);
        if (decided.Model is not null) ApplicationRules.DeviceOf(decided.Device).RequirePresent();
        if (decided.Report is { } page) KnownFiles.Kinds.RequireName(page, "a page", KnownFiles.Html);
        var output = decided.Output is null or "-" ? null : decided.Output;
        var target = SecondaryStructure.Parse(decided.Structure, "--structure");
        return new DesignConfiguration(decided, target, SearchOf(decided), output)
        {
            Kind = DesignFile.KindOf(output, decided.Format),
            Original = decided.Compat ? OriginalOf(decided) : null,
        };
    }

    private static DesignOptions SearchOf(DesignSettings decided) => new()
    {
        Count = decided.Count,
        Apart = decided.Apart,
        Search = decided.Search,
        Objectives = decided.Objectives ?? new DesignOptions().Objectives,
        WantedGc = decided.GcWanted,
        Population = decided.Population,
        Generations = decided.Generations,
        PairWeights = PairWeightsOf(decided.PairWeights),
        TimeLimit = TimeSpan.FromSeconds(decided.Time),
        MaximumFolds = decided.MaxFolds,
        Chains = decided.Chains,
        Seed = decided.Seed,
        Sequence = decided.Fixed,
        LeastGc = decided.GcMin,
        LargestGc = decided.GcMax,
        ForbiddenMotifs = decided.Forbid ?? [],
        Temperature = decided.Temperature,
        Prior = new PriorOptions
        {
            Share = decided.LmShare,
            MutationRatio = decided.MutationRatio,
            Temperature = decided.LmTemperature,
            TopK = decided.LmTopK,
        },
    };

    private static (double Gc, double Au, double Gu) PairWeightsOf(IReadOnlyList<double>? said) => said switch
    {
        null => new DesignOptions().PairWeights,
        [var gc, var au, var gu] => (gc, au, gu),
        _ => throw new UsageException(
            "OH1868", $"--pair-weights has {Plural.Count(said.Count, "number")}", null, "Give three, for GC, AU and GU: 0.6,0.3,0.1."),
    };

    private static OriginalSearchOptions OriginalOf(DesignSettings decided) => new()
    {
        MutationRatio = decided.MutationRatio,
        Population = decided.Population,
        Generations = decided.Generations,
        Seed = decided.Seed,
    };

    private static void RequireUnsaid(ResolvedSettings settings, string[] keys, string needed)
    {
        if (keys.Select(key => settings[key]).FirstOrDefault(IsSaid) is { } said)
            throw new UsageException(
                "OH2020", $"{said.Key.Name} does nothing without {needed}", said.Source.Place, $"Add {needed}, or leave it out.");
    }

    private static bool IsSaid(Setting setting) => setting.Source.Origin != Origin.Default;
}

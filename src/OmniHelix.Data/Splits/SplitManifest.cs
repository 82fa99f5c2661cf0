using System.Text.Json.Nodes;
using OmniHelix.Data.Labels;
using OmniHelix.Data.Leakage;

namespace OmniHelix.Data.Splits;

/// <summary>One split of a manifest.</summary>
/// <param name="Name">train, valid or test.</param>
/// <param name="Records">Number of records.</param>
/// <param name="Labels">Occurrences of each label, most frequent first; empty when labels are no classes.</param>
public sealed record SplitSummary(string Name, int Records, IReadOnlyList<KeyValuePair<string, int>> Labels);

/// <summary>What was done when a data set was split, and what the audit found afterwards.</summary>
/// <param name="Options">Method, shares and seed.</param>
/// <param name="Splits">What each split holds.</param>
/// <param name="Units">Number of parts that had to stay together.</param>
/// <param name="JointUnits">Of these, parts of several records.</param>
/// <param name="LargestUnit">Records of the largest.</param>
/// <param name="Notes">What a user should know.</param>
/// <param name="Audit">Leakage that is left.</param>
public sealed record SplitManifest(
    SplitOptions Options, IReadOnlyList<SplitSummary> Splits, int Units, int JointUnits, int LargestUnit, IReadOnlyList<string> Notes,
    LeakageReport Audit)
{
    private const int MostLabels = 100;

    /// <summary>What <c>config.json</c> says the labels are; null when nothing tells it.</summary>
    public TaskType? Task { get; init; }

    /// <summary>The classes that <c>config.json</c> names; null when it names none.</summary>
    public LabelMap? Classes { get; init; }

    /// <summary>Counts, and audits the splits of a plan.</summary>
    /// <inheritdoc cref="SplitPlanner.Plan"/>
    /// <param name="records">The data.</param>
    /// <param name="plan">Where every record goes.</param>
    /// <param name="options">How that was decided.</param>
    /// <param name="progress">Is told the share of records compared.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static SplitManifest Of(
        AuditRecords records, SplitPlan plan, SplitOptions options, IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        var parts = SplitRatios.Names.Select((name, s) => (Name: name, Records: (IReadOnlyList<int>)[.. plan.RecordsOf(s)]))
            .Where(p => p.Records.Count > 0).ToArray();
        var classes = records.Labels.Distinct <= MostLabels;
        return new SplitManifest(
            options, [.. parts.Select(p => new SplitSummary(p.Name, p.Records.Count, classes ? Labels(records, p.Records) : []))],
            plan.Units, plan.JointUnits, plan.LargestUnit, plan.Notes,
            LeakageAudit.Run(records.Arrange(parts), options.Similarity, progress, cancellation));
    }

    /// <summary>The manifest as JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["method"] = Options.Method.Name(),
        ["seed"] = Options.Seed,
        ["independent_records"] = Options.IndependentRecords,
        ["shares"] = new JsonObject(SplitRatios.Names.Select((name, s) => KeyValuePair.Create(name, (JsonNode?)Options.Ratios.Shares[s]))),
        ["splits"] = new JsonArray([.. Splits.Select(s => new JsonObject
        {
            ["name"] = s.Name,
            ["records"] = s.Records,
            ["labels"] = new JsonObject(s.Labels.Select(l => KeyValuePair.Create(l.Key, (JsonNode?)l.Value))),
        })]),
        ["task_type"] = Task?.Name,
        ["label2id"] = Classes?.ToJson(),
        ["units"] = Units,
        ["joint_units"] = JointUnits,
        ["largest_unit"] = LargestUnit,
        ["notes"] = new JsonArray([.. Notes.Select(n => (JsonNode)n)]),
        ["audit"] = Audit.ToJson(),
    };

    private static List<KeyValuePair<string, int>> Labels(AuditRecords records, IReadOnlyList<int> members) =>
        [
            .. members.Select(records.LabelOf).OfType<string>().CountBy(l => l).OrderByDescending(c => c.Value).ThenBy(
                c => c.Key, StringComparer.Ordinal)];
}

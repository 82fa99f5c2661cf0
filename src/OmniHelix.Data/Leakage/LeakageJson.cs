using System.Text.Json.Nodes;

namespace OmniHelix.Data.Leakage;

/// <summary>A <see cref="LeakageReport"/> as JSON.</summary>
internal static class LeakageJson
{
    public static JsonObject Write(LeakageReport report) => new()
    {
        ["leakage"] = report.HasLeakage,
        ["splits"] = new JsonArray(
        [
            .. report.Splits.Select(s => new JsonObject
            {
                ["name"] = s.Name,
                ["records"] = s.Records,
                ["letters"] = s.Letters,
                ["with_blanks"] = s.WithBlanks,
            }),
        ]),
        ["totals"] = new JsonArray(
        [
            .. report.Totals.Select(
                t => new JsonObject { ["split"] = t.Split, ["other"] = t.Other, ["records"] = t.Records, ["share"] = t.Share }),
        ]),
        ["findings"] = new JsonArray([.. report.Findings.Select(Finding)]),
        ["options"] = new JsonObject
        {
            ["identity"] = report.Options.Identity,
            ["minimum_overlap"] = report.Options.MinimumOverlap,
            ["minimum_share"] = report.Options.MinimumShare,
            ["containment"] = report.Options.Containment,
            ["word_length"] = report.Options.EffectiveWordLength,
            ["window"] = report.Options.Window,
            ["reverse_strand"] = report.Options.ReverseStrand && !report.Options.Protein,
            ["protein"] = report.Options.Protein,
        },
    };

    /// <summary>The kind as one word, such as <c>reverse_complement</c>.</summary>
    public static string NameOf(LeakageKind kind) => kind switch
    {
        LeakageKind.Duplicate => "duplicate",
        LeakageKind.ReverseComplement => "reverse_complement",
        LeakageKind.ShiftedWindow => "shifted_window",
        LeakageKind.NearDuplicate => "near_duplicate",
        LeakageKind.SameGroup => "same_group",
        _ => "conflicting_label",
    };

    private static JsonObject Finding(LeakageFinding finding) => new()
    {
        ["kind"] = NameOf(finding.Kind),
        ["column"] = finding.Column,
        ["split"] = finding.Split,
        ["other"] = finding.Other,
        ["records"] = finding.Records,
        ["share"] = finding.Share,
        ["examples"] = new JsonArray([.. finding.Examples.Select(e => new JsonObject
        {
            ["record"] = Name(e.Record),
            ["other"] = Name(e.Other),
            ["reverse_strand"] = e.ReverseStrand,
            ["shift"] = e.Shift,
            ["overlap"] = e.Overlap,
            ["similarity"] = e.Similarity,
            ["detail"] = e.Detail,
        })]),
    };

    private static JsonObject Name(RecordName name) =>
        new() { ["id"] = name.Id, ["file"] = name.File, ["record"] = name.Record, ["line"] = name.Line > 0 ? name.Line : null };
}

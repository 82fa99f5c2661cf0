using System.Globalization;
using OmniHelix.Data.Leakage;

namespace OmniHelix.Data.Splits;

/// <summary>
/// Spreads records over train, valid and test. First it is settled what stays together (units), then the units go, largest first and
/// shuffled among equals, to the split that lacks most of what they hold. All methods but random balance the labels as far as the units
/// allow.
/// </summary>
/// <example><code>
/// var plan = SplitPlanner.Plan(records, new SplitOptions { Method = SplitMethod.Similarity });
/// </code></example>
public static class SplitPlanner
{
    private const int MostClasses = 1000;
    private const double MostDeviation = 0.02;

    /// <summary>Plans the splits of records, whose own splits do not matter.</summary>
    /// <param name="records">
    /// The data; group columns are what <see cref="SplitMethod.Grouped"/> keeps together, the first one holds the chromosome for
    /// <see cref="SplitMethod.Chromosome"/>.
    /// </param>
    /// <param name="options">Method, sizes, seed.</param>
    /// <param name="progress">Is told the share of records compared.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="UsageException">
    /// OH1620 bad shares; OH1622 settings that do not fit the method; OH1610 bad similarity settings.
    /// </exception>
    /// <exception cref="OmniException">
    /// OH1623 a split would be empty; OH1624 a record without group or chromosome; OH1625 a chromosome that does not occur.
    /// </exception>
    public static SplitPlan Plan(
        AuditRecords records, SplitOptions options, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        options.Ratios.Checked();
        var method = options.Method;
        if (options.IndependentRecords && method is not (SplitMethod.Random or SplitMethod.Stratified or SplitMethod.Sequential))
            throw new UsageException(
                "OH1622", $"records cannot be independent with the method {method.Name()}, which keeps some together", null,
                "Choose random or stratified.");
        if (method is SplitMethod.Grouped or SplitMethod.Chromosome && records.Groups.Count == 0)
            throw new UsageException(
                "OH1622",
                $"the method {method.Name()} needs a column that says the {(method == SplitMethod.Grouped ? "group" : "chromosome")}");
        if (method != SplitMethod.Chromosome && options.ValidChromosomes.Count + options.TestChromosomes.Count > 0)
            throw new UsageException(
                "OH1622", $"chromosomes are named, but the method is {method.Name()}", null, "Choose the method chromosome.");
        if (records.Count == 0) throw new OmniException("OH1623", "there is no record to split");
        var units = Units(records, options, progress, cancellation);
        var notes = new List<string>();
        var named = options.ValidChromosomes.Count + options.TestChromosomes.Count > 0;
        var splits = named ? ByName(records, options)
            : method == SplitMethod.Sequential ? OneAfterTheOther(records.Count, options)
            : Assign(records, units, options, notes);
        RequireAll(splits, options, named, units);
        var plan = new SplitPlan(splits, units, notes);
        if (!named) NoteShares(plan, options, notes);
        return plan;
    }

    private static int[] Units(AuditRecords records, SplitOptions options, IProgress<double>? progress, CancellationToken cancellation)
    {
        if (options.IndependentRecords || options.Method == SplitMethod.Sequential) return [.. Enumerable.Range(0, records.Count)];
        if (options.Method == SplitMethod.Chromosome) return Joined(new Clusters(records.Count), [records.Groups[0]], required: true);
        var equal = options.Method == SplitMethod.Similarity
            ? LeakageAudit.Cluster(records, options.Similarity, progress, cancellation)
            : LeakageAudit.ClusterEqual(records, options.Similarity);
        var clusters = new Clusters(records.Count);
        for (var r = 0; r < equal.Length; r++)
            if (!records[r].IsShortRest) clusters.Join(equal[r], r);
        return Joined(clusters, records.Groups, options.Method == SplitMethod.Grouped);

        int[] Joined(Clusters into, IReadOnlyList<KeyColumn> columns, bool required)
        {
            foreach (var column in columns)
            {
                var firsts = new FirstRecords(1, column.Distinct);
                for (var r = 0; r < records.Count; r++)
                {
                    if (column[r] < 0 && required)
                        throw new OmniException(
                            "OH1624", $"record '{records[r].Id}' has no {column.Name}", records[r].Place,
                            "Give it one, or leave the record out.");
                    firsts.Note(0, column[r], r);
                    if (firsts[0, column[r]] is var first and >= 0) into.Join(first, r);
                }
            }
            return into.ToArray();
        }
    }

    private static int[] Assign(AuditRecords records, int[] units, SplitOptions options, List<string> notes)
    {
        var strata = options.Method != SplitMethod.Random ? Strata(records, options, notes) : new int[records.Count];
        var members = new Dictionary<int, List<int>>();
        for (var r = 0; r < units.Length; r++) (members.TryGetValue(units[r], out var list) ? list : members[units[r]] = []).Add(r);
        var order = members.Values.ToArray();
        if (options.Shuffle) new Xoshiro256(options.Seed, stream: 3).Shuffle<List<int>>(order);
        var room = new SplitRoom(options.Ratios, strata);
        var splits = new int[units.Length];
        foreach (var unit in order.OrderByDescending(m => m.Count))
        {
            var split = room.Take(unit);
            foreach (var r in unit) splits[r] = split;
        }
        return splits;
    }

    // As scikit-learn rounds, twice: what is not for training up, and of that what is not for validation.
    private static int[] OneAfterTheOther(int count, SplitOptions options)
    {
        var (train, valid, test) = options.Ratios;
        var held = (int)Math.Ceiling((1 - train) * count);
        var tested = held == 0 ? 0 : (int)Math.Ceiling((1 - valid / (valid + test)) * held);
        var order = Enumerable.Range(0, count).ToArray();
        if (options.Shuffle) new Xoshiro256(options.Seed, stream: 3).Shuffle<int>(order);
        var splits = new int[count];
        for (var i = 0; i < count; i++) splits[order[i]] = i < count - held ? 0 : i < count - tested ? 1 : 2;
        return splits;
    }

    private static int[] Strata(AuditRecords records, SplitOptions options, List<string> notes)
    {
        if (records.Labels.Distinct == 0) notes.Add("No record has a label: there is nothing to balance.");
        if (records.Labels.Distinct <= MostClasses) return [.. Enumerable.Range(0, records.Count).Select(r => records.Labels[r] + 1)];
        if (options.Method == SplitMethod.Stratified)
            throw new UsageException(
                "OH1622", $"there are {records.Labels.Distinct} different labels, which cannot be balanced", null,
                "Choose the method random, or one that keeps something together.");
        notes.Add(FormattableString.Invariant($"Labels are not balanced: there are {records.Labels.Distinct} different ones."));
        return new int[records.Count];
    }

    private static int[] ByName(AuditRecords records, SplitOptions options)
    {
        var column = records.Groups[0];
        var known = Enumerable.Range(0, column.Distinct).Select(column.Key).ToArray();
        foreach (var name in options.ValidChromosomes.Concat(options.TestChromosomes))
            if (!known.Contains(name, StringComparer.Ordinal))
            {
                var some = string.Join(", ", known.Take(30)) + (known.Length > 30 ? ", …" : "");
                throw new OmniException(
                    "OH1625", $"no record lies on '{name}'; the chromosomes are {some}", null, NearestName.Ask(name, known));
            }
        if (options.ValidChromosomes.Intersect(options.TestChromosomes, StringComparer.Ordinal).FirstOrDefault() is { } twice)
            throw new UsageException("OH1622", $"'{twice}' is named for validation and for test");
        return [
            .. Enumerable.Range(0, records.Count).Select(
                r => options.TestChromosomes.Contains(column.KeyOf(r)!) ? 2 : options.ValidChromosomes.Contains(column.KeyOf(r)!) ? 1 : 0)];
    }

    // What stays together may be too large for the shares.
    private static void NoteShares(SplitPlan plan, SplitOptions options, List<string> notes)
    {
        var wanted = options.Ratios.CountsOf(plan.SplitOf.Count);
        for (var s = 0; s < wanted.Length; s++)
        {
            var records = plan.RecordsOf(s).Count();
            if (Math.Abs(records - wanted[s]) > Math.Max(1, MostDeviation * plan.SplitOf.Count))
                notes.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{SplitRatios.Names[s]} has {Plural.Count(records, "record")} instead of {wanted[s]}: "
                        + $"of the {plan.Units} parts that stay together the largest holds {Plural.Count(plan.LargestUnit, "record")}."));
        }
    }

    private static void RequireAll(int[] splits, SplitOptions options, bool named, int[] units)
    {
        for (var s = 0; s < SplitRatios.Names.Count; s++)
        {
            var wanted = named
                ? (s == 0 || (s == 1 ? options.ValidChromosomes : options.TestChromosomes).Count > 0)
                : options.Ratios.Shares[s] > 0;
            if (wanted && !splits.Contains(s))
            {
                var parts = units.CountBy(u => u).Select(c => c.Value).ToList();
                throw new OmniException(
                    "OH1623",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"the {SplitRatios.Names[s]} split would be empty: "
                            + $"{Plural.Count(splits.Length, "record")} in {parts.Count} parts that stay together, the largest of "
                                + $"{parts.Max()}"),
                    null, "Change the shares, make longer chunks, or choose a method that keeps less together.");
            }
        }
    }
}

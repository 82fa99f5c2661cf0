using System.Globalization;

namespace OmniHelix.Goldens;

/// <summary>Runs found cases and prints the table, the failures, the skipped cases and the closing line.</summary>
internal static class GoldenRun
{
    private const int FailuresShownPerCase = 20;

    /// <summary>Returns the exit code: 0 when nothing failed, otherwise 1.</summary>
    public static int Run(IReadOnlyList<FoundGroup> groups, TextWriter output)
    {
        var rows = groups.Select(group => (group.Name, Results: group.Cases.Select(Judge).ToList())).ToList();

        output.WriteLine(Row("group", "cases", "passed", "failed", "not understood", "largest deviation / tolerance"));
        foreach (var (name, results) in rows)
            output.WriteLine(Row(
                name,
                results.Count,
                Count(results, Verdict.Passed),
                Count(results, Verdict.Failed),
                Count(results, Verdict.Skipped),
                results.Max(r => r.Check.LargestShare).ToString("g3", CultureInfo.InvariantCulture)));

        foreach (var (name, results) in rows)
            foreach (var result in results)
                Describe(name, result, output);

        var all = rows.SelectMany(r => r.Results).ToList();
        var failed = Count(all, Verdict.Failed);
        output.WriteLine();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Count(all, Verdict.Passed)} passed, {failed} failed, {Count(all, Verdict.Skipped)} skipped"));
        return failed == 0 ? 0 : 1;
    }

    private static Result Judge(GoldenCase one)
    {
        var check = new GoldenCheck();
        try
        {
            one.Run(check);
        }
        // The runner's job is to report whatever a case does, defects of the program included.
        catch (Exception e)
        {
            check.Fail(
                "(run)",
                e is OmniException known ? known.Describe() : $"{e.GetType().Name}: {e.Message} {e.StackTrace?.Split('\n')[0].Trim()}",
                "no exception");
        }
        if (check is { Compared: 0, SkipReason: null }) check.Fail("(run)", "nothing was compared", "at least one comparison");
        return new Result(
            one,
            check,
            check.Failures.Count > 0 ? Verdict.Failed : check.SkipReason is null ? Verdict.Passed : Verdict.Skipped);
    }

    private static void Describe(string group, Result result, TextWriter output)
    {
        if (result.Verdict == Verdict.Skipped) output.WriteLine($"SKIPPED {group}/{result.Case.Name}: {result.Check.SkipReason}");
        if (result.Verdict != Verdict.Failed) return;
        output.WriteLine($"FAILED {group}/{result.Case.Name}");
        foreach (var failure in result.Check.Failures.Take(FailuresShownPerCase)) output.WriteLine($"    {failure}");
        if (result.Check.Failures.Count > FailuresShownPerCase)
            output.WriteLine($"    … and {result.Check.Failures.Count - FailuresShownPerCase} more");
    }

    private static string Row(string group, object cases, object passed, object failed, object skipped, string deviation) =>
        string.Create(CultureInfo.InvariantCulture, $"{group,-16} {cases,6} {passed,7} {failed,7} {skipped,15}   {deviation}");

    private static int Count(List<Result> results, Verdict verdict) => results.Count(r => r.Verdict == verdict);

    private enum Verdict
    {
        Passed,
        Failed,
        Skipped,
    }

    private sealed record Result(GoldenCase Case, GoldenCheck Check, Verdict Verdict);
}

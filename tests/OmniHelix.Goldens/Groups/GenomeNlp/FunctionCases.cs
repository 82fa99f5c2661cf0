using System.Globalization;
using System.Text;
using System.Text.Json;
using OmniHelix.Data.Leakage;
using OmniHelix.Data.Splits;
using OmniHelix.Sequences;

namespace OmniHelix.Goldens.Groups.GenomeNlp;

/// <summary>Single functions of genomeNLP: reverse complements and numbers of records in splits.</summary>
internal static class FunctionCases
{
    // It takes S and W for each other's complement, and N for that of B, D, H and V; here they have their true ones.
    private const string WrongThere = "SWBDHV";

    public static IEnumerable<GoldenCase> Of(string path)
    {
        if (!File.Exists(path)) yield break;
        yield return new GoldenCase("reverse_complement", path, check => CompareComplements(Read(path, "reverse_complement"), check));
        yield return new GoldenCase("split_indices", path, check => CompareSplits(Read(path, "split_indices_no_shuffle"), check));
    }

    private static JsonElement Read(string path, string function) =>
        JsonDocument.Parse(File.ReadAllText(path)).RootElement.GetProperty(function);

    private static void CompareComplements(JsonElement cases, GoldenCheck check)
    {
        foreach (var one in cases.EnumerateObject())
            if (one.Value.ValueKind == JsonValueKind.String && !one.Name.Any(letter => WrongThere.Contains(letter)))
                check.Equal(one.Name, Alphabet.ReverseComplement(one.Name, one.Name.Contains('U')), one.Value.GetString());
    }

    private static void CompareSplits(JsonElement cases, GoldenCheck check)
    {
        foreach (var one in cases.EnumerateArray())
        {
            var sizes = one.GetProperty("sizes");
            if (sizes.ValueKind != JsonValueKind.Array) continue;
            var count = one.GetProperty("n").GetInt32();
            var (test, valid) = (one.GetProperty("test").GetDouble(), one.GetProperty("val").GetDouble());
            // It exchanges the two, when there are two.
            var ratios = valid == 0
                ? new SplitRatios(one.GetProperty("train").GetDouble(), valid, test)
                : new SplitRatios(one.GetProperty("train").GetDouble(), test, valid);
            var options = new SplitOptions { Method = SplitMethod.Sequential, Ratios = ratios, Shuffle = false };
            var plan = SplitPlanner.Plan(Records(count), options);
            int[] order = [0, 2, 1];
            check.SameItems($"{count} records", order.Select(split => plan.RecordsOf(split).Count()), Numbers(sizes));
            foreach (var (split, ends) in order.Zip(one.GetProperty("first_last").EnumerateArray()))
                if (ends.GetArrayLength() == 2)
                    check.SameItems($"{count} records, split {split}", Ends([.. plan.RecordsOf(split)]), Numbers(ends));
        }
    }

    private static int[] Ends(int[] records) => [records[0], records[^1]];

    private static IEnumerable<int> Numbers(JsonElement list) => list.EnumerateArray().Select(number => number.GetInt32());

    private static AuditRecords Records(int count)
    {
        var records = new AuditRecords([]);
        records.Begin("all");
        for (var i = 0; i < count; i++)
            records.Add(Encoding.UTF8.GetBytes("ACGT"), new RecordName(i.ToString(CultureInfo.InvariantCulture), "", i + 1, 0), null, []);
        return records;
    }
}

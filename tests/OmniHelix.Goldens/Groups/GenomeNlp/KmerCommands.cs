using System.Text.Json;
using OmniHelix.Data.Tables;
using OmniHelix.Tokenizers;

namespace OmniHelix.Goldens.Groups.GenomeNlp;

/// <summary>
/// <c>kmerise_bio</c>: names, sequences, labels, k-mers and masks as printed. Ids follow a hash order there and differ between data and
/// tokenizer; here the tokenizer gives back those of the data. Where the original writes the forward sequence beside the k-mers of the
/// other strand, or has wrong complements, these are not compared.
/// </summary>
internal sealed class KmerCommands : IGenomeNlpCommand
{
    private const string WrongComplements = "SWBDHV";

    // Lower case, of which it has no complement.
    private static readonly string[] Mended = ["kmers_lower_rc"];

    public IReadOnlyList<string> Names { get; } = ["kmerise_bio"];

    public void Compare(GenomeNlpCall call, GoldenCheck check)
    {
        if (!call.Run(check, Mended)) return;
        var got = Rows(call.PathOf(call.ValueOf("-o")!));
        var tokenizer = OmniTokenizer.FromPretrained(call.PathOf(call.ValueOf("-t")!));
        foreach (var row in got)
            check.SameItems($"tokens of {row["idx"]}", tokenizer.Tokenize(row["feature"]).Ids, Numbers(row["input_ids"]));
        foreach (var file in call.Files)
        {
            if (file.EndsWith(".csv", StringComparison.Ordinal)) CompareRows(got, Rows(call.Kept(file)), call.ValueOf("-c") is null, check);
            else if (file == "mappings.json") CompareMappings(call.PathOf(call.ValueOf("-m")!), call.Kept(file), tokenizer, check);
        }
    }

    private static void CompareRows(
        IReadOnlyList<Dictionary<string, string>> got, IReadOnlyList<Dictionary<string, string>> expected, bool isWhole, GoldenCheck check)
    {
        check.Equal("rows", got.Count, expected.Count);
        foreach (var (row, other) in got.Zip(expected))
        {
            var isReverse = row["idx"].EndsWith("__RC", StringComparison.Ordinal);
            var isWrong = isReverse && row["feature"].Any(letter => WrongComplements.Contains(letter));
            foreach (var (column, value) in other)
            {
                if (column is "" or "input_ids" || isWrong && column is "input_str" or "feature") continue;
                if (isReverse && isWhole && column == "feature") continue;
                // Commas in names are replaced as in the other data sets of genomeNLP.
                check.Equal($"{column} of {row["idx"]}", row[column], column == "idx" ? value.Replace(",", "__") : value);
            }
        }
    }

    private static void CompareMappings(string path, string kept, OmniTokenizer tokenizer, GoldenCheck check)
    {
        using var got = JsonDocument.Parse(File.ReadAllText(path));
        using var expected = JsonDocument.Parse(File.ReadAllText(kept));
        var kmers = got.RootElement.EnumerateObject().ToList();
        check.SameItems(
            "k-mers", kmers.Select(kmer => kmer.Name),
            expected.RootElement.EnumerateObject().Select(kmer => kmer.Name).Order(StringComparer.Ordinal));
        check.SameItems("ids", kmers.Select(kmer => kmer.Value.GetInt32()), kmers.Select(kmer => tokenizer.IdOf(kmer.Name)!.Value));
    }

    private static List<Dictionary<string, string>> Rows(string path)
    {
        var table = Table.Open(path, new TableOptions { InferTypes = false });
        return
        [
            .. table.Rows().Select(row => table.Columns.Select((column, i) => (column.Name, Value: row[i] as string ?? ""))
                .ToDictionary(cell => cell.Name, cell => cell.Value)),
        ];
    }

    private static IEnumerable<int> Numbers(string printed) =>
        printed.Trim('[', ']').Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(int.Parse);
}

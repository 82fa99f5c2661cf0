using OmniHelix.TestKit;

namespace OmniHelix.Goldens.Groups.Genome;

/// <summary>
/// Command lines of <c>bcftools consensus</c> 1.24 with FASTA, chain and messages, given to <c>omni genome consensus</c>. The one line
/// where it stops because of a defect (a substitution that shares its record with a <c>&lt;DEL&gt;</c>) is compared with 1.16, which
/// applies the substitution.
/// </summary>
internal sealed class ConsensusCases : IGenomeCases
{
    private const string Nothing = ".", Separator = " | ";

    // What bcftools says of records; of its input it says other things in other words.
    private static readonly string[] OfRecords = ["The site ", "Applied "];

    public string Folder => "consensus";

    public bool Recognises(string folder) => File.Exists(Path.Combine(folder, "cases.tsv"))
        && Directory.EnumerateFiles(folder, "*.vcf").Any()
        && Directory.EnumerateFiles(folder, "*.fa").Any();

    public IEnumerable<GoldenCase> Discover(string folder)
    {
        var table = Path.Combine(folder, "cases.tsv");
        return GoldenTable.Read(table).Select(row => new GoldenCase(row["case"], table, check => Compare(check, folder, row)));
    }

    private static void Compare(GoldenCheck check, string folder, Dictionary<string, string> row)
    {
        string Expected(string name) => row[name + (IsDefectOf124(row) ? "_1.16" : "")];
        var chain = Expected("chain_out") == Nothing ? null : Path.GetTempFileName();
        try
        {
            var run = GenomeProgram.Run(Words(folder, row, chain));
            check.Equal("result", run.ExitCode == 0 ? "ok" : "fail", Expected("result"));
            if (Expected("result") == "fail")
            {
                check.Equal("error has a code", run.Messages.Contains("error OH", StringComparison.Ordinal), true);
                return;
            }
            if (Expected("fasta_out") != Nothing) check.Equal("fasta", run.Output, Stored(folder, Expected("fasta_out")));
            if (chain is not null) check.Equal("chain", File.ReadAllText(chain), Stored(folder, Expected("chain_out")));
            check.Equal("messages", Told(run.Messages.Split('\n')), Told(Expected("messages").Split(Separator)));
        }
        finally
        {
            if (chain is not null) File.Delete(chain);
        }
    }

    private static IEnumerable<string> Words(string folder, Dictionary<string, string> row, string? chain)
    {
        string Place(string word) => File.Exists(Path.Combine(folder, word)) ? Path.Combine(folder, word) : word;
        var words = row["arguments"] == Nothing ? [] : ShellWords.Words(row["arguments"]).Select(Place);
        string[] chained = chain is null ? [] : ["--chain", chain];
        return ["consensus", "--bcftools-compat", "-f", Place(row["fasta"]), .. words, .. chained, Place(row["vcf"])];
    }

    private static string Told(IEnumerable<string> messages) => string.Join(
        Separator, messages.Where(message => OfRecords.Any(start => message.StartsWith(start, StringComparison.Ordinal))));

    // The whole span of a deletion was compared with the one reference base of another allele of the record.
    private static bool IsDefectOf124(Dictionary<string, string> row)
    {
        var messages = row["messages"];
        return row["result"] == "fail" && row["result_1.16"] == "ok"
            && messages.Contains("does not match the REF allele", StringComparison.Ordinal)
            && messages.Contains("REF .vcf: [", StringComparison.Ordinal)
            && Between(messages, "REF .vcf: [").Length != Between(messages, "REF .fa : [").Length;
    }

    private static string Between(string text, string start)
    {
        var from = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return from < start.Length ? "" : text[from..text.IndexOf(']', from)];
    }

    private static string Stored(string folder, string name) => File.ReadAllText(Path.Combine(folder, "out", name));
}

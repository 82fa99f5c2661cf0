using System.Globalization;
using System.Text;
using OmniHelix.Sequences.Consensus;
using OmniHelix.Sequences.Fasta;

namespace OmniHelix.Goldens.Groups.Genome;

/// <summary>
/// Command lines of <c>bcftools consensus</c> 1.24 with FASTA, chain and the number of applied records. The one line where it stops because
/// of a defect (a substitution that shares its record with a
/// <c>&lt;DEL&gt;</c>) is compared with 1.16, which applies the substitution.
/// </summary>
internal sealed class ConsensusCases : IGenomeCases
{
    private const string Applied = "Applied ";

    public string Folder => "consensus";

    public bool Recognises(string folder) => File.Exists(Path.Combine(folder, "cases.tsv"))
        && Directory.EnumerateFiles(folder, "*.vcf").Any()
        && Directory.EnumerateFiles(folder, "*.fa").Any();

    public IEnumerable<GoldenCase> Discover(string folder)
    {
        var table = Path.Combine(folder, "cases.tsv");
        var lines = File.ReadLines(table).Select(l => l.Split('\t')).ToList();
        var columns = lines[0].Index().ToDictionary(c => c.Item, c => c.Index);
        return lines.Skip(1).Where(f => f.Length >= 5).Select(fields => new GoldenCase(fields[0], table, check =>
        {
            string Field(string name) => columns.TryGetValue(name, out var i) && i < fields.Length ? fields[i] : ".";
            var suffix = IsDefectOf124(Field("result"), Field("messages"), Field("result_1.16")) ? "_1.16" : "";
            var command = new Command(Path.Combine(folder, Field("vcf")), Path.Combine(folder, Field("fasta")), Field("arguments"));
            var expected = new Expected(
                Field("result" + suffix) == "ok",
                Field("fasta_out" + suffix),
                Field("chain_out" + suffix),
                Field("messages" + suffix));
            Compare(check, folder, command, expected);
        }));
    }

    // The whole span of a deletion was compared with the one reference base of another allele of the record.
    private static bool IsDefectOf124(string result, string messages, string older) =>
        result == "fail" && older == "ok" && messages.Contains("does not match the REF allele", StringComparison.Ordinal)
            && messages.Contains("REF .vcf: [", StringComparison.Ordinal)
        && Between(messages, "REF .vcf: [").Length != Between(messages, "REF .fa : [").Length;

    private static string Between(string text, string start)
    {
        var from = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return from < start.Length ? "" : text[from..text.IndexOf(']', from)];
    }

    private static void Compare(GoldenCheck check, string folder, Command command, Expected expected)
    {
        using var output = new MemoryStream();
        var chain = expected.Chain == "." ? null : new StringWriter();
        ConsensusSummary? summary = null;
        try
        {
            var request = ConsensusArguments.Parse(command.Arguments).Request(folder, command.Vcf);
            using var reader = FastaReader.Open(command.Fasta);
            summary = ConsensusRun.Write(request, reader, output, chain);
        }
        catch (OmniException e) when (!expected.Succeeds)
        {
            check.Equal("result", "fail", "fail");
            check.Equal("error has a code", e.Code.StartsWith("OH", StringComparison.Ordinal), true);
            return;
        }
        check.Equal("result", summary is null ? "fail" : "ok", expected.Succeeds ? "ok" : "fail");
        if (expected.Fasta != ".") check.Equal("fasta", Encoding.ASCII.GetString(output.ToArray()), Stored(expected.Fasta));
        if (chain is not null) check.Equal("chain", chain.ToString(), Stored(expected.Chain));
        var at = expected.Messages.IndexOf(Applied, StringComparison.Ordinal);
        if (at < 0) return;
        var applied = expected.Messages[(at + Applied.Length)..].Split(' ')[0];
        check.Equal("applied", summary!.Applied.ToString(CultureInfo.InvariantCulture), applied);

        string Stored(string name) => File.ReadAllText(Path.Combine(folder, "out", name));
    }

    private sealed record Command(string Vcf, string Fasta, string Arguments);

    /// <summary>What bcftools did; the names of files that it wrote are a dot where there is none.</summary>
    private sealed record Expected(bool Succeeds, string Fasta, string Chain, string Messages);
}

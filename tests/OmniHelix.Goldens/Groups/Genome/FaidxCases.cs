using System.Text;
using System.Text.RegularExpressions;
using OmniHelix.Cli.Shell;
using OmniHelix.Sequences.Genome;

namespace OmniHelix.Goldens.Groups.Genome;

/// <summary>
/// samtools faidx: which files are indexed, the indexes byte for byte, and regions with their output. A refusal agrees when both refuse;
/// where samtools names a line, ours names the same.
/// </summary>
internal sealed partial class FaidxCases : IGenomeCases
{
    private const string DefaultReads = "reads.fq";

    private static readonly string[] WithValue = ["-n", "--length", "--mark-strand"];

    public string Folder => "faidx";

    public bool Recognises(string folder) =>
        File.Exists(Path.Combine(folder, "index.tsv")) && File.Exists(Path.Combine(folder, "queries.tsv"));

    public IEnumerable<GoldenCase> Discover(string folder)
    {
        var index = Path.Combine(folder, "index.tsv");
        var queries = Path.Combine(folder, "queries.tsv");
        var reads = Path.Combine(folder, "fastq-queries.tsv");
        if (File.Exists(index))
            foreach (var row in GoldenTable.Read(index))
                yield return new GoldenCase(
                    $"index {row["file"]}",
                    index,
                    check => Index(check, Path.Combine(folder, row["file"]), row["result"] == "ok", row["messages"]));
        if (File.Exists(Path.Combine(folder, DefaultReads + ".fai")))
            yield return new GoldenCase(
                $"index {DefaultReads}",
                reads,
                check => Index(check, Path.Combine(folder, DefaultReads), true, "."));
        foreach (var table in (string[])[queries, reads])
            if (File.Exists(table))
                foreach (var row in GoldenTable.Read(table))
                    yield return new GoldenCase($"{Path.GetFileName(table)}: {row.GetValueOrDefault("file")} {row["arguments"]}", table,
                        check => Query(check, Path.Combine(folder, row.GetValueOrDefault("file") ?? DefaultReads), row));
    }

    private static void Index(GoldenCheck check, string file, bool isIndexed, string messages)
    {
        try
        {
            var (index, notes) = IndexedSequenceFile.BuildIndex(file);
            check.Equal("result", "ok", isIndexed ? "ok" : "fail");
            using var written = new MemoryStream();
            index.Write(written);
            check.Equal("index", Encoding.UTF8.GetString(written.ToArray()), File.ReadAllText(FaidxIndex.PathFor(file)));
            if (messages.Contains("duplicate", StringComparison.Ordinal))
                check.Equal("note", notes.Any(n => n.Kind == FaidxNoteKind.DuplicateName), true);
        }
        catch (OmniException e)
        {
            check.Equal("result", $"fail: {e.Describe()}", isIndexed ? "ok" : $"fail: {e.Describe()}");
            if (AtLine().Match(messages) is { Success: true } match)
                check.Equal("line", e.Place?.Split(':')[^1] ?? "", match.Groups[1].Value);
        }
    }

    private static void Query(GoldenCheck check, string path, IReadOnlyDictionary<string, string> row)
    {
        string[] words = [.. Words(row["arguments"])];
        var run = GenomeProgram.Run(["view", path, .. words]);
        if (words.Contains("-c") && run.ExitCode == ExitCode.SomeRecordsFailed)
        {
            // samtools writes the name of a region that there is not.
            check.Equal("refused", "ok", row["result"]);
            check.Equal("output", run.Output, "");
            return;
        }
        check.Equal("result", run.ExitCode == ExitCode.Done ? "ok" : $"fail: {run.Messages}", Expected(row["result"], run.Messages));
        if (row["result"] != "ok") return;
        check.Equal("output", run.Output, row["output(newline as \\n)"].Replace("\\n", "\n", StringComparison.Ordinal));
        check.Equal(
            "cut",
            run.Messages.Contains("lie outside", StringComparison.Ordinal),
            row["messages"].Contains("Truncated", StringComparison.Ordinal)
                || row["messages"].Contains("Zero length", StringComparison.Ordinal));
    }

    private static string Expected(string result, string messages) => result == "ok" ? "ok" : $"fail: {messages}";

    // The region is the rest and may hold blanks; lines of no letters are an error here, where samtools warns and takes 60.
    private static IEnumerable<string> Words(string arguments)
    {
        var rest = arguments.Replace("-n 0 ", "", StringComparison.Ordinal);
        while (rest.StartsWith('-'))
        {
            var end = rest.IndexOf(' ', StringComparison.Ordinal);
            if (WithValue.Contains(rest[..end])) end = rest.IndexOf(' ', end + 1);
            foreach (var word in rest[..end].Split(' ')) yield return word;
            rest = rest[(end + 1)..];
        }
        yield return rest;
    }

    [GeneratedRegex(@"at line (\d+)")]
    private static partial Regex AtLine();
}

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using OmniHelix.Sequences.Genome;

namespace OmniHelix.Goldens.Groups.Genome;

/// <summary>
/// samtools faidx: which files are indexed, the indexes byte for byte, and regions with their output. A refusal agrees when both refuse;
/// where samtools names a line, ours names the same.
/// </summary>
internal sealed partial class FaidxCases : IGenomeCases
{
    private const string DefaultReads = "reads.fq";

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
        var arguments = new FaidxArguments(row["arguments"]);
        var isDone = row["result"] == "ok";
        using var file = IndexedSequenceFile.Open(path);
        try
        {
            var slice = new RegionReader(file).Read(arguments.Region, arguments.ReverseComplement);
            check.Equal("result", "ok", row["result"]);
            check.Equal("output", Text(slice, arguments), row["output(newline as \\n)"].Replace("\\n", "\n", StringComparison.Ordinal));
            check.Equal("cut", slice.Missing > 0, row["messages"].Contains("Truncated", StringComparison.Ordinal)
                || row["messages"].Contains("Zero length", StringComparison.Ordinal));
        }
        catch (OmniException e) when (arguments.GoesOn)
        {
            check.Equal("refused", e.Code is "OH1020" or "OH1023", isDone);
        }
        catch (OmniException e)
        {
            check.Equal("result", $"fail: {e.Describe()}", isDone ? "ok" : $"fail: {e.Describe()}");
        }
    }

    private static string Text(RegionSlice slice, FaidxArguments arguments)
    {
        var text = new StringBuilder().Append(slice.Qualities is null ? '>' : '@').Append(arguments.Region).Append(arguments.Mark)
            .Append('\n');
        Wrap(text, slice.Bases, arguments.Width);
        if (slice.Qualities is null) return text.ToString();
        text.Append("+\n");
        Wrap(text, slice.Qualities, arguments.Width);
        return text.ToString();
    }

    private static void Wrap(StringBuilder text, byte[] letters, int width)
    {
        foreach (var line in letters.Chunk(width)) text.Append(Encoding.ASCII.GetString(line)).Append('\n');
    }

    [GeneratedRegex(@"at line (\d+)")]
    private static partial Regex AtLine();

    /// <summary>The flags of samtools faidx that the cases use; the region is the rest and may hold blanks.</summary>
    private sealed class FaidxArguments
    {
        public FaidxArguments(string text)
        {
            var marks = "rc";
            while (text.StartsWith('-'))
            {
                var flag = Take(ref text);
                if (flag is "-i" or "--reverse-complement") ReverseComplement = true;
                else if (flag is "-c" or "--continue") GoesOn = true;
                else if (flag is "-n" or "--length")
                    Width = int.Parse(Take(ref text), CultureInfo.InvariantCulture) is > 0 and var n ? n : 60;
                else if (flag == "--mark-strand") marks = Take(ref text);
                else throw new FormatException($"the flag {flag} of samtools faidx is not known here");
            }
            Region = text;
            Mark = (marks, ReverseComplement) switch
            {
                ("rc", true) => "/rc",
                ("sign", var reverse) => reverse ? "(-)" : "(+)",
                (['c', 'u', 's', 't', 'o', 'm', ',', ..], var reverse) => marks.Split(',')[reverse ? 2 : 1],
                _ => "",
            };
        }

        public string Region { get; }

        public string Mark { get; }

        public bool ReverseComplement { get; }

        public bool GoesOn { get; }

        public int Width { get; } = 60;

        private static string Take(ref string text)
        {
            var blank = text.IndexOf(' ', StringComparison.Ordinal);
            var word = blank < 0 ? text : text[..blank];
            text = blank < 0 ? "" : text[(blank + 1)..];
            return word;
        }
    }
}

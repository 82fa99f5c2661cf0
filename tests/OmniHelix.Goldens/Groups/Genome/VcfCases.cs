using System.Globalization;
using System.Text;
using System.Text.Json;
using OmniHelix.Sequences.Vcf;

namespace OmniHelix.Goldens.Groups.Genome;

/// <summary>
/// VCF and BCF: files as another reader reads them (<c>*.parsed.json</c>), and the records that bcftools norm, view and query print
/// (<c>cases.tsv</c>). Inputs that are not in the folder are those of <c>consensus/</c> beside it.
/// </summary>
internal sealed class VcfCases : IGenomeCases
{
    private const string Arguments = "bcftools_arguments", Output = "output_without_meta_lines";

    public string Folder => "vcf";

    public bool Recognises(string folder) => Directory.EnumerateFiles(folder, "*.parsed.json").Any();

    public IEnumerable<GoldenCase> Discover(string folder)
    {
        foreach (var parsed in Directory.EnumerateFiles(folder, "*.parsed.json").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(parsed)[..^".parsed.json".Length];
            var files = new[] { ".vcf", ".vcf.gz", ".bcf" }.Select(ending => Locate(folder, name + ending)).Where(File.Exists).ToList();
            if (files.Count == 0) yield return GoldenCase.NotUnderstood(name, parsed, "there is no VCF or BCF of that name");
            foreach (var file in files)
                yield return new GoldenCase(
                    $"read {Path.GetFileName(file)}", parsed, check => Parsed(check, file, GoldenJson.Read(parsed)));
        }
        var table = Path.Combine(folder, "cases.tsv");
        if (!File.Exists(table)) yield break;
        foreach (var row in GoldenTable.Read(table))
        {
            yield return row.TryGetValue(Arguments, out var arguments)
                ? new GoldenCase(row["case"], table, check => Run(check, arguments, row, folder))
                : GoldenCase.NotUnderstood("cases.tsv", table, $"there is no column {Arguments}");
        }
    }

    private static string Locate(string folder, string file) =>
        File.Exists(Path.Combine(folder, file)) ? Path.Combine(folder, file) : Path.Combine(folder, "..", "consensus", file);

    private static void Run(GoldenCheck check, string arguments, IReadOnlyDictionary<string, string> row, string folder)
    {
        var run = GenomeProgram.Run(Words(arguments).Select(word => File.Exists(Locate(folder, word)) ? Locate(folder, word) : word));
        check.Equal("result", run.ExitCode == 0 ? "ok" : $"fail: {run.Messages}", row["result"]);
        var expected = File.ReadAllLines(Path.Combine(folder, row[Output]));
        string[] got = [.. run.Lines.Where(line => !line.StartsWith("##", StringComparison.Ordinal))];
        check.Equal("records", got.Length, expected.Length);
        for (var i = 0; i < Math.Min(got.Length, expected.Length); i++) check.Equal($"line {i + 1}", got[i], expected[i]);
        if (row["messages"] != ".") check.Equal("messages", run.Messages.TrimEnd('\n'), row["messages"]);
    }

    /// <summary>
    /// The words of a command line of bcftools: the table does not quote expressions, and attaches some values to their flags.
    /// </summary>
    private static List<string> Words(string arguments)
    {
        var given = arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        List<string> words = [given[0] == "view" ? "filter" : given[0]];
        var inValue = false;
        foreach (var word in given[1..^1])
        {
            var isFlag = word.StartsWith('-');
            if (isFlag && word.Length > 2) words.AddRange(word[..2], word[2..]);
            else if (isFlag || !inValue) words.Add(word);
            else words[^1] += $" {word}";
            inValue = !isFlag || word.Length > 2;
        }
        words.Add(given[^1]);
        return words;
    }

    private static void Parsed(GoldenCheck check, string file, JsonElement expected)
    {
        using var reader = VcfReader.Open(file);
        foreach (var record in expected.EnumerateArray())
        {
            check.Equal("another record", reader.TryRead(), true);
            Compare(check, reader, record);
        }
        check.Equal("another record", reader.TryRead(), false);
    }

    private static void Compare(GoldenCheck check, VcfReader reader, JsonElement expected)
    {
        var record = reader.Record;
        var key = record.Place;
        check.Equal($"{key} contig", record.Contig, expected.GetProperty("contig").GetString());
        check.Equal($"{key} pos", record.Position + 1, expected.GetProperty("pos").GetInt64());
        check.Equal($"{key} start", record.Position, expected.GetProperty("start").GetInt64());
        check.Equal($"{key} stop", record.Position + record.ReferenceSpan, expected.GetProperty("stop").GetInt64());
        check.Equal($"{key} id", record.Id, expected.GetProperty("id").GetString());
        check.Equal($"{key} ref", record.Reference, expected.GetProperty("ref").GetString());
        check.SameItems($"{key} alts", record.Alternates, Texts(expected.GetProperty("alts")));
        check.Equal(
            $"{key} qual",
            record.Quality,
            expected.GetProperty("qual") is { ValueKind: JsonValueKind.Number } quality ? quality.GetSingle() : null);
        check.SameItems($"{key} filter", record.Filters, Texts(expected.GetProperty("filter")));
        foreach (var field in expected.GetProperty("info").EnumerateObject())
        {
            check.Equal($"{key} has {field.Name}", record.TryGetInfo(field.Name, out var text), true);
            check.Equal($"{key} {field.Name}", text.IsEmpty ? "True" : Encoding.UTF8.GetString(text), Value(field.Value));
        }
        foreach (var sample in expected.GetProperty("genotypes").EnumerateObject())
        {
            var ploidy = record.Ploidy;
            var codes = record.Genotypes.Slice(reader.Header.SampleIndex(sample.Name) * ploidy, ploidy);
            var call = codes.ToArray().Where(code => code != GenotypeCode.EndOfVector).ToArray();
            var alleles = call.Select(code => GenotypeCode.IsMissing(code) ? "null" : Text(GenotypeCode.Allele(code)));
            check.SameItems(
                $"{key} {sample.Name}", alleles,
                sample.Value.GetProperty("alleles").EnumerateArray().Select(allele => allele.GetRawText()));
            check.Equal(
                $"{key} {sample.Name} phased", call.Skip(1).All(GenotypeCode.IsPhased), sample.Value.GetProperty("phased").GetBoolean());
        }
    }

    private static IEnumerable<string?> Texts(JsonElement list) =>
        list.ValueKind == JsonValueKind.Null ? [] : list.EnumerateArray().Select(e => e.GetString());

    private static string Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => string.Join(',', value.EnumerateArray().Select(Value)),
        JsonValueKind.Null => ".",
        _ => value.ToString(),
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

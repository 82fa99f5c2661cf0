using System.Globalization;

namespace OmniHelix.Goldens.Groups.Genome;

/// <summary>Interval operations: <c>cases.tsv</c> names a command of bedtools, its flags and the file that holds its output.</summary>
internal sealed class BedCases : IGenomeCases
{
    public string Folder => "bed";

    public bool Recognises(string folder) => File.Exists(Path.Combine(folder, "cases.tsv")) && File.Exists(Path.Combine(folder, "a.bed"));

    public IEnumerable<GoldenCase> Discover(string folder)
    {
        var table = Path.Combine(folder, "cases.tsv");
        return GoldenTable.Read(table).Select(row =>
            new GoldenCase($"{row["case"]} {row["command"]} {row["arguments"]}", table, check => Compare(check, folder, row)));
    }

    private static void Compare(GoldenCheck check, string folder, Dictionary<string, string> row)
    {
        string[] words = [.. row["arguments"].Split(' ').Select(word => InFolder(folder, word))];
        var got = row["command"] == "getfasta" ? Sequences(check, words) : Run(check, Command(row["command"], words)).Lines;
        var expected = File.ReadAllLines(Path.Combine(folder, row["output"]));
        for (var i = 0; i < Math.Min(got.Length, expected.Length); i++) check.Equal($"line {i + 1}", got[i], expected[i]);
        check.Equal("lines", got.Length, expected.Length);
    }

    private static string InFolder(string folder, string word) =>
        File.Exists(Path.Combine(folder, word)) ? Path.Combine(folder, word) : word;

    private static GenomeRun Run(GoldenCheck check, IEnumerable<string> words)
    {
        var run = GenomeProgram.Run(words);
        check.Equal("exit code", $"{run.ExitCode}: {run.Messages}", $"0: {run.Messages}");
        return run;
    }

    // Windows of bedtools are intersections with a reach here; the name is taken by windows of a genome.
    private static IEnumerable<string> Command(string command, string[] words) => command == "window"
        ? ["intersect", .. words.Select(word => word == "-w" ? "--within" : word)]
        : [command, .. words];

    /// <summary>
    /// What <c>omni genome window</c> cuts, in the form in which bedtools writes it; places between two bases have no sequence.
    /// </summary>
    private static string[] Sequences(GoldenCheck check, string[] words)
    {
        var byStrand = words.Contains("-s");
        string[] line = [
            "window", words[Array.IndexOf(words, "-fi") + 1], "--bed", words[Array.IndexOf(words, "-bed") + 1], "--format", "tsv"];
        var windows = Run(check, byStrand ? line : [.. line, "--ignore-strand"]).Lines.Skip(1).Select(row => row.Split('\t'));
        return [.. windows.Where(window => window[5].Length > 0).SelectMany(window => Sequence(window, byStrand, words))];
    }

    private static string[] Sequence(string[] window, bool byStrand, string[] words)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"{window[1]}:{window[2]}-{window[3]}{(byStrand ? $"({window[4]})" : "")}");
        var name = words.Contains("-name") ? $"{window[0]}::{place}" : place;
        return words.Contains("-tab") ? [$"{name}\t{window[5]}"] : [$">{name}", window[5]];
    }
}

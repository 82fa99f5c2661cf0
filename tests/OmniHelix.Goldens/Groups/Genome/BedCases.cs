namespace OmniHelix.Goldens.Groups.Genome;

/// <summary>Interval operations: <c>cases.tsv</c> names a command of bedtools, its flags and the file that holds its output.</summary>
internal sealed class BedCases : IGenomeCases
{
    public string Folder => "bed";

    public bool Recognises(string folder) => File.Exists(Path.Combine(folder, "cases.tsv")) && File.Exists(Path.Combine(folder, "a.bed"));

    public IEnumerable<GoldenCase> Discover(string folder)
    {
        var table = Path.Combine(folder, "cases.tsv");
        return GoldenTable.Read(table).Select(row => new GoldenCase($"{row["case"]} {row["command"]} {row["arguments"]}", table, check => Compare(check, folder, row)));
    }

    private static void Compare(GoldenCheck check, string folder, Dictionary<string, string> row)
    {
        var flags = new BedtoolsFlags(folder, row["arguments"]);
        var output = BedtoolsCommand.Run(row["command"], flags);
        if (output is null || flags.Unused is { Length: > 0 })
        {
            check.Skip(output is null ? $"no operation '{row["command"]}'" : $"{row["command"]} does not know {flags.Unused}");
            return;
        }
        var expected = File.ReadAllLines(Path.Combine(folder, row["output"]));
        for (var i = 0; i < Math.Min(output.Count, expected.Length); i++) check.Equal($"line {i + 1}", output[i], expected[i]);
        check.Equal("lines", output.Count, expected.Length);
    }
}

namespace OmniHelix.Goldens.Groups.GenomeNlp;

/// <summary>
/// The commands of genomeNLP, with the files that they wrote: a folder with <c>commands.jsonl</c>. Every kind of commands is asked whether
/// one is its own.
/// </summary>
internal sealed class GenomeNlpCases : ITokenizerCases
{
    private static readonly IGenomeNlpCommand[] Commands =
    [
        .. typeof(IGenomeNlpCommand).Assembly.GetTypes()
            .Where(t => t is { IsAbstract: false } && t.IsAssignableTo(typeof(IGenomeNlpCommand)))
            .OrderBy(t => t.Name, StringComparer.Ordinal)
            .Select(t => (IGenomeNlpCommand)Activator.CreateInstance(t)!),
    ];

    public IEnumerable<GoldenCase>? Discover(string path) =>
        Directory.Exists(path) && TokenizerInputs.TableOf(path, "commands") is { } table ? Cases(path, table) : null;

    private static IEnumerable<GoldenCase> Cases(string folder, string table)
    {
        var records = GoldenJson.Lines(table).ToList();
        foreach (var record in records)
        {
            // What splits came to is compared with the command that made them.
            if (!record.TryGetProperty("command", out var line)) continue;
            var name = record.GetProperty("case").GetString()!;
            var words = line.GetString()!.Split(' ');
            yield return Commands.FirstOrDefault(command => command.Names.Contains(words[0])) is { } known
                ? new GoldenCase(name, table, check =>
                {
                    using var call = new GenomeNlpCall(folder, record, records);
                    known.Compare(call, check);
                })
                : GoldenCase.NotUnderstood(name, table, $"no comparison for {words[0]} yet");
        }
        foreach (var one in FunctionCases.Of(Path.Combine(folder, "functions.json"))) yield return one;
    }
}

/// <summary>One kind of commands of genomeNLP. To add one: implement it; it is found by reflection.</summary>
internal interface IGenomeNlpCommand
{
    /// <summary>Names of the commands.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Runs one and compares what it did.</summary>
    void Compare(GenomeNlpCall call, GoldenCheck check);
}

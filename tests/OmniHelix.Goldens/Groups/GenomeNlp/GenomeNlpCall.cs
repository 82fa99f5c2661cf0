using System.Text.Json;
using OmniHelix.Cli;
using OmniHelix.Cli.Shell;
using OmniHelix.TestKit;

namespace OmniHelix.Goldens.Groups.GenomeNlp;

/// <summary>A command line of genomeNLP, run within this process; what it writes goes to a folder of its own.</summary>
internal sealed class GenomeNlpCall : IDisposable
{
    private static readonly string[] Endings = [".fa", ".gz", ".json", ".csv", ".tsv", ".pdf"];

    private readonly TemporaryFolder outputs = new();
    private readonly string folder;
    private readonly IReadOnlyList<JsonElement> records;

    /// <param name="folder">The folder with the reference files.</param>
    /// <param name="record">The record of the command.</param>
    /// <param name="records">The records of all.</param>
    public GenomeNlpCall(string folder, JsonElement record, IReadOnlyList<JsonElement> records)
    {
        this.folder = folder;
        this.records = records;
        Record = record;
        Case = record.GetProperty("case").GetString()!;
        Words = record.GetProperty("command").GetString()!.Split(' ');
    }

    /// <summary>What is known of the command.</summary>
    public JsonElement Record { get; }

    /// <summary>Its name among the cases.</summary>
    public string Case { get; }

    /// <summary>Its words, as users typed them.</summary>
    public string[] Words { get; }

    /// <summary>What it wrote to the terminal.</summary>
    public string Messages { get; private set; } = "";

    /// <summary>Names of the files that are kept of it.</summary>
    public IEnumerable<string> Files => Record.GetProperty("files").EnumerateArray().Select(file => file.GetString()!);

    /// <summary>Runs it and compares whether it went well.</summary>
    /// <param name="check">The comparison.</param>
    /// <param name="mended">Cases in which it fails there and works here, or the other way about.</param>
    /// <param name="further">Words that are added.</param>
    /// <returns>Whether there is something to compare.</returns>
    public bool Run(GoldenCheck check, IReadOnlyCollection<string> mended, params IEnumerable<string> further)
    {
        using var messages = new StringWriter();
        var terminal = new Terminal(messages, messages, outputIsTerminal: false, errorIsTerminal: false);
        string[] line = [.. Words.Select((word, i) => IsFile(i) ? PathOf(word) : word), .. further];
        foreach (var file in line.Where(word => word.StartsWith(outputs.Path, StringComparison.Ordinal)))
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var code = CommandShell.RunAsync(AllCommands.Catalog, line, terminal).GetAwaiter().GetResult();
        Messages = messages.ToString();
        var works = Record.GetProperty("exit").GetInt32() == 0 != mended.Contains(Case);
        check.Equal("works: " + Messages, code == 0, works);
        return code == 0;
    }

    /// <summary>A file that a word of the command names: one of the references, or one that it writes.</summary>
    public string PathOf(string word) =>
        Directory.EnumerateFiles(folder, Path.GetFileName(word), SearchOption.AllDirectories).FirstOrDefault(path =>
            Path.GetFileName(Path.GetDirectoryName(path)) != Case) is { } known && !word.Contains('/')
            ? known
            : outputs[word];

    /// <summary>What is kept of a file that it wrote, or another case.</summary>
    public string Kept(string file, string? other = null) => Path.Combine(folder, other ?? Case, file);

    /// <summary>The value of a flag; null when it is not there.</summary>
    public string? ValueOf(string flag) => Array.IndexOf(Words, flag) is var at and >= 0 ? Words[at + 1] : null;

    /// <summary>Another record; null for none.</summary>
    public JsonElement? Find(string name) => records.Where(record => record.GetProperty("case").GetString() == name)
        .Select(record => (JsonElement?)record).FirstOrDefault();

    public void Dispose() => outputs.Dispose();

    private bool IsFile(int at) => Words[at - (at > 0 ? 1 : 0)] is "-o" or "--outfile_dir"
        || Array.Exists(Endings, ending => Words[at].EndsWith(ending, StringComparison.Ordinal));
}

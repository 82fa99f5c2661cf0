using System.Text.Json.Nodes;
using OmniHelix.Cli.Progress;
using OmniHelix.Cli.Shell;
using OmniHelix.Data.Creation;

namespace OmniHelix.Cli.Commands.Tokenizers;

/// <summary>K-mers to make, whatever command asks for it.</summary>
/// <param name="Files">The sequences.</param>
/// <param name="Options">How they are cut.</param>
/// <param name="Output">The table.</param>
/// <param name="TokenizerFolder">Folder of the tokenizer.</param>
internal sealed record KmerJob(IReadOnlyList<string> Files, KmerOptions Options, string Output, string TokenizerFolder)
{
    /// <summary>Labels of the files, as many; empty for their names.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>File of k-mers with their ids; null writes none.</summary>
    public string? Mappings { get; init; }

    /// <summary>Replace what is there.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Makes table and tokenizer, tells what they hold, and gives the exit code.</summary>
    /// <exception cref="UsageException">OH2031 something is there already; OH1650 as many labels as files are needed.</exception>
    public int Run(Terminal terminal, CancellationToken cancellation)
    {
        if (Labels.Count > 0 && Labels.Count != Files.Count)
            throw new UsageException(
                "OH1650", $"{Plural.Count(Files.Count, "file")} and {Plural.Count(Labels.Count, "label")}", null,
                "Give each file its label.");
        OverwriteCheck.Files(Overwrite, Output, Mappings);
        var folder = OverwriteCheck.Folder(Overwrite, TokenizerFolder);
        var source = DataSetSource.OfClasses([.. Files.Select((file, i) => (Labels.Count > 0 ? Labels[i] : file, file))]);
        var result = Write(terminal, source, cancellation);
        AtomicFolder.Add(folder, result.Tokenizer.SavePretrained);
        if (Mappings is not null) AtomicFile.WriteText(Mappings, MappingsOf(result).ToJsonString(new() { WriteIndented = true }) + "\n");
        terminal.Summary.WriteLine(
            $"{Plural.Count(result.Sequences, "sequence", format: "N0")}, {Plural.Count(result.Records, "record", format: "N0")}, "
                + $"{Plural.Count(result.Tokenizer.VocabularySize, "token", format: "N0")}");
        if (result.Short > 0)
            terminal.Error.WriteLine($"note {Plural.Count(result.Short, "record")} shorter than a k-mer, without tokens");
        terminal.Error.WriteLine($"written to {Output}, the tokenizer to {folder}");
        return ExitCode.Done;
    }

    private KmerResult Write(Terminal terminal, DataSetSource source, CancellationToken cancellation)
    {
        using var progress = new ProgressLine(terminal, TimeProvider.System);
        return KmerDataSet.Write(source, Options, Output, progress.Of(ProgressWords.Records), cancellation);
    }

    private static JsonObject MappingsOf(KmerResult result)
    {
        var ids = Enumerable.Range(0, result.Tokenizer.VocabularySize).Where(id => !result.Tokenizer.IsSpecial(id));
        return new(ids.Select(id => KeyValuePair.Create(result.Tokenizer.TokenOf(id), (JsonNode?)id)));
    }
}

using OmniHelix.Data.Records;
using OmniHelix.Data.Tables;
using OmniHelix.Inference.Writing;
using OmniHelix.Sequences.Files;
using OmniHelix.Sequences.Indexing;
using OmniHelix.Workflows.Files;
using OmniHelix.Workflows.Genomes;
using OmniHelix.Workflows.Regions;

namespace OmniHelix.Cli.Tests;

public class FileKindDocumentationTests
{
    private static readonly (string Name, IReadOnlyList<FileKind> Kinds)[] Reading =
    [
        ("records", ExampleReader.Kinds),
        ("table", Table.Readable),
        ("regions", RegionView.Kinds),
    ];

    private static readonly (string Name, IReadOnlyList<FileKind> Kinds)[] Writing =
    [
        ("table", Table.Writable),
        ("windows", WindowFile.Kinds),
        ("predictions", PredictionWriter.Kinds),
        ("embeddings", EmbeddingFile.Kinds),
    ];

    [Fact]
    public void DocsDataTellsWhatCanBeDoneWithEveryKindOfFile()
    {
        string[] table =
        [
            "| kind | endings | `.gz` | read as | written as | index | check |",
            "|---|---|---|---|---|---|---|",
            .. KnownFiles.Kinds.All.Select(Row),
        ];
        var text = File.ReadAllText(Path.Combine(Root(), "docs", "data.md"));
        var rows = string.Join('\n', table);
        Assert.True(text.Contains(rows + "\n\n", StringComparison.Ordinal), "docs/data.md should have this table:\n" + rows);
    }

    private static string Row(FileKind kind)
    {
        string[] cells =
        [
            kind.Name,
            string.Join(' ', kind.Endings.Select(e => $"`{e}`")),
            Yes(kind.IsCompressible),
            In(Reading),
            In(Writing),
            Yes(FileIndexing.Kinds.Contains(kind)),
            Yes(KnownFiles.Checking.Has(kind)),
        ];
        return $"| {string.Join(" | ", cells)} |";

        string In((string Name, IReadOnlyList<FileKind> Kinds)[] uses) =>
            string.Join(", ", uses.Where(u => u.Kinds.Contains(kind)).Select(u => u.Name));

        static string Yes(bool holds) => holds ? "yes" : "";
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "OmniHelix.slnx"))) folder = folder.Parent!;
        return folder.FullName;
    }
}

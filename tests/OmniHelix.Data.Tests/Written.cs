using OmniHelix.Data.Records;

namespace OmniHelix.Data.Tests;

/// <summary>Files and records that tests write.</summary>
internal static class Written
{
    /// <summary>Writes a text, compressed when the name ends in <c>.gz</c>.</summary>
    public static string WriteAsNamed(this TemporaryFolder folder, string name, string content) =>
        name.EndsWith(".gz", StringComparison.Ordinal) ? folder.WriteGzip(name, content) : folder.Write(name, content);

    /// <summary>The records of a text under a name.</summary>
    public static List<Example> Read(this TemporaryFolder folder, string name, string content, RecordOptions? options = null) =>
        [.. ExampleReader.Read(folder.WriteAsNamed(name, content), options)];

    public static Example Example(string sequence, Label? label = null, int record = 1) =>
        new() { Id = $"r{record}", Sequence = sequence, Label = label, File = "x", Record = record, Line = record };

    public static Example Structure(string sequence, string structure, int record = 1) =>
        Example(sequence, new TextLabel(structure), record);
}

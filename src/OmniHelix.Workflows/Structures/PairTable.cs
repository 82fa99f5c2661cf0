using OmniHelix.Data.Columns;
using OmniHelix.Data.Tables;
using OmniHelix.Sequences.Files;

namespace OmniHelix.Workflows.Structures;

/// <summary>The probabilities of pairs as a table: record, both bases from 1, probability.</summary>
internal sealed class PairTable(string path) : IDisposable
{
    private static readonly FileCapability<object> Writing = new(
        "OH2032", "hold probabilities of pairs",
        [.. Table.Writable.Where(kind => !SequenceFileKinds.All.All.Contains(kind)).Select(kind => (kind, new object()))]);

    private readonly TableWriter writer = Table.Create(
        path,
        [
            new("id", TableType.Text), new("i", new TableType(TableKind.Int32)), new("j", new TableType(TableKind.Int32)),
            new("probability", new TableType(TableKind.Double)),
        ]);

    /// <summary>Refuses a name that promises no table of pairs.</summary>
    /// <exception cref="UsageException">OH2032.</exception>
    public static void RequireName(string path) => Writing.ForOutput(path);

    /// <summary>Appends the pairs of a record.</summary>
    public void Append(FoldedRecord record)
    {
        foreach (var (pair, probability) in record.Ensemble?.Pairs ?? [])
            writer.Append(record.Example.Id, pair.Open + 1, pair.Close + 1, probability);
    }

    /// <summary>Ends the file and gives it its name.</summary>
    public void Complete() => writer.Complete();

    /// <inheritdoc/>
    public void Dispose() => writer.Dispose();
}

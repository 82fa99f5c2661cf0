using Apache.Arrow;
using CsCheck;
using OmniHelix.Data.Columns;

namespace OmniHelix.Data.Tests.Tables;

/// <summary>A table that CsCheck draws for Apache.Arrow to write.</summary>
/// <param name="Types">Of the columns.</param>
/// <param name="Rows"><c>[rows][columns]</c>.</param>
/// <param name="Cut">Where the first batch ends.</param>
internal sealed record ApacheTable(ApacheType[] Types, ValuePair[][] Rows, int Cut)
{
    private const int MostColumns = 3, MostRows = 100;

    public static Gen<ApacheTable> Any { get; } =
        from types in ApacheType.Any.Array[1, MostColumns]
        from rows in Row(types).Array[0, MostRows]
        from cut in Gen.Int[0, rows.Length]
        select new ApacheTable(types, rows, cut);

    /// <summary>The columns as our reader gives them.</summary>
    public IEnumerable<TableColumn> Columns => Types.Select((t, i) => new TableColumn($"c{i}", t.Ours));

    /// <summary>The rows as our reader gives them.</summary>
    public IEnumerable<object?[]> OurRows => Rows.Select(row => row.Select(v => v.Ours).ToArray());

    /// <summary>All rows.</summary>
    public RecordBatch Batch()
    {
        var schema = new Schema(Types.Select((t, i) => new Field($"c{i}", t.Theirs, nullable: true)), []);
        var arrays = Types.Select((t, i) => t.Build([.. Rows.Select(row => row[i].Theirs)]));
        return new(schema, arrays, Rows.Length);
    }

    public override string ToString()
    {
        var head = string.Join(", ", Types.Select(t => $"{t.Theirs.Name} as {t.Ours}")) + $", cut at {Cut}";
        return string.Join('\n', OurRows.Select(AnyTable.Show).Prepend(head));
    }

    private static Gen<ValuePair[]> Row(ApacheType[] types) => types.Aggregate(
        Gen.Const(System.Array.Empty<ValuePair>()),
        (row, type) => Gen.Select(row, type.Values, (before, next) => (ValuePair[])[.. before, next]));
}

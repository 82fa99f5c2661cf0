using OmniHelix.Data.Tables;

namespace OmniHelix.Data.Tests.Tables;

public sealed class TableQueryTests : IDisposable
{
    private readonly TemporaryFolder scratch = new();

    public void Dispose() => scratch.Dispose();

    private static object?[][] Run(string sql, params (string Name, string Path)[] tables) =>
        [
            .. TableQuery.Run(sql, tables.ToDictionary(t => t.Name, t => Table.Open(t.Path, new() { InferTypes = true }))).SelectMany(
                c => Enumerable.Range(0, c.Rows).Select(i => c[i].Fields.Select(f => f.Value).ToArray()))];

    [Fact]
    public void TablesOfDifferentFormsAreJoinedGroupedAndSorted()
    {
        var genes = scratch.Write("genes.csv", "gene,length\nNA,10\nB,20\nC,5\n");
        var hits = scratch.Write("hits.jsonl", "{\"gene\":\"NA\",\"s\":0.5}\n{\"gene\":\"B\",\"s\":1}\n{\"gene\":\"NA\",\"s\":1.5}\n");
        var rows = Run(
            "SELECT g.gene, count(*) AS n, sum(h.s) AS total, sum(g.length) FROM genes g JOIN hits h USING (gene) "
                + "GROUP BY ALL ORDER BY n DESC",
            ("genes", genes), ("hits", hits));
        Assert.Equal([["NA", 2L, 2.0, 20m], ["B", 1L, 1.0, 20m]], rows);
    }

    [Fact]
    public void OneTableMayBeScannedTwice()
    {
        var path = scratch.Write("t.csv", "a\n" + string.Concat(Enumerable.Range(0, 5000).Select(i => $"{i}\n")));
        Assert.Equal(5000L, Run("SELECT count(*) FROM t x JOIN t y ON x.a = y.a", ("t", path))[0][0]);
    }

    [Fact]
    public void ListsOfOneLengthAreLists() =>
        Assert.Equal(
            [[new object?[] { 1L, null, 3L }], [null], [new object?[] { 4L, 5L, 6L }]],
            Run("SELECT * FROM (VALUES ([1, NULL, 3]::INT[3]), (NULL), ([4, 5, 6]::INT[3]))"));

    [Theory]
    [InlineData("SELEC 1", "OH1217")]
    [InlineData("SELECT nothing FROM t", "OH1217")]
    [InlineData("SELECT * FROM read_csv('/etc/passwd')", "OH1217")]
    [InlineData("COPY t TO '/tmp/omnihelix-must-not-exist.csv'", "OH1217")]
    [InlineData("INSTALL httpfs", "OH1217")]
    [InlineData("SET enable_external_access = true", "OH1217")]
    [InlineData("SELECT TIME '10:00'", "OH1217")]
    [InlineData("SELECT 1 AS a, 2 AS a", "OH1210")]
    public void WrongAndForbiddenStatementsAreRefused(string sql, string code)
    {
        var path = scratch.Write("t.csv", "a\n1\n");
        Assert.Equal(code, Assert.Throws<OmniException>(() => Run(sql, ("t", path))).Code);
        Assert.False(File.Exists("/tmp/omnihelix-must-not-exist.csv"));
    }

    [Fact]
    public void ABrokenTableIsReportedAsSuch()
    {
        var path = scratch.Write("t.csv", "a,b\n" + string.Concat(Enumerable.Repeat("1,2\n", 9000)) + "1\n");
        var error = Assert.Throws<OmniException>(
            () => TableQuery.Run("SELECT sum(a::INT) FROM t", new Dictionary<string, Table> { ["t"] = Table.Open(path) }).Count());
        Assert.Equal(("OH1204", $"{path}:9002"), (error.Code, error.Place));
    }
}

using OmniHelix.Rna.Design;
using OmniHelix.Workflows.Designing;

namespace OmniHelix.Workflows.Tests.Designing;

public sealed class EternaTableTests : IDisposable
{
    private const string Row = "1\t16\t1\t0.1\t12\t0\t0.00\t0.0853\t0\tUGUAUAAAGAAGUACA\tSimple Hairpin";

    private static readonly DesignOptions Options = new() { Chains = 2, Seed = 4 };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void RowsComeBack()
    {
        var puzzle = EternaPuzzle.All(EternaVersion.V2)[0];
        var score = new EternaScore(puzzle, "UGUAUAAAGAAGUACA")
        {
            IsSolved = true,
            Seconds = 0.1,
            Folds = 12,
            Distance = 0,
            Gap = 0,
            Defect = 0.0853,
            IsImpossible = false,
        };

        using (var table = Open())
        {
            Assert.Empty(table.Scores);
            table.Append(score);
        }

        using var again = Open();
        var (number, read) = Assert.Single(again.Scores);
        Assert.Equal(1, number);
        Assert.Equal(score with { Puzzle = read.Puzzle }, read);
        Assert.Equal(Row, read.ToRow());
        Assert.Equal(puzzle.Name, read.Puzzle.Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# Eterna100 V2, Tur")]
    [InlineData("{head}\n")]
    [InlineData("{head}\npuzzle\tlen")]
    public void WhatWasBrokenOffAtTheHeadBeginsAnew(string text)
    {
        Write(text);

        using (var table = Open()) Assert.Empty(table.Scores);

        Assert.Equal($"{Head}\n{EternaScore.Columns}\n", File.ReadAllText(folder["x.tsv"]));
    }

    [Fact]
    public void ALineThatWasBrokenOffIsDropped()
    {
        Write($"{{head}}\n{EternaScore.Columns}\n{Row}\n3\t36\t1\t0.0\t4\t0\t0.");

        using (var table = Open()) Assert.Equal([1], table.Scores.Keys);

        Assert.EndsWith($"{Row}\n", File.ReadAllText(folder["x.tsv"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("some text\n", "x.tsv:1")]
    [InlineData("# Eterna100 V1, Turner 2004 at 37 °C, dangles 2, 60 s each, 2 chains, seed 4\n", "x.tsv:1")]
    [InlineData("{head}\nother\tcolumns\n", "x.tsv:2")]
    [InlineData("{head}\n{columns}\n{row}\nno row\n", "x.tsv:4")]
    [InlineData("{head}\n{columns}\n101\t16\t1\t0.1\t12\t0\t0.00\t0.0853\t0\tUGUAUAAAGAAGUACA\tx\n", "x.tsv:3")]
    [InlineData("{head}\n{columns}\n1\t16\t1\tNaN\t12\t0\t0.00\t0.0853\t0\tUGUAUAAAGAAGUACA\tx\n", "x.tsv:3")]
    [InlineData("{head}\n{columns}\n1\t16\t1\t0.1\t12\t0\t0.00\t0.0853\t0\tUGUAUAAAGAAGUAC\tx\n", "x.tsv:3")]
    public void OtherTablesAreRefusedAndStayAsTheyAre(string text, string place)
    {
        Write(text);
        var before = File.ReadAllText(folder["x.tsv"]);

        var thrown = Assert.Throws<OmniException>(Open);

        Assert.Equal("OH1869", thrown.Code);
        Assert.EndsWith(place, thrown.Place, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(folder["x.tsv"]));
    }

    private static string Head => $"# {EternaTable.Conditions(EternaVersion.V2, Options)}";

    private EternaTable Open() => EternaTable.Open(folder["x.tsv"], EternaVersion.V2, Options);

    private void Write(string text) => File.WriteAllText(
        folder["x.tsv"], text.Replace("{head}", Head, StringComparison.Ordinal)
            .Replace("{columns}", EternaScore.Columns, StringComparison.Ordinal).Replace("{row}", Row, StringComparison.Ordinal));
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace OmniHelix.Goldens.Tests;

/// <summary>The pages of the families are those that the table, the counts and the golden cases give.</summary>
public partial class ModelPagesTests
{
    [Fact]
    public void ThePagesOfTheFamiliesAreOfToday()
    {
        var folder = SourceTree.PathOf("docs", "models");
        var expected = ModelPages.ModelPages.Make(SourceTree.PathOf("tests", "goldens"));
        var found = Directory.EnumerateFiles(folder).ToDictionary(path => Path.GetFileName(path)!, File.ReadAllText);
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), found.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, text) in expected)
        {
            Assert.Equal(Figure().Replace(text, "at most some"), Figure().Replace(found[name], "at most some"));
            // On another machine a figure may lie on the other side of a step.
            Assert.Equal(Steps(text).Length, Steps(found[name]).Length);
            Assert.All(Steps(text).Zip(Steps(found[name])), step => Assert.InRange(step.First, step.Second / 4, step.Second * 4));
            Assert.All(Steps(text), step => Assert.InRange(step, 0, 1));
        }

        static double[] Steps(string page) =>
            [.. Figure().Matches(page).Select(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))];
    }

    [Theory]
    [InlineData(0, "0.01")]
    [InlineData(0.0101, "0.03")]
    [InlineData(0.3, "0.3")]
    [InlineData(0.9, "1")]
    [InlineData(1.1, "Infinity")]
    public void AFigureIsTheNextStep(double share, string step) =>
        Assert.Equal(
            $"at most {step} of the tolerance (1e-05 + 0.001 of a number) in 2 golden cases",
            new ModelPages.Parity(2, share, new Tolerance(1e-5, 1e-3)).ToString());

    [GeneratedRegex(@"at most ([\d.]+|Infinity)(?= of the tolerance)")]
    private static partial Regex Figure();
}

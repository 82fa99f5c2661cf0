using OmniHelix.Rna.Design;
using OmniHelix.Rna.Folding;

namespace OmniHelix.Rna.Tests.Design;

public class SolutionArchiveTests
{
    [Fact]
    public void ASolutionIsCountedOnce()
    {
        var archive = new SolutionArchive(wanted: 5, apart: 1);

        foreach (var sequence in new[] { "GGAAACC", "GGAAACC", "GCAAAGC" }) archive.Add(Of(sequence, 1));

        Assert.Equal((2, 2), (archive.Found, archive.Count));
        Assert.Equal(["GGAAACC", "GCAAAGC"], Chosen(archive));
    }

    [Fact]
    public void OfThoseNearOneAnotherTheBestIsKept()
    {
        var archive = new SolutionArchive(wanted: 5, apart: 3);

        archive.Add(Of("AAAAAAA", 5));
        archive.Add(Of("AAAAAAC", 6));
        Assert.Equal(["AAAAAAA"], Chosen(archive));
        archive.Add(Of("AAAAACC", 4));
        Assert.Equal(["AAAAACC"], Chosen(archive));
        archive.Add(Of("GGGAACC", 9));

        Assert.Equal(["AAAAACC", "GGGAACC"], Chosen(archive));
        Assert.Equal(4, archive.Found);
    }

    [Fact]
    public void OneThatIsNearAndBetterInSomethingOnlyDoesNotReplace()
    {
        var archive = new SolutionArchive(wanted: 5, apart: 3);

        archive.Add(Of("AAAAAAA", 5, 1));
        archive.Add(Of("AAAAAAC", 4, 2));

        Assert.Equal(["AAAAAAA"], Chosen(archive));
    }

    [Fact]
    public void OfVeryManyTheBestAreKept()
    {
        var archive = new SolutionArchive(wanted: 10, apart: 1);
        var random = new Xoshiro256(1);
        var values = new List<double>();
        for (var one = 0; one < 5000; one++)
        {
            values.Add(random.NextDouble());
            archive.Add(Of(string.Concat(Enumerable.Range(0, 7).Select(place => "ACGU"[one >> 2 * place & 3])), values[^1]));
        }

        Assert.Equal(5000, archive.Found);
        Assert.InRange(archive.Count, 1000, 2000);
        Assert.Equal(values.Order().Take(10), archive.Chosen().Select(one => one.Objectives[0]));
    }

    private static Candidate Of(string sequence, params double[] objectives) =>
        new(new DesignState(BaseCodes.Encode(sequence), [], 0, 0, 0), objectives, 0);

    private static IEnumerable<string> Chosen(SolutionArchive archive) =>
        archive.Chosen().Select(one => DesignTarget.Text(one.State.Codes));
}

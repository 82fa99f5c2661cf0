using OmniHelix.Data.Leakage;

namespace OmniHelix.Data.Tests;

public class NearDuplicatesTests
{
    private static string Random(int length, long seed)
    {
        var random = new Xoshiro256(seed);
        return string.Concat(Enumerable.Range(0, length).Select(_ => "ACGU"[random.Next(4)]));
    }

    [Fact]
    public void CopiesFragmentsAndMutantsAreFoundAndStrangersAreNot()
    {
        string[] train = [Random(300, 1), Random(300, 2), Random(300, 2)];
        var mutant = train[1].ToCharArray();
        for (var i = 50; i < 300; i += 100) mutant[i] = mutant[i] == 'A' ? 'C' : 'A';
        string[] test = [train[0].ToLowerInvariant().Replace('u', 't'), train[0][100..180], new string(mutant), Random(300, 3), "ACG"];
        var found = NearDuplicates.Find(train, test, k: 11, containment: 0.5);
        Assert.Equal([(0, 0), (1, 0), (2, 1)], found.Select(d => (d.TestIndex, d.TrainIndex)));
        Assert.Equal((1.0, 1.0), (found[0].Containment, found[1].Containment));
        Assert.InRange(found[2].Containment, 0.85, 0.95);
    }

    [Fact]
    public void ContainmentEqualsTheDefinitionByBruteForce()
    {
        var random = new Xoshiro256(4);
        string[] train = [.. Enumerable.Range(0, 30).Select(i => Random(20 + random.Next(60), 100 + i))];
        string[] test = [.. Enumerable.Range(0, 20).Select(i => Random(20 + random.Next(60), 200 + i))];
        static HashSet<string> Words(string s) => [.. Enumerable.Range(0, Math.Max(0, s.Length - 3)).Select(i => s.Substring(i, 4))];
        var expected = new List<NearDuplicate>();
        for (var q = 0; q < test.Length; q++)
        {
            var words = Words(test[q]);
            var shares = train.Select(t => (double)words.Intersect(Words(t)).Count() / words.Count).ToArray();
            if (shares.Max() >= 0.3) expected.Add(new NearDuplicate(q, Array.IndexOf(shares, shares.Max()), shares.Max()));
        }
        Assert.NotEmpty(expected);
        Assert.Equal(expected, NearDuplicates.Find(train, test, 4, 0.3));
    }

    [Fact]
    public void WordsDoNotCrossOtherLettersAndSettingsAreChecked()
    {
        Assert.Empty(NearDuplicates.Find(["ACGUACGU"], ["ACGNUACG"], 5, 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => NearDuplicates.Find([], [], k: 32));
        Assert.Throws<ArgumentOutOfRangeException>(() => NearDuplicates.Find([], [], containment: 0));
        Assert.Empty(NearDuplicates.Find([], ["ACGUACGUACGUACGU"]));
    }
}

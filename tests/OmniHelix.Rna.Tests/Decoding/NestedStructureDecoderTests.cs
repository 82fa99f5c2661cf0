using OmniHelix.Rna.Decoding;

namespace OmniHelix.Rna.Tests.Decoding;

public class NestedStructureDecoderTests
{
    [Theory]
    [InlineData(NestedScoring.LogProbability, 1.0, true, true, 3)]
    [InlineData(NestedScoring.LogProbability, 2.5, true, true, 0)]
    [InlineData(NestedScoring.LogProbability, 1.0, false, false, 1)]
    [InlineData(NestedScoring.LogProbability, 3.0, false, false, 0)]
    [InlineData(NestedScoring.ExpectedAccuracy, 1.0, true, true, 3)]
    [InlineData(NestedScoring.ExpectedAccuracy, 2.0, false, false, 1)]
    [InlineData(NestedScoring.ExpectedAccuracy, 4.0, true, false, 0)]
    public void FindsTheOptimumThatBruteForceFinds(NestedScoring scoring, double gamma, bool canonical, bool isolated, int loop)
    {
        var options = new NestedDecodingOptions
        {
            Scoring = scoring,
            Gamma = gamma,
            CanonicalPairsOnly = canonical,
            AllowIsolatedPairs = isolated,
            MinimumHairpinLoop = loop,
        };
        var random = new Xoshiro256(11);
        for (var trial = 0; trial < 60; trial++)
        {
            var n = random.Next(13);
            var (sequence, p) = RandomProblem.Next(random, n);
            var best = double.NegativeInfinity;
            Enumerate(sequence, options, s => best = Math.Max(best, Score(s, sequence, p, options)));
            var decoded = NestedStructureDecoder.Decode(sequence, p, options);
            Assert.True(decoded.IsNested);
            Assert.True(Allowed(decoded, sequence, options), decoded.ToDotBracket());
            Assert.Equal(best, Score(decoded, sequence, p, options), 1e-4);
        }
    }

    [Fact]
    public void SureProbabilitiesGiveTheirStructureBack()
    {
        var truth = SecondaryStructure.Parse("(((....))).((((...))))");
        Assert.Equal(truth, NestedStructureDecoder.Decode("GGGAAAACCCAAGGCAAAGCCU", Sure(truth, 0.98f)));
    }

    [Fact]
    public void UnmatchedArgmaxBracketsFindPartnersOrGo()
    {
        // The argmax reads "((((...)))": one opening bracket too many, and base 1 cannot pair with anything.
        const string Sequence = "AGGGAAACCC";
        var p = Sure(SecondaryStructure.Parse(".(((...)))"), 0.9f);
        (p[0], p[2]) = (0.9f, 0.05f);
        Assert.Equal(".(((...)))", NestedStructureDecoder.Decode(Sequence, p).ToDotBracket());
    }

    [Fact]
    public void TiesGoToUnpairedBasesAndThenToTheNearestPartner()
    {
        var even = new float[3 * 12];
        Array.Fill(even, 1 / 3f);
        Assert.Equal("............", NestedStructureDecoder.Decode("GGGGAAAACCCC", even).ToDotBracket());
        var p = new float[] { 1, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0.5f, 0.5f, 0, 0.5f, 0.5f };
        Assert.Equal("(...).", NestedStructureDecoder.Decode("GAAACC", p).ToDotBracket());
    }

    [Fact]
    public void GammaTradesPrecisionForRecall()
    {
        var (sequence, p) = RandomProblem.Next(new Xoshiro256(2), 120);
        var pairs = new[] { 0.25, 0.5, 1, 2, 8 }.Select(
            g => NestedStructureDecoder.Decode(sequence, p, new NestedDecodingOptions { Gamma = g }).Pairs.Count).ToArray();
        Assert.Equal(pairs.Order(), pairs);
        Assert.True(pairs[0] < pairs[^1]);
    }

    [Fact]
    public void IsolatedPairsCanBeExcludedOnLongSequences()
    {
        var (sequence, p) = RandomProblem.Next(new Xoshiro256(4), 400);
        var options = new NestedDecodingOptions { AllowIsolatedPairs = false, Gamma = 2 };
        var structure = NestedStructureDecoder.Decode(sequence, p, options);
        Assert.True(Allowed(structure, sequence, options));
        Assert.NotEmpty(structure.Pairs);
    }

    [Fact]
    public void TCountsAsUAndCaseDoesNotMatter()
    {
        var p = Sure(SecondaryStructure.Parse("(((...)))"), 0.9f);
        Assert.Equal("(((...)))", NestedStructureDecoder.Decode("aggaaatct", p).ToDotBracket());
        Assert.Equal(".........", NestedStructureDecoder.Decode("NNNAAANNN", p).ToDotBracket());
    }

    [Fact]
    public void ShortAndEmptySequencesAreUnpaired()
    {
        Assert.Equal("", NestedStructureDecoder.Decode("", []).ToDotBracket());
        Assert.Equal(".", NestedStructureDecoder.Decode("G", [1, 0, 0]).ToDotBracket());
    }

    [Theory]
    [InlineData(new float[] { 0.5f, 0.5f })]
    [InlineData(new float[] { 0.5f, 0.5f, 0, 0, 0, 1 })]
    public void WrongShapesAreRefused(float[] p) =>
        Assert.Equal("OH1820", Assert.Throws<OmniException>(() => NestedStructureDecoder.Decode("G", p)).Code);

    [Theory]
    [InlineData(float.NaN, 0, 1)]
    [InlineData(-0.5f, 0.5f, 1)]
    [InlineData(2.1f, -3f, 0.4f)]
    [InlineData(0.9f, 0.9f, 0.9f)]
    [InlineData(0, 0, 0)]
    [InlineData(float.PositiveInfinity, 0, 0)]
    public void LogitsAndNanAreRefused(float a, float b, float c)
    {
        var e = Assert.Throws<OmniException>(() => NestedStructureDecoder.Decode("GG", [0, 0, 1, a, b, c]));
        Assert.Equal(("OH1821", "base 2"), (e.Code, e.Place));
    }

    [Fact]
    public void OptionsOutOfRangeAreRefused()
    {
        NestedDecodingOptions[] outOfRange =
        [
            new() { Gamma = 0 },
            new() { Gamma = double.NaN },
            new() { MinimumHairpinLoop = -1 },
        ];
        foreach (var options in outOfRange)
            Assert.Equal("OH1822", Assert.Throws<UsageException>(() => NestedStructureDecoder.Decode("G", [0, 0, 1], options)).Code);
        Assert.Equal("OH1820", Assert.Throws<OmniException>(
            () => NestedStructureDecoder.Decode(new string('A', NestedStructureDecoder.MaximumLength + 1), [])).Code);
    }

    private static float[] Sure(SecondaryStructure truth, float confidence)
    {
        var p = new float[3 * truth.Length];
        Array.Fill(p, (1 - confidence) / 2);
        for (var i = 0; i < truth.Length; i++) p[3 * i + (truth.Partners[i] < 0 ? 2 : truth.Partners[i] > i ? 0 : 1)] = confidence;
        return p;
    }

    private static double Score(SecondaryStructure s, string sequence, float[] p, NestedDecodingOptions o)
    {
        double F(float x, bool paired) => o.Scoring == NestedScoring.LogProbability
            ? Math.Log(Math.Max(x, 1e-20)) + (paired ? Math.Log(o.Gamma) : 0)
            : (paired ? o.Gamma : 1) * x;
        var sum = 0.0;
        for (var i = 0; i < s.Length; i++)
        {
            var j = s.Partners[i];
            sum += j < 0 ? F(p[3 * i + 2], false) : j > i ? F(p[3 * i], true) : F(p[3 * i + 1], true);
        }
        return sum;
    }

    private static bool Allowed(SecondaryStructure s, string sequence, NestedDecodingOptions o)
    {
        foreach (var (i, j) in s.Pairs)
        {
            if (j - i <= o.MinimumHairpinLoop) return false;
            if (o.CanonicalPairsOnly && !BasePair.IsCanonical(sequence[i], sequence[j])) return false;
            var outside = i > 0 && j + 1 < s.Length && s.Partners[i - 1] == j + 1;
            var inside = j - i > 2 && s.Partners[i + 1] == j - 1;
            if (!o.AllowIsolatedPairs && !outside && !inside) return false;
        }
        return true;
    }

    private static void Enumerate(string sequence, NestedDecodingOptions o, Action<SecondaryStructure> visit)
    {
        var partners = Enumerable.Repeat(-1, sequence.Length).ToArray();
        void Extend(int i, Stack<int> open)
        {
            if (i == sequence.Length)
            {
                if (open.Count > 0) return;
                var s = SecondaryStructure.FromPairs(
                    partners.Length, partners.Select((j, k) => new BasePair(k, j)).Where(q => q.Close > q.Open));
                if (Allowed(s, sequence, o)) visit(s);
                return;
            }
            Extend(i + 1, open);
            if (open.Count < sequence.Length - i - 1)
            {
                open.Push(i);
                Extend(i + 1, open);
                open.Pop();
            }
            if (open.TryPop(out var top))
            {
                if (i - top > o.MinimumHairpinLoop && (!o.CanonicalPairsOnly || BasePair.IsCanonical(sequence[top], sequence[i])))
                {
                    (partners[top], partners[i]) = (i, top);
                    Extend(i + 1, open);
                    (partners[top], partners[i]) = (-1, -1);
                }
                open.Push(top);
            }
        }
        Extend(0, new Stack<int>());
    }
}

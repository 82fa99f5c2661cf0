using OmniHelix.Sequences.Vcf;

namespace OmniHelix.Sequences.Tests.Vcf;

public class GenotypeTests
{
    private static short[] Decode(string format, params string[] calls) =>
        VcfText.First([.. calls.Select((_, i) => $"s{i}")], $"1 5 . A C,G . . . {format} {string.Join(' ', calls)}").Genotypes.ToArray();

    /// <summary>What BCF stores for a call, padded to the record's width.</summary>
    private static IEnumerable<short> Expected(string call, int width)
    {
        var alleles = call.Split('/', '|');
        var separators = call.Where(c => c is '/' or '|').ToArray();
        return alleles.Select(
            (a, i) => GenotypeCode.Of(
                a == "." ? -1 : int.Parse(a, System.Globalization.CultureInfo.InvariantCulture), i > 0 && separators[i - 1] == '|'))
            .Concat(Enumerable.Repeat(GenotypeCode.EndOfVector, width - alleles.Length));
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(8, 2)]
    [InlineData(9, 2)]
    [InlineData(17, 2)]
    [InlineData(300, 2)]
    [InlineData(300, 3)]
    public void EveryMixtureOfCallsDecodesLikeAPlainParser(int samples, int kinds)
    {
        // One kind fills whole vectors, three kinds break them off in every place.
        string[][] pools = [["0|1", "1/0", ".|.", "2|0", "./1", "9|9"], ["0", ".", "1|2|0", "12/1", "0|1", "0/0"]];
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new Xoshiro256(seed);
            var calls = Enumerable.Range(0, samples)
                .Select(_ => kinds == 3 && random.Next(40) == 0 ? pools[1][random.Next(6)] : pools[0][random.Next(6)]).ToArray();
            var width = calls.Max(c => c.Count(x => x is '/' or '|') + 1);
            Assert.Equal(calls.SelectMany(c => Expected(c, width)), Decode("GT", calls));
        }
    }

    [Fact]
    public void HaploidRecordsHaveOneAlleleACallAndTheNextRecordMayBeWider()
    {
        using var reader = VcfText.Read(VcfText.Of(
            ["p", "q"], "1 1 . A C . . . GT 0 1", "1 2 . A C . . . GT 0|1 1", "1 3 . A C . . . GT 0/1/1/1 1", "1 4 . A C . . . DP 1 2",
            "1 5 . A C . . . GT . ."));
        var widths = new List<int>();
        while (reader.TryRead()) widths.Add(reader.Record.Ploidy);
        Assert.Equal([1, 2, 4, 0, 1], widths);
    }

    [Fact]
    public void GenotypesAreFoundInAnyFieldAndFieldsMayBeLeftOut()
    {
        Assert.Equal([2, 5, 4, GenotypeCode.EndOfVector], Decode("GT:DP", "0|1:30", "1"));
        Assert.Equal([2, 5, 0, GenotypeCode.EndOfVector, 4, 4], Decode("DP:GT:AD", "30:0|1:1,2", "30", "3:1/1"));
        Assert.Empty(Decode("DP", "1", "2"));
    }

    [Fact]
    public void ThePhaseOfTheFirstAlleleCanBeSpelledOut() => Assert.Equal([3, 5, 2, 4], Decode("GT", "|0|1", "/0/1"));

    [Fact]
    public void CodesTellAllelePhaseAndAbsence()
    {
        Assert.True(GenotypeCode.IsMissing(GenotypeCode.Of(-1, true)) && GenotypeCode.IsMissing(GenotypeCode.Of(-1, false)));
        Assert.False(GenotypeCode.IsMissing(GenotypeCode.EndOfVector));
        Assert.Equal((7, true, false), (
            GenotypeCode.Allele(GenotypeCode.Of(7, true)), GenotypeCode.IsPhased(GenotypeCode.Of(7, true)),
            GenotypeCode.IsPhased(GenotypeCode.Of(7, false))));
        Assert.True(GenotypeCode.IsPhased(GenotypeCode.EndOfVector));
    }

    [Theory]
    [InlineData("0|x", 24)]
    [InlineData("0|", 24)]
    [InlineData("0-1", 23)]
    [InlineData("", 22)]
    [InlineData(":3", 22)]
    [InlineData("0|99999", 24)]
    [InlineData("0|99999999999999999999", 24)]
    public void ABrokenCallNamesSampleAndColumn(string call, int column)
    {
        var error = VcfText.Fails(VcfText.Of(["p", "q"], $"1 5 . A C . . . GT 0|1 {call}"));
        Assert.Equal(("OH1069", $"x.vcf:15, column {column + 2} (samples)"), (error.Code, error.Place));
        Assert.Contains("'q'", error.Message);
    }

    [Fact]
    public void ACallOfCountlessAllelesIsRefusedBeforeMemoryIs()
    {
        var error = VcfText.Fails(VcfText.Of(["p", "q"], $"1 5 . A C . . . GT 0|1 {string.Join('|', Enumerable.Repeat("0", 100_000))}"));
        Assert.Equal("OH1069", error.Code);
    }
}

using OmniHelix.Data.Leakage;

namespace OmniHelix.Data.Tests.Leakage;

public class AlignedLettersTests
{
    [Theory]
    [InlineData("ACGT", "GTTT", 2, "ACGT  ", "  GTTT", 0, 0)]
    [InlineData("GTTT", "ACGT", -2, "  GTTT", "ACGT  ", 0, 0)]
    [InlineData("ACGT", "CG", 1, "ACGT", " CG ", 0, 0)]
    [InlineData("", "AC", 0, "  ", "AC", 0, 0)]
    public void LettersLieOverEachOtherAtTheShift(
        string record, string other, int shift, string above, string below, int recordStart, int otherStart) =>
        Assert.Equal(
            new AlignedLetters(above, below, recordStart, otherStart), AlignedLetters.Of(Encoding(record), Encoding(other), shift));

    [Theory]
    [InlineData(5000)]
    [InlineData(-5000)]
    public void LongSequencesAreCutAroundTheBeginningOfWhatTheyShare(int shift)
    {
        var aligned = AlignedLetters.Of(Encoding(new string('A', 6000)), Encoding(new string('C', 6000)), shift);
        var (first, second) = shift > 0 ? (aligned.Record, aligned.Other) : (aligned.Other, aligned.Record);
        Assert.Equal((240, 240), (first.Length, second.Trim().Length + 20));
        Assert.Equal(shift > 0 ? (4980, 0) : (0, 4980), (aligned.RecordStart, aligned.OtherStart));
    }

    [Fact]
    public void ExamplesOfAnAuditHaveTheLettersOfTheStrandCompared()
    {
        var planted = new Planted(21);
        var locus = planted.Sequence(140);
        var report = LeakageAudit.Run(
            Planted.Records([locus[..100], locus[..100]], [Planted.Reverse(locus[40..]), Planted.Reverse(locus[..100])]));
        var shifted = report.Findings.First(f => f.Kind == LeakageKind.ShiftedWindow).Examples[0].Letters!;
        Assert.Equal((locus[40..], locus[..100]), (shifted.Record.Trim(), shifted.Other.Trim()));
        var twin = report.Findings.First(f => f.Kind == LeakageKind.ReverseComplement).Examples[0].Letters!;
        Assert.Equal(new AlignedLetters(locus[..100], locus[..100], 0, 0), twin);
    }

    private static byte[] Encoding(string letters) => System.Text.Encoding.ASCII.GetBytes(letters);
}

using System.Text;
using OmniHelix.Sequences.Genome;

namespace OmniHelix.Sequences.Tests.Genome;

public class FaidxBuilderTests
{
    [Theory]
    [InlineData(">a x\nACGT\nAC\n>b\nGG\n", "a 6 5 4 5|b 2 16 2 3")]
    [InlineData(">a\r\nACGT\r\nAC\r\n", "a 6 4 4 6")]
    [InlineData(">a\nACGT", "a 4 3 4 5")]
    [InlineData("\n\n>a\nACGT\n\n\n>b\nA\n", "a 4 5 4 5|b 1 15 1 2")]
    [InlineData(">  x y\nACGT\n", "x 4 7 4 5")]
    [InlineData(">\nACGT\n", " 4 2 4 5")]
    [InlineData("@a\nACGT\nAC\n+\nIIII\nII\n@b\nA\n+\n@\n", "a 6 3 4 5 13|b 1 24 1 2 28")]
    [InlineData("\uFEFF>a\nACGT\n", "a 4 6 4 5")]
    [InlineData("@a\n\n+\n\n@b\nAC\n+\nII\n", "b 2 10 2 3 15")]
    [InlineData("@b\nAC\n+\nII\n@a\n\n+\n\n", "b 2 3 2 3 8")]
    [InlineData("@a\nACGT\n+\nIIII\n\n\n@b\nAC\n+\nII", "a 4 3 4 5 10|b 2 20 2 3 25")]
    public void LayoutsThatSamtoolsIndexesAreIndexedAlike(string text, string expected)
    {
        var (index, _) = Build(text);
        var found = index.Records.Select(
            r => $"{r.Name} {r.Length} {r.Offset} {r.LineBases} {r.LineWidth}{(index.HasQualities ? $" {r.QualityOffset}" : "")}");
        Assert.Equal(expected, string.Join('|', found));
    }

    [Theory]
    [InlineData(">a\nACGT\nAC\nACGT\n", 4, "shorter or empty")]
    [InlineData(">a\nACGT\n\nACGT\n", 4, "shorter or empty")]
    [InlineData(">a\nAC\nACGT\n", 3, "longer than the lines before")]
    [InlineData(">a\nACGT\r\nACGT\nAC\n", 4, "shorter or empty")]
    [InlineData(">a\nACGT  \nACGTAC\nAC\n", 3, "6 bases, the lines before it have 4")]
    [InlineData("ACGT\n", 1, "where '>' or '@' was expected")]
    [InlineData("\r>a\nACGT\n", 1, "control character 0x0D")]
    [InlineData(";old\n>a\nACGT\n", 1, "';'")]
    [InlineData(">a\nACGT\n>b\n", 4, "ends inside 'b'")]
    [InlineData(">a\nACGT\n>b", 3, "in the header of '>b'")]
    [InlineData("@a\nACGT\n+\nIII\n", 4, "shorter")]
    [InlineData("@a\nACGT\n+\nIIIII\n", 4, "more qualities")]
    [InlineData("@a\nACGT\nAC\nAC\n+\nIIII\n", 4, "'+' was expected")]
    [InlineData("@a\nACGT\n+\n\nIIII\n", 4, "an empty line in the qualities")]
    [InlineData("@a\nACGT\n+\n", 4, "ends inside 'a'")]
    [InlineData("@a\nACGT\n", 3, "ends inside 'a'")]
    [InlineData("@a\nACGT\n+\nIIII\n\n>b\nAC\n", 6, "'>' in a FASTQ file")]
    [InlineData(">a\nACGT\n\n@b\nAC\n", 4, "'@' in a FASTA file")]
    public void LinesThatCannotBeIndexedAreNamed(string text, int line, string why)
    {
        var error = Assert.Throws<OmniException>(() => Build(text));
        Assert.Equal(("OH1025", $"x.fa:{line}"), (error.Code, error.Place));
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(">a\nACGT\n@b\n", "x.fa:3, column 1")]
    [InlineData(">a\nACGT>b\nTTTT\n", "x.fa:2, column 5")]
    [InlineData(">a\nACGT\n;not\nACGT\n", "x.fa:3, column 1")]
    [InlineData("@a\nAC1T\n+\nIIII\n", "x.fa:2, column 3")]
    public void WhatIsNoLetterIsAnErrorWithItsPlace(string text, string place)
    {
        var error = Assert.Throws<OmniException>(() => Build(text));
        Assert.Equal(("OH1103", place), (error.Code, error.Place));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n\r\n")]
    public void AFileWithoutRecordsIsAnError(string text) => Assert.Equal("OH1005", Assert.Throws<OmniException>(() => Build(text)).Code);

    [Fact]
    public void RecordsThatAreLeftOutAreNamed()
    {
        var (index, notes) = Build(">a\nACGT\n>empty\n>b\nGG\n>a\nCC\n>c\nA CG\n");
        Assert.Equal(["a", "b", "c"], index.Names);
        Assert.Equal([FaidxNoteKind.NoSequence, FaidxNoteKind.DuplicateName, FaidxNoteKind.BlankInside], notes.Select(n => n.Kind));
        Assert.StartsWith("x.fa:3: 'empty'", notes[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void PiecesOfAnySizeGiveOneIndex()
    {
        var text = Encoding.ASCII.GetBytes(">a some text\r\nACGTACGT\r\nACGTACGT\r\nAC\r\n>bb\r\nGGGG\r\n");
        var (whole, _) = FaidxBuilder.Build(new MemoryStream(text), "x.fa");
        for (var size = 1; size < text.Length; size++)
        {
            var (index, _) = FaidxBuilder.Build(new Trickle(text, size), "x.fa");
            Assert.Equal(whole.Records, index.Records);
        }
    }

    [Fact]
    public void AHeaderWithoutEndIsRefusedBeforeItFillsMemory() =>
        Assert.Equal("OH1025", Assert.Throws<OmniException>(() => Build(">" + new string('x', 3 << 20) + "\nACGT\n")).Code);

    private static (FaidxIndex Index, IReadOnlyList<FaidxNote> Notes) Build(string text) =>
        FaidxBuilder.Build(new MemoryStream(Encoding.UTF8.GetBytes(text)), "x.fa");
}

using System.Text;
using OmniHelix.Sequences.Fasta;

namespace OmniHelix.Sequences.Tests.Fasta;

public class FastaReaderTests
{
    private static List<(string Name, string Description, string Sequence)> Read(Stream stream)
    {
        using var reader = new FastaReader(stream, "x.fa");
        var records = new List<(string, string, string)>();
        while (reader.TryRead()) records.Add((reader.Name, reader.Description, Encoding.ASCII.GetString(reader.Sequence)));
        return records;
    }

    private static List<(string Name, string Description, string Sequence)> Read(string text) =>
        Read(new MemoryStream(Encoding.UTF8.GetBytes(text)));

    private static OmniException Error(string text) => Assert.Throws<OmniException>(() => Read(text));

    [Theory]
    [InlineData(">a first one\nACGU\nGG\n\n>b\nTT")]
    [InlineData("\uFEFF>a first one\r\nACGU\r\nGG\r\n>b\r\nTT\r\n")]
    [InlineData("\n>a\tfirst one\nAC\nGU\nGG  \n>b\nTT\n\n\n")]
    public void WrappedLinesAndEitherLineEndGiveTheSameRecords(string text) =>
        Assert.Equal([("a", "first one", "ACGUGG"), ("b", "", "TT")], Read(text));

    [Fact]
    public void RecordsSurviveAnyChunkingOfTheInput()
    {
        var text = new StringBuilder();
        var expected = new List<string>();
        for (var i = 0; i < 40; i++)
        {
            var letters = Encoding.ASCII.GetString([.. Bytes.Random(1 + i * 13, i, 4).Select(b => "ACGU"u8[b])]);
            expected.Add(letters);
            text.Append(">r").Append(i).Append('\n');
            for (var at = 0; at < letters.Length; at += 60)
                text.Append(letters.AsSpan(at, Math.Min(60, letters.Length - at))).Append("\r\n");
        }
        foreach (var atMost in new[] { 1, 3, 61, 100_000 })
            Assert.Equal(expected, Read(new Trickle(Encoding.ASCII.GetBytes(text.ToString()), atMost)).Select(r => r.Sequence));
    }

    [Fact]
    public void ALineLongerThanTheBufferIsReadWhole()
    {
        var letters = new string('A', 1_000_000) + "C";
        Assert.Equal(letters, Read($">long\n{letters}\n").Single().Sequence);
    }

    [Theory]
    [InlineData("", "OH1005", "x.fa")]
    [InlineData("\n \n", "OH1005", "x.fa")]
    [InlineData("ACGU\n", "OH1101", "x.fa:1")]
    [InlineData(">a\n>b\nACGU\n", "OH1102", "x.fa:1")]
    [InlineData(">a\nACGU\n>b", "OH1102", "x.fa:3")]
    [InlineData(">a\nAC GU\n", "OH1103", "x.fa:2, column 3")]
    [InlineData(">a\nACGU\nAC\0U\n", "OH1103", "x.fa:3, column 3")]
    [InlineData(">a\0b\nACGU\n", "OH1103", "x.fa:1")]
    [InlineData(">a\n>b\n>c\nACGU\n", "OH1102", "x.fa:1")]
    [InlineData(">a\n\n \n>b\nAC", "OH1102", "x.fa:1")]
    [InlineData(">a\nACGU  \nA\tC\n", "OH1103", "x.fa:3, column 2")]
    [InlineData(">a\nACGU\rAC\n", "OH1103", "x.fa:2, column 5")]
    [InlineData(">a\n  ACGU\n", "OH1103", "x.fa:2, column 1")]
    [InlineData(" >a\nACGU\n", "OH1101", "x.fa:1")]
    [InlineData(">a\nACGU\n\u001A", "OH1103", "x.fa:3, column 1")]
    [InlineData(">a\nACÅU\n", "OH1103", "x.fa:2, column 3")]
    public void MalformedInputNamesWhatAndWhere(string text, string code, string place)
    {
        var error = Error(text);
        Assert.Equal((code, place), (error.Code, error.Place));
    }

    [Theory]
    [InlineData(">a\nACGT>b\nTTTT\n", "x.fa:2, column 5", "line break")]
    [InlineData(">a\r\nACGT>b\r\nTTTT\r\n", "x.fa:2, column 5", "line break")]
    [InlineData(">a\nACGT\n;note\nACGT\n", "x.fa:3, column 1", "FASTA")]
    [InlineData(">a\n<html>\n", "x.fa:2, column 1", "FASTA")]
    [InlineData(">a\nACGT1\n>b\nAC\n", "x.fa:2, column 5", "FASTA")]
    [InlineData(">a\n1 ACGT\n", "x.fa:2, column 1", "FASTA")]
    [InlineData(">a\nAC,GT\n", "x.fa:2, column 3", "FASTA")]
    public void WhatIsNeitherLetterNorStopNorGapIsAnErrorWithItsPlace(string text, string place, string advice)
    {
        var longer = text.Replace("ACGT", new string('A', 196) + "ACGT", StringComparison.Ordinal);
        foreach (var one in new[] { text, longer })
        {
            var error = Error(one);
            Assert.Equal("OH1103", error.Code);
            Assert.Contains(advice, error.Advice, StringComparison.Ordinal);
        }
        Assert.Equal(place, Error(text).Place);
    }

    [Fact]
    public void EveryOtherCharacterOfAsciiIsRefusedWhereverItStands()
    {
        const string Sequence = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz*-.";
        for (var letter = '!'; letter <= '~'; letter++)
            foreach (var at in new[] { 1, 40, 130 })
            {
                var line = new string('A', at) + letter + new string('C', 200 - at);
                if (Sequence.Contains(letter, StringComparison.Ordinal)) Assert.Equal(line, Read($">a\n{line}\n").Single().Sequence);
                else Assert.Equal($"x.fa:2, column {at + 1}", Error($">a\n{line}\n").Place);
            }
    }

    [Fact]
    public void ReadingGoesOnBehindARecordThatCannotBeRead()
    {
        const string Text = ">a\nAC\n>b\nA1\nCC\n>c\n>d\nGG>e\nTT\n>f\0\nA\n>g\nTT\n>h\n;x";
        foreach (var atMost in new[] { 1, 2, 100 })
        {
            using var reader = new FastaReader(new Trickle(Encoding.ASCII.GetBytes(Text), atMost), "x.fa");
            List<string> read = [];
            for (var more = true; more;)
            {
                try
                {
                    more = reader.TryRead();
                    if (more) read.Add($"{reader.Records} {reader.Name}");
                }
                catch (OmniException e)
                {
                    read.Add($"{reader.Records} {e.Code}");
                    reader.SkipRecord();
                }
            }
            Assert.Equal(["1 a", "2 OH1103", "3 OH1102", "4 OH1103", "5 OH1103", "6 g", "7 OH1103"], read);
        }
    }

    [Fact]
    public void TheNameIsTheFirstWordOfTheHeader()
    {
        using var reader = new FastaReader(new MemoryStream(">  lead\t two words \nA\n>\nC\n"u8.ToArray()), "x.fa");
        Assert.True(reader.TryRead());
        Assert.Equal(("lead", "two words", "  lead\t two words "), (reader.Name, reader.Description, reader.Header));
        Assert.True(reader.TryRead());
        Assert.Equal(("", "", ""), (reader.Name, reader.Description, reader.Header));
    }

    [Fact]
    public void ANameThatStandsTwiceIsRefusedWhenNamesMustDiffer()
    {
        var text = ">a 1\nAC\n>b\nG\n>a 2\nT\n"u8.ToArray();
        Assert.Equal(3, Read(new MemoryStream(text)).Count);
        using var reader = new FastaReader(new MemoryStream(text), "x.fa", uniqueNames: true);
        Assert.True(reader.TryRead() && reader.TryRead());
        var error = Assert.Throws<OmniException>(() => reader.TryRead());
        Assert.Equal(("OH1106", "x.fa:5"), (error.Code, error.Place));
        Assert.Contains("line 1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ACGU\n", 2001)]
    [InlineData("AC\r\nGU\r\n", 3001)]
    public void ErrorsBehindWholeRecordsNameTheirOwnLine(string sequence, int line)
    {
        var error = Error(string.Concat(Enumerable.Repeat(">a\n" + sequence, 1000)) + ">b\n>c\nA");
        Assert.Equal(("OH1102", $"x.fa:{line}"), (error.Code, error.Place));
        error = Error(string.Concat(Enumerable.Repeat(">a\n" + sequence, 1000)) + ">b\nAC U\n");
        Assert.Equal(("OH1103", $"x.fa:{line + 1}, column 3"), (error.Code, error.Place));
    }

    [Fact]
    public void AHeaderThatNeverEndsIsRefusedBeforeItFillsTheMemory()
    {
        using var reader = new FastaReader(new Endless(">"u8.ToArray(), (byte)'x', 1L << 40), "x.fa");
        Assert.Equal(("OH1105", "x.fa:1"), Assert.Throws<OmniException>(() => reader.TryRead()) is var e ? (e.Code, e.Place) : default);
    }

    [Fact]
    public void ALineOfAGigabyteIsReadInPiecesWithinLittleMemory()
    {
        const long Length = 1L << 30;
        using var reader = new FastaReader(new Endless(">long\n"u8.ToArray(), (byte)'A', Length), "x.fa");
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.True(reader.TryReadHeader());
        var piece = new byte[1 << 16];
        long letters = 0;
        for (int n; (n = reader.ReadLetters(piece)) > 0;) letters += n;
        Assert.Equal(Length, letters);
        Assert.False(reader.TryReadHeader());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Fact]
    public void AWrappedSequenceOfAGigabyteThatIsPassedOverTakesLittleMemory()
    {
        var endless = new Endless(">long\n"u8.ToArray(), (byte)'A', 1L << 29, ">b\nAC\n"u8.ToArray(), lineLength: 100);
        using var reader = new FastaReader(endless, "x.fa");
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.True(reader.TryReadHeader() && reader.TryReadHeader());
        Assert.Equal(("b", ((1L << 29) / 100) + 3), (reader.Name, reader.LineNumber));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Fact]
    public void RandomFilesGiveTheRecordsTheyWereMadeOfHoweverTheyArrive()
    {
        var random = new Xoshiro256(5);
        for (var round = 0; round < 150; round++)
        {
            var text = new StringBuilder();
            var expected = new List<(string, string, string)>();
            var end = random.Next(2) == 0 ? "\n" : "\r\n";
            for (var i = 1 + random.Next(6); i > 0; i--)
            {
                const string Sequence = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz*-.";
                var drawn = Bytes.Random(1 + random.Next(random.Next(4) == 0 ? 3000 : 90), random.Next(1 << 30), Sequence.Length);
                var letters = drawn.Select(b => Sequence[b]).ToArray();
                var width = 1 + random.Next(200);
                expected.Add(($"r{i}", i % 2 == 0 ? "d" : "", new string(letters)));
                text.Append('>').Append('r').Append(i).Append(i % 2 == 0 ? " d" : "").Append(end);
                for (var at = 0; at < letters.Length; at += width)
                {
                    text.Append(letters.AsSpan(at, Math.Min(width, letters.Length - at))).Append(random.Next(8) == 0 ? "  " : "");
                    if (i > 1 || at + width < letters.Length || random.Next(2) == 0) text.Append(end);
                    if (random.Next(10) == 0) text.Append(end);
                }
            }
            var bytes = Encoding.ASCII.GetBytes(text.ToString());
            foreach (var atMost in new[] { 1, 2 + random.Next(300), int.MaxValue })
                Assert.Equal(expected, Read(new Trickle(bytes, atMost)));
        }
    }

    [Fact]
    public void FastqGivenAsFastaIsRecognised() => Assert.Contains("FASTQ", Error("@a\nACGU\n+\nIIII\n").Advice, StringComparison.Ordinal);
}

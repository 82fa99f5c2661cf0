using System.Text;
using OmniHelix.Sequences.Fastq;

namespace OmniHelix.Sequences.Tests.Fastq;

public class FastqReaderTests
{
    private static List<(string Name, string Sequence, string Quality)> Read(string text) =>
        Read(new MemoryStream(Encoding.UTF8.GetBytes(text)));

    private static List<(string Name, string Sequence, string Quality)> Read(Stream stream)
    {
        using var reader = new FastqReader(stream, "x.fq");
        var records = new List<(string, string, string)>();
        while (reader.TryRead())
            records.Add((reader.Name, Encoding.ASCII.GetString(reader.Sequence), Encoding.ASCII.GetString(reader.Quality)));
        return records;
    }

    [Theory]
    [InlineData("@a x\nACGU\n+\n@+>!\n@b\nGG\n+b\nII\n")]
    [InlineData("@a x\r\nAC\r\nGU\r\n+a x\r\n@+\r\n>!\r\n\r\n@b\r\nGG\r\n+\r\nII")]
    public void FourLineAndWrappedRecordsAreRead(string text) =>
        Assert.Equal([("a", "ACGU", "@+>!"), ("b", "GG", "II")], Read(text));

    [Theory]
    [InlineData("", "OH1005", "x.fq")]
    [InlineData(">a\nACGU\n", "OH1111", "x.fq:1")]
    [InlineData("@a\nACGU\n", "OH1112", "x.fq:2")]
    [InlineData("@a\nACGU\n+\n", "OH1112", "x.fq:3")]
    [InlineData("@a\nACGU\n+\nII\n", "OH1112", "x.fq:4")]
    [InlineData("@a\nACGU\n+\nIIIII\n", "OH1113", "x.fq:1")]
    [InlineData("@a\nACGU\n+b\nIIII\n", "OH1111", "x.fq:3")]
    [InlineData("@a\nAC\0U\n+\nIIII\n", "OH1103", "x.fq:2, column 3")]
    [InlineData("@a\nACGU\n+\nII I\n", "OH1103", "x.fq:4, column 3")]
    [InlineData("@a\0\nACGU\n+\nIIII\n", "OH1103", "x.fq:1")]
    [InlineData("@a\nAC<U\n+\nIIII\n", "OH1103", "x.fq:2, column 3")]
    [InlineData("@a\nACGU\n+\nIIII\nACGU\n", "OH1111", "x.fq:5")]
    [InlineData("@a\nACGU\nIIII\n", "OH1112", "x.fq:3")]
    public void MalformedInputNamesWhatAndWhere(string text, string code, string place)
    {
        var error = Assert.Throws<OmniException>(() => Read(text));
        Assert.Equal((code, place), (error.Code, error.Place));
    }

    [Fact]
    public void ReadingGoesOnBehindARecordThatCannotBeRead()
    {
        const string Good = "@{0}\nACGU\n+\n@III\n";
        string[] bad =
        [
            "@x\nA1GU\n+\n@III\n", "@x\nACGU\n+\n@I\n", "@x\nACGU\n+\n@IIII\n", "@x\nACGU\n+y\n@III\n", "x\nACGU\n+\n@III\n",
            "@x\nACGU\n+\n@I I\n",
        ];
        foreach (var record in bad)
            foreach (var atMost in new[] { 1, 5, 1000 })
            {
                var text = string.Format(null, Good, "a") + record + string.Format(null, Good, "b") + record;
                using var reader = new FastqReader(new Trickle(Encoding.ASCII.GetBytes(text), atMost), "x.fq");
                List<string> read = [];
                for (var more = true; more;)
                {
                    try
                    {
                        more = reader.TryRead();
                        if (more) read.Add(reader.Name);
                    }
                    catch (OmniException)
                    {
                        read.Add("error");
                        reader.SkipRecord();
                    }
                }
                Assert.Equal(["a", "error", "b", "error"], read);
            }
    }

    [Fact]
    public void ErrorsBehindWholeRecordsNameTheirOwnLine()
    {
        var error = Assert.Throws<OmniException>(
            () => Read(string.Concat(Enumerable.Repeat("@a\nACGU\n+\nIIII\n", 1000)) + "@b\nACGU\n+\nIII\n@c\nA\n+\nI\n"));
        Assert.Equal(("OH1113", "x.fq:4001"), (error.Code, error.Place));
    }

    [Fact]
    public void RandomFilesGiveTheRecordsTheyWereMadeOfHoweverTheyArrive()
    {
        var random = new Xoshiro256(6);
        for (var round = 0; round < 150; round++)
        {
            var text = new StringBuilder();
            var expected = new List<(string, string, string)>();
            var end = random.Next(2) == 0 ? "\n" : "\r\n";
            for (var i = 1 + random.Next(8); i > 0; i--)
            {
                var bases = Letters(random, 1 + random.Next(random.Next(4) == 0 ? 3000 : 90), "ACGTN");
                var quality = Letters(random, bases.Length, "@+I>!~#");
                expected.Add(($"r{i}", bases, quality));
                text.Append("@r").Append(i).Append(" x").Append(end);
                var width = random.Next(3) == 0 ? 1 + random.Next(100) : bases.Length;
                Wrap(text, bases, width, end);
                text.Append('+').Append(random.Next(3) == 0 ? $"r{i} x" : "").Append(end);
                Wrap(text, quality, width, end);
                if (random.Next(5) == 0) text.Append(end);
            }
            var bytes = Encoding.ASCII.GetBytes(random.Next(2) == 0 ? text.ToString().TrimEnd('\r', '\n') : text.ToString());
            foreach (var atMost in new[] { 1, 2 + random.Next(300), int.MaxValue })
                Assert.Equal(expected, Read(new Trickle(bytes, atMost)));
        }
    }

    [Fact]
    public void AReadLongerThanTheBufferIsWhole()
    {
        var bases = new string('A', 700_000) + "C";
        Assert.Equal([("a", bases, bases), ("b", "G", "I")], Read($"@a\n{bases}\n+\n{bases}\n@b\nG\n+\nI\n"));
    }

    private static void Wrap(StringBuilder text, string letters, int width, string end)
    {
        for (var at = 0; at < letters.Length; at += width)
            text.Append(letters.AsSpan(at, Math.Min(width, letters.Length - at))).Append(end);
    }

    private static string Letters(Xoshiro256 random, int length, string of) => string.Create(length, 0, (span, _) =>
    {
        for (var i = 0; i < span.Length; i++) span[i] = of[random.Next(of.Length)];
    });
}

using System.Text;

namespace OmniHelix.Sequences.Tests;

public class FastqReaderTests
{
    private static List<(string Name, string Sequence, string Quality)> Read(string text)
    {
        using var reader = new FastqReader(new MemoryStream(Encoding.UTF8.GetBytes(text)), "x.fq");
        var records = new List<(string, string, string)>();
        while (reader.TryRead()) records.Add((reader.Name, Encoding.ASCII.GetString(reader.Sequence), Encoding.ASCII.GetString(reader.Quality)));
        return records;
    }

    [Theory]
    [InlineData("@a x\nACGU\n+\n@+>!\n@b\nGG\n+b\nII\n")]
    [InlineData("@a x\r\nAC\r\nGU\r\n+a x\r\n@+\r\n>!\r\n\r\n@b\r\nGG\r\n+\r\nII")]
    public void Four_line_and_wrapped_records_are_read(string text) =>
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
    public void Malformed_input_names_what_and_where(string text, string code, string place)
    {
        var error = Assert.Throws<OmniException>(() => Read(text));
        Assert.Equal((code, place), (error.Code, error.Place));
    }
}

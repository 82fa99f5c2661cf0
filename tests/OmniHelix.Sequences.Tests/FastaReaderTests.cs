using System.Text;

namespace OmniHelix.Sequences.Tests;

public class FastaReaderTests
{
    private static List<(string Name, string Description, string Sequence)> Read(Stream stream)
    {
        using var reader = new FastaReader(stream, "x.fa");
        var records = new List<(string, string, string)>();
        while (reader.TryRead()) records.Add((reader.Name, reader.Description, Encoding.ASCII.GetString(reader.Sequence)));
        return records;
    }

    private static List<(string Name, string Description, string Sequence)> Read(string text) => Read(new MemoryStream(Encoding.UTF8.GetBytes(text)));

    private static OmniException Error(string text) => Assert.Throws<OmniException>(() => Read(text));

    [Theory]
    [InlineData(">a first one\nACGU\nGG\n\n>b\nTT")]
    [InlineData("\uFEFF>a first one\r\nACGU\r\nGG\r\n>b\r\nTT\r\n")]
    [InlineData("\n>a\tfirst one\nAC\nGU\nGG  \n>b\nTT\n\n\n")]
    public void Wrapped_lines_and_either_line_end_give_the_same_records(string text) =>
        Assert.Equal([("a", "first one", "ACGUGG"), ("b", "", "TT")], Read(text));

    [Fact]
    public void Records_survive_any_chunking_of_the_input()
    {
        var text = new StringBuilder();
        var expected = new List<string>();
        for (var i = 0; i < 40; i++)
        {
            var letters = Encoding.ASCII.GetString([.. Bytes.Random(1 + i * 13, i, 4).Select(b => "ACGU"u8[b])]);
            expected.Add(letters);
            text.Append(">r").Append(i).Append('\n');
            for (var at = 0; at < letters.Length; at += 60) text.Append(letters.AsSpan(at, Math.Min(60, letters.Length - at))).Append("\r\n");
        }
        foreach (var atMost in new[] { 1, 3, 61, 100_000 })
            Assert.Equal(expected, Read(new Trickle(Encoding.ASCII.GetBytes(text.ToString()), atMost)).Select(r => r.Sequence));
    }

    [Fact]
    public void A_line_longer_than_the_buffer_is_read_whole()
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
    [InlineData(">a\nACÅU\n", "OH1103", "x.fa:2, column 3")]
    public void Malformed_input_names_what_and_where(string text, string code, string place)
    {
        var error = Error(text);
        Assert.Equal((code, place), (error.Code, error.Place));
    }

    [Fact]
    public void Fastq_given_as_fasta_is_recognised() => Assert.Contains("FASTQ", Error("@a\nACGU\n+\nIIII\n").Advice, StringComparison.Ordinal);
}

using System.Text;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Fasta;
using OmniHelix.Sequences.Fastq;

namespace OmniHelix.Sequences.Tests;

/// <summary>
/// Bytes that were changed, cut, doubled or made up: every reader ends with records or with an error of its own, never with another
/// exception and never without end.
/// </summary>
public class HostileInputTests
{
    private const string Fasta =
        ">a one\nACGTN\nAC\n\n>b\r\nGG\r\n>c\nTT", Fastq = "@a x\nACGT\n+\nII@I\n@b\nAC\nGT\n+b\n@+\nII\n@c\r\nA\r\n+\r\nI\r\n";

    [Theory]
    [InlineData(Fasta)]
    [InlineData(Fastq)]
    public void ChangedTextsEndInRecordsOrInAnErrorWithItsPlace(string text)
    {
        var random = new Xoshiro256(11);
        for (var round = 0; round < 4000; round++)
        {
            var bytes = Mutated(Encoding.ASCII.GetBytes(text), random);
            // A change may turn one format into the other's text, so both readers see all of them.
            Read(() => new FastaReader(new Trickle(bytes, 1 + random.Next(20)), "x"), r => r.TryRead(), r => r.Sequence.Length);
            Read(() => new FastqReader(new Trickle(bytes, 1 + random.Next(20)), "x"), r => r.TryRead(), r => r.Sequence.Length);
        }
    }

    [Fact]
    public void ChangedContainersEndInBytesOrInAnErrorWithItsPlace()
    {
        var random = new Xoshiro256(12);
        byte[] whole = [.. Bytes.Bgzf(Bytes.Random(3000, 1, 4)), .. Bytes.Gzip(Bytes.Random(2000, 2, 4)), .. Bytes.Bgzf([])];
        for (var round = 0; round < 400; round++)
        {
            var bytes = Mutated(whole, random);
            try
            {
                var content = Bytes.ReadAll(CompressedInput.Decompress(new MemoryStream(bytes), "x", threads: 1 + round % 2));
                // What no longer starts like gzip is plain bytes; what does may only differ in header fields that mean nothing, or have
                // lost or doubled whole members.
                Assert.True(content.Length % 1000 == 0 || !bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]));
            }
            catch (OmniException e)
            {
                Assert.StartsWith("OH100", e.Code.Replace("OH101", "OH100", StringComparison.Ordinal), StringComparison.Ordinal);
                Assert.Equal("x", e.Place);
            }
        }
    }

    private static void Read<T>(Func<T> open, Func<T, bool> tryRead, Func<T, int> length)
        where T : IDisposable
    {
        using var reader = open();
        try
        {
            var letters = 0;
            while (tryRead(reader)) letters += length(reader);
            Assert.InRange(letters, 0, 1000);
        }
        catch (OmniException e)
        {
            Assert.StartsWith("x", e.Place, StringComparison.Ordinal);
            Assert.NotEmpty(e.Message);
        }
    }

    private static byte[] Mutated(byte[] bytes, Xoshiro256 random)
    {
        var text = new List<byte>(bytes);
        for (var changes = 1 + random.Next(3); changes > 0 && text.Count > 1; changes--)
        {
            var at = random.Next(text.Count);
            switch (random.Next(5))
            {
                case 0:
                    text[at] = (byte)random.Next(256);
                    break;
                case 1:
                    text[at] = "\n\r>@+ \0A"u8[random.Next(8)];
                    break;
                case 2:
                    text.RemoveRange(at, Math.Min(1 + random.Next(8), text.Count - at));
                    break;
                case 3:
                    text.InsertRange(at, text.GetRange(at, Math.Min(1 + random.Next(30), text.Count - at)));
                    break;
                default:
                    text.RemoveRange(at, text.Count - at);
                    break;
            }
        }
        return [.. text];
    }
}

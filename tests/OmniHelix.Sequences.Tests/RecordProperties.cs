using System.Text;
using CsCheck;
using OmniHelix.Sequences.Annotation;
using OmniHelix.Sequences.Fasta;
using OmniHelix.Sequences.Fastq;
using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Tests.Vcf;
using OmniHelix.Sequences.Vcf;
using OmniHelix.Sequences.Vcf.Normalization;

namespace OmniHelix.Sequences.Tests;

/// <summary>Records that CsCheck draws are read as they were written.</summary>
public class RecordProperties
{
    private const int Draws = 400;

    // Any Unicode but line breaks and NUL, which no header can hold.
    private static readonly Gen<string> Header =
        Gen.OneOf(Gen.Int[1, 9], Gen.Int[14, 127], Gen.Int[0x80, 0xD7FF], Gen.Int[0xE000, 0x10FFFF]).Array[0, 12]
            .Select(runes => string.Concat(runes.Select(char.ConvertFromUtf32)));

    private static readonly Gen<byte> Letter = Gen.Frequency(
        (9, Gen.OneOf("ACGTUNacgtun*-."u8.ToArray())),
        (1, Gen.OneOf(Gen.Byte[(byte)'A', (byte)'Z'], Gen.Byte[(byte)'a', (byte)'z'])));

    // Some reach over the buffers of readers.
    private static readonly Gen<int> Letters = Gen.Frequency((60, Gen.Int[1, 200]), (1, Gen.Int[65_000, 140_000]));

    private static readonly Gen<string> Word = Gen.Char["abcXYZ019_.é"].Array[1, 8].Select(letters => new string(letters));

    [Fact]
    public void FastaIsReadAsItWasWritten() =>
        Gen.Select(Gen.Select(Header, Letters.SelectMany(n => Letter.Array[n])).Array[1, 5], Gen.Int[0, 70]).Sample((records, width) =>
        {
            using var stream = new MemoryStream();
            using (var writer = new FastaWriter(stream, width, leaveOpen: true))
                foreach (var (header, letters) in records)
                    writer.Write(header, letters);
            stream.Position = 0;
            using var reader = new FastaReader(stream, "x.fa");
            foreach (var (header, letters) in records)
            {
                Assert.True(reader.TryRead());
                Assert.Equal(header, reader.Header);
                Assert.Equal(letters, reader.Sequence);
            }
            Assert.False(reader.TryRead());
        }, iter: Draws);

    [Fact]
    public void FastqIsReadAsItWasWritten() =>
        Gen.Select(Header, Letters.SelectMany(n => Gen.Select(Letter.Array[n], Gen.Byte[33, 126].Array[n]))).Array[1, 5].Sample(records =>
        {
            using var stream = new MemoryStream();
            using (var writer = new FastqWriter(stream, leaveOpen: true))
                foreach (var (header, (letters, quality)) in records)
                    writer.Write(header, letters, quality);
            stream.Position = 0;
            using var reader = new FastqReader(stream, "x.fq");
            foreach (var (header, (letters, quality)) in records)
            {
                Assert.True(reader.TryRead());
                Assert.Equal(header, reader.Header);
                Assert.Equal(letters, reader.Sequence);
                Assert.Equal(quality, reader.Quality);
            }
            Assert.False(reader.TryRead());
        }, iter: Draws);

    [Fact]
    public void BedIsReadAsItWasWritten() =>
        Gen.Select(Gen.Int[3, 6], Place.Array[1, 8]).Sample((columns, places) =>
        {
            var text = string.Concat(places.Select(place => string.Join('\t', place.Columns[..columns]) + "\n"));
            var read = BedReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "x.bed").ToList();
            Assert.Equal(text, string.Concat(read.Select(record => record.Text + "\n")));
            foreach (var (place, record) in places.Zip(read))
            {
                var strand = columns > 5 ? place.Strand : Strand.None;
                Assert.Equal(new(place.Contig, place.Start, place.Start + place.Bases, strand), record.Interval);
            }
        }, iter: Draws);

    [Fact]
    public void VcfIsWrittenAndPutTogetherAsItWasRead() =>
        Gen.Select(Gen.Int[0, 3], Variant.Array[1, 6]).Sample((people, variants) =>
        {
            string[] names = [.. Enumerable.Range(0, people).Select(i => $"p{i}")];
            var position = 0L;
            var records = variants.Select(v => v.Line(position += v.Step, people)).ToArray();
            var text = VcfText.Of(names, records);
            using var reader = VcfText.Read(text);
            using var stream = new MemoryStream();
            using (var writer = new VcfWriter(stream, leaveOpen: true))
            {
                writer.Write(reader.Header);
                foreach (var record in records)
                {
                    Assert.True(reader.TryRead());
                    var line = new StringBuilder();
                    VariantDraft.Of(reader.Record).Write(line);
                    Assert.Equal(record.Replace(' ', '\t'), line.ToString());
                    writer.Write(reader.Record);
                }
                Assert.False(reader.TryRead());
            }
            Assert.Equal(text, Encoding.UTF8.GetString(stream.ToArray()));
        }, iter: Draws);

    private static Gen<BedPlace> Place { get; } =
        from contig in Word
        from start in Gen.Long[0, 1L << 40]
        from bases in Gen.Int[0, 10_000]
        from name in Word
        from score in Gen.Int[0, 1000]
        from strand in Gen.Enum<Strand>()
        select new BedPlace(contig, start, bases, name, score, strand);

    private static Gen<AnyVariant> Variant { get; } =
        from step in Gen.Int[0, 1000]
        from reference in Gen.String[Gen.Char["ACGTN"], 1, 6]
        from alternates in Gen.OneOf(Gen.String[Gen.Char["ACGT"], 1, 6], Gen.OneOf("<DEL>", "*", "<DUP:TANDEM>")).Array[0, 3]
        from id in Gen.OneOf(Gen.Const("."), Word)
        from quality in Gen.OneOf(".", "0", "29.5", "1e+3")
        from filter in Gen.OneOf(".", "PASS", "lowq", "lowq;other")
        from info in Gen.OneOf(".", "DP=3", "DB", "DP=3;AF=0.5;DB", "SVTYPE=DEL;END=99999", "UNKNOWN=a,b")
        from calls in Gen.OneOf("0/0", "0|1", "./.", ".", "1", "1|0|1").Array[3]
        from depth in Gen.Int[0, 99]
        select new AnyVariant(step, reference, alternates, string.Join(' ', id, quality, filter, info), calls, depth);

    private sealed record BedPlace(string Contig, long Start, int Bases, string Name, int Score, Strand Strand)
    {
        public string[] Columns => [Contig, $"{Start}", $"{Start + Bases}", Name, $"{Score}", $"{Strand.Sign()}"];
    }

    private sealed record AnyVariant(int Step, string Reference, string[] Alternates, string Columns, string[] Calls, int Depth)
    {
        public string Line(long position, int people)
        {
            string[] columns = Columns.Split(' ');
            var alternates = Alternates.Length == 0 ? "." : string.Join(',', Alternates);
            var line = $"1 {position} {columns[0]} {Reference} {alternates} {columns[1]} {columns[2]} {columns[3]}";
            if (people == 0) return line;
            // Nobody has an allele that is not there.
            var calls = Calls.Select(call => Alternates.Length > 0 ? call : call.Replace('1', '0'));
            return $"{line} GT:DP {string.Join(' ', calls.Take(people).Select(call => $"{call}:{Depth}"))}";
        }
    }
}

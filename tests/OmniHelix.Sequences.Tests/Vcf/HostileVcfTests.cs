using System.Text;
using OmniHelix.Sequences.Vcf;
using OmniHelix.Sequences.Vcf.Filtering;

namespace OmniHelix.Sequences.Tests.Vcf;

public class HostileVcfTests
{
    private static readonly string Whole = VcfText.Of(
        ["p", "q"], "1 1 a A C 50 PASS DP=10;AF=0.5 GT:AD 1|0:1,2 0/1:3,4", "1 5 . C G,T 10 lowq END=9 GT 1|2 ./1",
        "1 8 x;y AC <DEL> . . SVLEN=-5;DB GT 0 .", "2 3 . T T[1:5[,* . . SVTYPE=BND GT:DP 0|1|2:. 1:4");

    private static readonly byte[] Interesting = "\t\n\r\0:;,/|.=<>[]*#\"'0129ACGTNacgt-+ \u007f"u8.ToArray();

    /// <summary>Reads everything there is; returns false when it was refused.</summary>
    private static bool Survives(byte[] text)
    {
        using var reader = VcfReader.Read(new MemoryStream(text), "x.vcf", new() { Unsorted = UnsortedRecords.Count });
        var filter = VariantFilter.Parse("GT=\"het\" || AC>1 || QUAL>5", reader.Header);
        var alleles = new AlleleCounts();
        while (reader.TryRead())
        {
            var record = reader.Record;
            Assert.Equal(record.Genotypes.Length, record.Ploidy * reader.Header.Samples.Count);
            Assert.NotEmpty(record.Reference);
            _ = record.Contig.Length + record.Alternates.Count + record.Filters.Count + record.ReferenceSpan;
            _ = record.Kinds;
            alleles.Count(record);
            _ = filter.Accepts(record);
        }
        return true;
    }

    [Fact]
    public void DamagedTextIsRefusedOrReadAndNothingElseHappens()
    {
        var whole = Encoding.UTF8.GetBytes(Whole);
        Assert.True(Survives(whole));
        var refused = 0;
        for (var seed = 0; seed < 4000; seed++)
        {
            var random = new Xoshiro256(seed);
            var text = Mutate(whole, random);
            try
            {
                Survives(text);
            }
            catch (OmniException e)
            {
                Assert.Matches("^OH10[0-9]{2}$", e.Code);
                Assert.False(string.IsNullOrEmpty(e.Place));
                refused++;
            }
        }
        Assert.InRange(refused, 1000, 4000);
    }

    [Fact]
    public void CutAnywhereItIsRefusedOrTheCutLiesBetweenLines()
    {
        var whole = Encoding.UTF8.GetBytes(Whole);
        var read = 0;
        for (var length = 0; length < whole.Length; length++)
        {
            try
            {
                if (Survives(whole[..length])) read++;
            }
            catch (OmniException e)
            {
                Assert.False(string.IsNullOrEmpty(e.Message));
            }
        }
        // A cut within the last sample of a record leaves something that can be a genotype.
        Assert.InRange(read, 6, 40);
    }

    [Theory]
    [InlineData("##INFO=<ID=A,Number=2147483647,Type=Integer,Description=\"x\">", "1 5 . A C . . A=1 GT 0 0")]
    [InlineData("##INFO=<ID=A,Number=A,Type=Integer,Description=\"x\">", "1 17592186044416 . A C . . END=9223372036854775807 GT 0 0")]
    [InlineData("##contig=<ID=1,length=9223372036854775807>", "1 5 . A <DEL> . . SVLEN=-9223372036854775808 GT 0 0")]
    public void HostileCountsCostNothing(string meta, string record)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Survives(Encoding.UTF8.GetBytes(VcfText.Of(["p", "q"], record).Replace("##contig=<ID=2>", meta)));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 20_000_000);
    }

    [Fact]
    public void ALineOfCountlessAllelesAndFieldsIsRead()
    {
        var alleles = string.Join(',', Enumerable.Repeat("C", 200_000));
        var info = string.Join(';', Enumerable.Repeat("DP=1", 200_000));
        var format = string.Join(':', Enumerable.Repeat("X", 200_000));
        Assert.True(
            Survives(Encoding.UTF8.GetBytes(VcfText.Of(["p", "q"], $"1 5 . A {alleles} . . {info} GT:{format} 0|1:{format} 1|16000"))));
    }

    private static byte[] Mutate(byte[] whole, Xoshiro256 random)
    {
        var text = whole.ToList();
        for (var k = random.Next(4); k >= 0; k--)
        {
            var at = random.Next(text.Count);
            switch (random.Next(6))
            {
                case 0: text[at] = Interesting[random.Next(Interesting.Length)]; break;
                case 1: text[at] = (byte)random.Next(256); break;
                case 2: text.RemoveAt(at); break;
                case 3: text.Insert(at, Interesting[random.Next(Interesting.Length)]); break;
                case 4: text.InsertRange(at, text.GetRange(at, Math.Min(1 + random.Next(40), text.Count - at))); break;
                default: text.RemoveRange(at, Math.Min(random.Next(40), text.Count - at)); break;
            }
        }
        return [.. text];
    }
}

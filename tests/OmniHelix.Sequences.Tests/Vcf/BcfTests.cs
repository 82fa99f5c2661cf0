using System.Text;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Vcf;

namespace OmniHelix.Sequences.Tests.Vcf;

public sealed class BcfTests : IDisposable
{
    private static readonly string[] People = ["p", "q"];
    private readonly TemporaryFolder folder = new();

    private static readonly string[] Records =
    [
        "1 5 rs1 A C,<DEL> 50.5 lowq DP=3;AF=0.1,0.25;DB GT:DP 0|1:4 ./.:.",
        "1 9 . AC A . PASS END=10 GT 1/2 0",
        "2 7 . N . . . . GT:AD .:1,2 0|0:3,4",
    ];

    public void Dispose() => folder.Dispose();

    private string Path(string name) => folder[name];

    private string Write(string name, string text)
    {
        using var reader = VcfText.Read(text);
        VcfWriter.WriteFile(Path(name), writer =>
        {
            writer.Write(reader.Header);
            while (reader.TryRead()) writer.Write(reader.Record);
        });
        return Path(name);
    }

    private static List<string> Lines(string path)
    {
        using var reader = VcfReader.Open(path);
        var lines = new List<string>();
        while (reader.TryRead()) lines.Add(Encoding.UTF8.GetString(reader.Record.Text));
        return lines;
    }

    [Theory]
    [InlineData("x.vcf")]
    [InlineData("x.vcf.gz")]
    [InlineData("x.bcf")]
    public void WhatIsWrittenIsReadAgain(string name) =>
        Assert.Equal(Records.Select(r => r.Replace(' ', '\t')), Lines(Write(name, VcfText.Of(People, Records))));

    [Theory]
    [InlineData(VariantFormat.Vcf)]
    [InlineData(VariantFormat.CompressedVcf)]
    [InlineData(VariantFormat.Bcf)]
    [InlineData(VariantFormat.UncompressedBcf)]
    public void AStreamTakesEveryFormat(VariantFormat format)
    {
        using var stream = new MemoryStream();
        using (var reader = VcfText.Read(VcfText.Of(People, Records)))
            VcfWriter.Write(stream, "x", format, writer =>
            {
                writer.Write(reader.Header);
                while (reader.TryRead()) writer.Write(reader.Record);
            });
        File.WriteAllBytes(Path("copy"), stream.ToArray());
        Assert.Equal(Records.Select(r => r.Replace(' ', '\t')), Lines(Path("copy")));
        Assert.Equal(format != VariantFormat.Vcf, stream.GetBuffer().AsSpan().StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]));
    }

    [Fact]
    public void RecordsOfABcfAreNamedByTheirNumber()
    {
        using var reader = VcfReader.Open(Write("x.bcf", VcfText.Of(People, Records)));
        Assert.True(reader.TryRead() && reader.TryRead());
        Assert.Equal($"{Path("x.bcf")}:2", reader.Record.Place);
        Assert.Equal(GenotypeCode.EndOfVector, reader.Record.Genotypes[3]);
        Assert.Equal(["1", "2"], reader.Header.Contigs.Select(c => c.Name));
    }

    [Fact]
    public void ATagOrContigThatIsNotDeclaredCannotBeWrittenAsBcf()
    {
        foreach (var record in new[] { "9 5 . A C . . . GT 0/1 0/1", "1 5 . A C . . FOO=1 GT 0/1 0/1", "1 5 . A C . foo . GT 0/1 0/1" })
            Assert.Equal("OH1075", Assert.Throws<OmniException>(() => Write("y.bcf", VcfText.Of(People, record))).Code);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void ABcfWithoutItsEndIsRefusedBeforeARecordIsRead()
    {
        var whole = File.ReadAllBytes(Write("x.bcf", VcfText.Of(People, Records)));
        File.WriteAllBytes(Path("cut.bcf"), whole[..^28]);
        Assert.Equal("OH1011", Assert.Throws<OmniException>(() => Lines(Path("cut.bcf"))).Code);
    }

    [Fact]
    public void DamagedBcfEndsInAnErrorOrInRecordsAndNeverInACrash()
    {
        // Decompressed, so that damage reaches the decoder and not a checksum.
        var whole = CompressedInput.Open(Write("x.bcf", VcfText.Of(People, Records)));
        var content = Bytes.ReadAll(whole);
        var random = new Xoshiro256(5);
        var refused = 0;
        for (var i = 0; i < 300; i++)
        {
            var damaged = content.ToArray();
            for (var k = 0; k <= i % 3; k++) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            if (i % 5 == 0) damaged = damaged[..random.Next(damaged.Length)];
            File.WriteAllBytes(Path("bad.bcf"), damaged);
            try
            {
                Assert.True(Lines(Path("bad.bcf")).Count <= 4);
            }
            catch (OmniException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 100, 300);
    }
}

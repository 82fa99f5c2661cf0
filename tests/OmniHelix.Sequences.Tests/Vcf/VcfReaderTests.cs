using System.Text;
using OmniHelix.Sequences.Vcf;

namespace OmniHelix.Sequences.Tests.Vcf;

public class VcfReaderTests
{
    [Fact]
    public void ARecordGivesItsColumns()
    {
        var record = VcfText.First(["p"], "1 10 rs1;x A c,<DEL>,*,T[2:5[,. 50.5 lowq;q2 DP=3;DB;AF=0.1,.;END=15 GT 0|1");
        Assert.Equal(("1", 9L, "A", "rs1;x", 50.5f), (record.Contig, record.Position, record.Reference, record.Id, record.Quality!.Value));
        Assert.Equal(["c", "<DEL>", "*", "T[2:5[", "."], record.Alternates);
        Assert.Equal(["lowq", "q2"], record.Filters);
        Assert.True(record.TryGetInfo("AF", out var frequency));
        Assert.Equal("0.1,.", Encoding.ASCII.GetString(frequency));
        Assert.True(record.TryGetInfo("DB", out var flag) && flag.IsEmpty);
        Assert.False(record.TryGetInfo("D", out _));
        Assert.Equal(15, record.End);
        Assert.Equal("x.vcf:15", record.Place);
    }

    [Fact]
    public void PointsAreMissingValues()
    {
        var record = VcfText.First([], "1 0 . N . . . .");
        Assert.Equal((-1L, null, null, null), (record.Position, record.Id, record.Quality, record.End));
        Assert.Empty(record.Alternates);
        Assert.Empty(record.Filters);
        Assert.Equal(0, record.Ploidy);
        Assert.True(record.Genotypes.IsEmpty);
    }

    [Theory]
    [InlineData("CAG T .", 3)]
    [InlineData("C <DEL> END=17", 8)]
    [InlineData("C <DEL> END=5", 1)]
    [InlineData("C <DEL> END=17;SVLEN=-3", 8)]
    [InlineData("C <DEL> END=13;SVLEN=-9", 10)]
    [InlineData("C G,<DEL> SVLEN=.,-4", 5)]
    [InlineData("C <INS> SVLEN=6", 1)]
    [InlineData("C T SVLEN=6", 1)]
    [InlineData("C <DEL> SVLEN=.", 1)]
    [InlineData("C <DEL> SVLEN=-9223372036854775808", long.MaxValue)]
    public void TheReferenceSpanIsTheLongestOfAlleleEndAndStructuralLength(string fields, long span)
    {
        var parts = fields.Split(' ');
        Assert.Equal(span, VcfText.First([], $"1 10 . {parts[0]} {parts[1]} . . {parts[2]}").ReferenceSpan);
    }

    [Fact]
    public void SubstitutionsAreReadWithoutGarbage()
    {
        var text = VcfText.Of(["p", "q"], [.. Enumerable.Range(1, 21000).Select(i => $"1 {i} . A C . PASS DP=3 GT 0|1 1/1")]);
        using var reader = VcfText.Read(text);
        for (var i = 0; i < 1000; i++) Touch();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 20000; i++) Touch();
        // The smallest object has 24 bytes. Other tests may start collections, each of which counts up to 8 KiB that are handed out to this
        // thread, but not used.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 12 * 20000);

        void Touch()
        {
            Assert.True(reader.TryRead());
            var record = reader.Record;
            _ = record.Contig.Length + record.Reference.Length + record.Alternates[0].Length + record.Filters.Count
                + record.Genotypes.Length + record.ReferenceSpan;
        }
    }

    [Fact]
    public void ContigsThatTheHeaderDoesNotNameAreTakenIn()
    {
        using var reader = VcfText.Read(VcfText.Of([], "2 5 . A C . . .", "9 1 . A C . . .", "8 1 . A C . . ."));
        while (reader.TryRead()) _ = reader.Record.Contig;
        Assert.Equal(["1", "2", "9", "8"], reader.Header.Contigs.Select(c => c.Name));
        Assert.Equal(["9", "8"], reader.Header.UndeclaredContigs.Select(c => c.Name));
        Assert.Equal(3, reader.Records);
    }

    [Fact]
    public void WindowsLineEndsAreRead()
    {
        using var reader = VcfText.Read(VcfText.Of(["p", "q"], "1 5 . A C . . . GT 0/1 1/1").Replace("\n", "\r\n"));
        Assert.Equal(["p", "q"], reader.Header.Samples);
        Assert.True(reader.TryRead());
        Assert.Equal(GenotypeCode.Of(1, false), reader.Record.Genotypes[3]);
        Assert.False(reader.TryRead());
    }

    [Fact]
    public void FormatWithoutSamplesIsAccepted()
    {
        using var reader = VcfText.Read(VcfText.Meta + VcfText.Columns + "\tFORMAT\n1\t5\t.\tA\tC\t.\t.\t.\tGT\n1\t6\t.\tA\tC\t.\t.\t.\n");
        Assert.True(reader.TryRead() && reader.TryRead() && !reader.TryRead());
        Assert.True(reader.Record.Genotypes.IsEmpty);
    }

    [Theory]
    [InlineData("1 5 . A C . . . GT 0|1 1|1", "1 4 . A C . . . GT 0|1 1|1", "position 4 comes after 5")]
    [InlineData("2 5 . A C . . . GT 0|1 1|1", "1 5 . A C . . . GT 0|1 1|1", null)]
    public void PositionsThatFallAreRefusedAndTheOrderOfContigsIsFree(string first, string second, string? message)
    {
        var text = VcfText.Of(["p", "q"], first, second);
        if (message is null)
        {
            using var reader = VcfText.Read(text);
            Assert.True(reader.TryRead() && reader.TryRead() && !reader.TryRead());
            return;
        }
        var error = VcfText.Fails(text);
        Assert.Equal(("OH1070", "x.vcf:16"), (error.Code, error.Place));
        Assert.Contains(message, error.Message);
    }

    [Fact]
    public void UnsortedRecordsCanBeCountedInstead()
    {
        var vcf = VcfText.Of(
            [], "1 5 . A C . . .", "1 4 . A C . . .", "2 4 . A C . . .", "1 9 . A C . . .", "1 9 . A C . . .");
        using var reader = VcfText.Read(vcf, new() { Unsorted = UnsortedRecords.Count });
        while (reader.TryRead()) Assert.Equal("A", reader.Record.Reference);
        Assert.Equal((5, 2), (reader.Records, reader.Unsorted));
    }

    [Fact]
    public void AContigThatComesBackIsOutOfOrder() =>
        Assert.Equal("OH1070", VcfText.Fails(VcfText.Of([], "1 5 . A C . . .", "2 4 . A C . . .", "1 9 . A C . . .")).Code);

    [Theory]
    [InlineData("1 5 . A C . . . GT 0|1", "OH1065", "x.vcf:15")]
    [InlineData("1 5 . A C . . . GT 0|1 0|1 0|1", "OH1065", "x.vcf:15")]
    [InlineData("1 5 . A", "OH1065", "x.vcf:15")]
    [InlineData("1", "OH1065", "x.vcf:15")]
    [InlineData("\n1 5 . A C . . . GT 0|1 0|1", "OH1065", "x.vcf:15")]
    [InlineData(" 5 . A C . . . GT 0|1 0|1", "OH1068", "x.vcf:15, column 1 (CHROM)")]
    [InlineData("<1> 5 . A C . . . GT 0|1 0|1", "OH1068", "x.vcf:15, column 1 (CHROM)")]
    [InlineData("1 x . A C . . . GT 0|1 0|1", "OH1066", "x.vcf:15, column 3 (POS)")]
    [InlineData("1  . A C . . . GT 0|1 0|1", "OH1066", "x.vcf:15, column 3 (POS)")]
    [InlineData("1 -5 . A C . . . GT 0|1 0|1", "OH1066", "x.vcf:15, column 3 (POS)")]
    [InlineData("1 5.0 . A C . . . GT 0|1 0|1", "OH1066", "x.vcf:15, column 3 (POS)")]
    [InlineData("1 99999999999999999999 . A C . . . GT 0|1 0|1", "OH1066", "x.vcf:15, column 3 (POS)")]
    [InlineData("1 5  A C . . . GT 0|1 0|1", "OH1068", "x.vcf:15, column 5 (ID)")]
    [InlineData("1 5 .  C . . . GT 0|1 0|1", "OH1067", "x.vcf:15, column 7 (REF)")]
    [InlineData("1 5 . . C . . . GT 0|1 0|1", "OH1067", "x.vcf:15, column 7 (REF)")]
    [InlineData("1 5 . AC-G C . . . GT 0|1 0|1", "OH1067", "x.vcf:15, column 9 (REF)")]
    [InlineData("1 5 . A  . . . GT 0|1 0|1", "OH1067", "x.vcf:15, column 9 (ALT)")]
    [InlineData("1 5 . A C,,G . . . GT 0|1 0|1", "OH1067", "x.vcf:15, column 11 (ALT)")]
    [InlineData("1 5 . A C,G1 . . . GT 0|1 0|1", "OH1067", "x.vcf:15, column 12 (ALT)")]
    [InlineData("1 5 . A <DEL . . . GT 0|1 0|1", "OH1067", "x.vcf:15, column 10 (ALT)")]
    [InlineData("1 5 . A <> . . . GT 0|1 0|1", "OH1067", "x.vcf:15, column 10 (ALT)")]
    [InlineData("1 5 . A T[2:5 . . . GT 0|1 0|1", "OH1067", "x.vcf:15, column 10 (ALT)")]
    [InlineData("1 5 . A C ten . . GT 0|1 0|1", "OH1068", "x.vcf:15, column 11 (QUAL)")]
    [InlineData("1 5 . A C nan . . GT 0|1 0|1", "OH1068", "x.vcf:15, column 11 (QUAL)")]
    [InlineData("1 5 . A C .  . GT 0|1 0|1", "OH1068", "x.vcf:15, column 13 (FILTER)")]
    [InlineData("1 5 . A C . .  GT 0|1 0|1", "OH1068", "x.vcf:15, column 15 (INFO)")]
    [InlineData("1 5 . A C . . .  0|1 0|1", "OH1068", "x.vcf:15, column 17 (FORMAT)")]
    [InlineData("1 5 . A C . . . GT 0|1 0\0", "OH1065", "x.vcf:15, column 25 (CHROM)")]
    public void ABrokenRecordNamesWhatAndWhere(string record, string code, string place)
    {
        var error = VcfText.Fails(VcfText.Of(["p", "q"], record, "1 6 . A C . . . GT 0|1 0|1"));
        Assert.Equal((code, place), (error.Code, error.Place));
    }

    [Fact]
    public void ValuesOfTheWrongTypeAreFoundWhenTheyAreAskedFor()
    {
        Assert.Equal("OH1071", Assert.Throws<OmniException>(() => VcfText.First([], "1 5 . A <DEL> . . END=x").ReferenceSpan).Code);
        Assert.Equal(
            "OH1071",
            Assert.Throws<OmniException>(() => VcfText.First([], "1 5 . A <DEL> . . SVLEN=99999999999999999999").ReferenceSpan).Code);
    }

    [Fact]
    public void BlanksInsteadOfTabsAreNamed() =>
        Assert.Equal("Columns are separated by tabs, not blanks.", VcfText.Fails(VcfText.Of([]) + "1 5 . A C . . .\n").Advice);

    [Fact]
    public void TrailingEmptyLinesEndTheFile()
    {
        using var reader = VcfText.Read(VcfText.Of([], "1 5 . A C . . .") + "\n");
        Assert.True(reader.TryRead() && !reader.TryRead());
    }

    [Fact]
    public void ACompressedFileThatEndsEarlyIsAnError()
    {
        var whole = Bytes.Gzip(VcfText.Of([], [.. Enumerable.Range(1, 5000).Select(i => $"1 {i} rs{i * 7919 % 5003} A C . . .")]));
        using var folder = new TemporaryFolder();
        using var reader = VcfReader.Open(folder.Write("x.vcf.gz", whole[..^100]));
        Assert.Throws<OmniException>(() => { while (reader.TryRead()) _ = reader.Record.Line; });
    }
}

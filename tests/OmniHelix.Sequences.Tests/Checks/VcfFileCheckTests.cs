using OmniHelix.Sequences.Checks;
using OmniHelix.Sequences.Files;
using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Intervals;
using OmniHelix.Sequences.Tabix;
using OmniHelix.Sequences.Tests.Vcf;
using OmniHelix.Sequences.Vcf;

namespace OmniHelix.Sequences.Tests.Checks;

public sealed class VcfFileCheckTests : IDisposable
{
    private static readonly FileChecks Checks =
        new(SequenceFileKinds.All, new FileCapability<FileCheck>("OH1110", "be checked", SequenceFileChecks.All));

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Write(string name, params string[] records)
    {
        var path = folder[name];
        using var reader = VcfText.Read(VcfText.Of(["p"], records));
        VcfWriter.WriteFile(path, writer =>
        {
            writer.Write(reader.Header);
            while (reader.TryRead()) writer.Write(reader.Record);
        });
        return path;
    }

    private static string[] Many => [.. Enumerable.Range(1, 4000).Select(i => $"1 {i} rs{i * 7919 % 4001} A C . . . GT 0|1")];

    [Theory]
    [InlineData("x.vcf", "VCF")]
    [InlineData("x.vcf.gz", "VCF in BGZF")]
    [InlineData("x.bcf", "BCF in BGZF")]
    public void AWholeFileIsSound(string name, string format) =>
        Assert.Equal(new FileCheckResult(FileHealth.Sound, format, null, 4000), Checks.Run(Write(name, Many)));

    [Theory]
    [InlineData("x.vcf.gz")]
    [InlineData("x.bcf")]
    public void AMissingEndIsFound(string name)
    {
        var path = Write(name, Many);
        var whole = File.ReadAllBytes(path);
        File.WriteAllBytes(path, whole[..^28]);
        var result = Checks.Run(path);
        Assert.Equal((FileHealth.Damaged, "OH1011"), (result.Health, result.Problem!.Code));
        File.WriteAllBytes(path, whole[..(whole.Length / 2)]);
        Assert.Equal(FileHealth.Damaged, Checks.Run(path).Health);
    }

    [Theory]
    [InlineData("1 5 . A C . . . GT 2|1", "OH1069")]
    [InlineData("1 5 . A C . . . GT 0-1", "OH1069")]
    [InlineData("1 5 . A C . . END=x GT 0", "OH1071")]
    [InlineData("1 0 . A C . . . GT", "OH1065")]
    public void ARecordThatBreaksTheRulesIsFound(string record, string code)
    {
        var path = folder["x.vcf"];
        File.WriteAllText(path, VcfText.Of(["p"], "1 1 . A C . . . GT 0", record));
        var result = Checks.Run(path);
        Assert.Equal((FileHealth.Damaged, code), (result.Health, result.Problem!.Code));
    }

    [Fact]
    public void WhatIsOddAboutTheHeaderIsTold()
    {
        var path = folder["x.vcf"];
        File.WriteAllText(path, VcfText.Of([], "2 5 . A C . . .", "9 1 . A C . . .", "8 1 . A C . . ."));
        Assert.Equal(["the header does not declare 2 contigs 9, 8"], Checks.Run(path).Notices);
        var declared = VcfText.Of([], "2 5 . A C . . .");
        Assert.Empty(Checks.Run(folder.Write("y.vcf", declared)).Notices);
        var twice = declared.Replace("##contig=<ID=2", "##contig=<ID=1>\n##contig=<ID=2", StringComparison.Ordinal);
        var notice = Assert.Single(Checks.Run(folder.Write("z.vcf", twice)).Notices);
        Assert.Contains("contig '1' is declared again", notice, StringComparison.Ordinal);
    }

    [Fact]
    public void RecordsBeyondTheirContigAreToldByTheHeaderAndAreDamageByTheGenome()
    {
        var path = folder.Write(
            "x.vcf", VcfText.Of([], "1 5 . A C . . .", "1 45 . A C . . .", "1 46 . A C . . .")
                .Replace("ID=1,length=24000>", "ID=1,length=20>", StringComparison.Ordinal));
        var result = Checks.Run(path);
        Assert.Equal(FileHealth.Sound, result.Health);
        Assert.Contains("2 records lie beyond the length", Assert.Single(result.Notices), StringComparison.Ordinal);
        var damaged = Checks.Run(path, new ContigLengths(new ContigNames(["chr1"], "g"), [20]));
        Assert.Equal((FileHealth.Damaged, "OH1034"), (damaged.Health, damaged.Problem!.Code));
    }

    [Fact]
    public void UnsortedRecordsAndBrokenHeadersAreDamageAndMissingFilesAreUnknown()
    {
        var path = folder["x.vcf"];
        File.WriteAllText(path, VcfText.Of(["p"], "1 9 . A C . . . GT 0", "1 1 . A C . . . GT 0"));
        Assert.Equal("OH1070", Checks.Run(path).Problem!.Code);
        File.WriteAllText(path, "##fileformat=VCFv4.2\n#CHROM\n");
        Assert.Equal((FileHealth.Damaged, "OH1062"), (Checks.Run(path).Health, Checks.Run(path).Problem!.Code));
        var missing = Checks.Run(folder["none.vcf"]);
        Assert.Equal((FileHealth.Unknown, "OH1001"), (missing.Health, missing.Problem!.Code));
    }

    [Fact]
    public void AnIndexThatIsOlderOrOfAnotherFileIsStale()
    {
        var path = Write("x.vcf.gz", Many);
        var index = TabixFile.BuildIndex(path);
        Assert.Equal(FileHealth.Sound, Checks.Run(path).Health);
        File.SetLastWriteTimeUtc(index, File.GetLastWriteTimeUtc(path).AddMinutes(-5));
        Assert.Contains("changed after", Checks.Run(path).Problem!.Message);
        Write("x.vcf.gz", Many[..10]);
        File.SetLastWriteTimeUtc(index, File.GetLastWriteTimeUtc(path));
        var stale = Checks.Run(path);
        Assert.Equal((FileHealth.Damaged, "OH1076"), (stale.Health, stale.Problem!.Code));
        File.WriteAllText(index, "junk");
        Assert.Equal("OH1076", Checks.Run(path).Problem!.Code);
    }
}

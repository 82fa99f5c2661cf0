using OmniHelix.Sequences.Checks;
using OmniHelix.Sequences.Tabix;
using OmniHelix.Sequences.Tests.Vcf;
using OmniHelix.Sequences.Vcf;

namespace OmniHelix.Sequences.Tests.Checks;

public sealed class VcfFileCheckTests : IDisposable
{
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
    [InlineData("x.vcf.gz", "VCF")]
    [InlineData("x.bcf", "BCF")]
    public void AWholeFileIsSound(string name, string format) =>
        Assert.Equal(new FileCheckResult(FileHealth.Sound, format, null, 4000), VcfFileCheck.Run(Write(name, Many)));

    [Theory]
    [InlineData("x.vcf.gz")]
    [InlineData("x.bcf")]
    public void AMissingEndIsFoundWithoutReadingRecords(string name)
    {
        var path = Write(name, Many);
        var whole = File.ReadAllBytes(path);
        File.WriteAllBytes(path, whole[..^28]);
        var result = VcfFileCheck.Run(path, quick: true);
        Assert.Equal((FileHealth.Damaged, "OH1011"), (result.Health, result.Problem!.Code));
        File.WriteAllBytes(path, whole[..(whole.Length / 2)]);
        Assert.Equal(FileHealth.Damaged, VcfFileCheck.Run(path).Health);
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
        var result = VcfFileCheck.Run(path);
        Assert.Equal((FileHealth.Damaged, code), (result.Health, result.Problem!.Code));
        Assert.Equal(FileHealth.Sound, VcfFileCheck.Run(path, quick: true).Health);
    }

    [Fact]
    public void UnsortedRecordsAndBrokenHeadersAreDamageAndOtherFilesAreUnknown()
    {
        var path = folder["x.vcf"];
        File.WriteAllText(path, VcfText.Of(["p"], "1 9 . A C . . . GT 0", "1 1 . A C . . . GT 0"));
        Assert.Equal("OH1070", VcfFileCheck.Run(path).Problem!.Code);
        File.WriteAllText(path, "##fileformat=VCFv4.2\n#CHROM\n");
        Assert.Equal((FileHealth.Damaged, "OH1062"), (VcfFileCheck.Run(path).Health, VcfFileCheck.Run(path).Problem!.Code));
        File.WriteAllText(path, "text\n");
        Assert.Equal(FileHealth.Unknown, VcfFileCheck.Run(path).Health);
        Assert.Equal("OH1001", Assert.Throws<OmniException>(() => VcfFileCheck.Run(folder["none"])).Code);
    }

    [Fact]
    public void AnIndexThatIsOlderOrOfAnotherFileIsStale()
    {
        var path = Write("x.vcf.gz", Many);
        var index = TabixFile.BuildIndex(path);
        Assert.Equal(FileHealth.Sound, VcfFileCheck.Run(path, quick: true).Health);
        File.SetLastWriteTimeUtc(index, File.GetLastWriteTimeUtc(path).AddMinutes(-5));
        Assert.Contains("changed after", VcfFileCheck.Run(path, quick: true).Problem!.Message);
        Write("x.vcf.gz", Many[..10]);
        File.SetLastWriteTimeUtc(index, File.GetLastWriteTimeUtc(path));
        var stale = VcfFileCheck.Run(path, quick: true);
        Assert.Equal((FileHealth.Damaged, "OH1076"), (stale.Health, stale.Problem!.Code));
        File.WriteAllText(index, "junk");
        Assert.Equal("OH1076", VcfFileCheck.Run(path).Problem!.Code);
    }
}

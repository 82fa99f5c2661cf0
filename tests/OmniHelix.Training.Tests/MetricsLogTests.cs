using OmniHelix.Training.Logging;

namespace OmniHelix.Training.Tests;

public sealed class MetricsLogTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string LogPath => folder["metrics.jsonl"];

    public void Dispose() => folder.Dispose();

    private static MetricsRecord Record(long step, double? loss = 0.5) =>
        new(step, step / 10.0, "train", new Dictionary<string, double?> { ["loss"] = loss });

    private void Write(params MetricsRecord[] records)
    {
        using var log = MetricsLog.Open(LogPath);
        foreach (var record in records) log.Append(record);
    }

    [Fact]
    public void ReadsBackWhatWasWrittenIncludingUndefinedAndNonFiniteValues()
    {
        Write(Record(1, 0.1), Record(2, null), Record(3, double.NaN), Record(4, double.PositiveInfinity));
        var read = MetricsLog.Read(LogPath);
        Assert.Equal([0.1, null, null, null], read.Select(r => r.Values["loss"]));
        Assert.Equal((4, 0.4, "train"), (read[3].Step, read[3].Epoch, read[3].Split));
    }

    [Fact]
    public void ARecordCanBeReadBeforeTheLogIsClosed()
    {
        using var log = MetricsLog.Open(LogPath);
        log.Append(Record(1));
        Assert.Single(MetricsLog.Read(LogPath));
    }

    [Fact]
    public void EveryTearOfTheLastLineIsCutOnOpening()
    {
        Write(Record(1), Record(2));
        var whole = File.ReadAllBytes(LogPath);
        var first = Array.IndexOf(whole, (byte)'\n') + 1;
        for (var length = first; length < whole.Length; length++)
        {
            File.WriteAllBytes(LogPath, whole[..length]);
            Assert.Single(MetricsLog.Read(LogPath));
            using (var log = MetricsLog.Open(LogPath))
            {
                Assert.Equal(length - first, log.TornBytes);
                log.Append(Record(2));
            }
            Assert.Equal(whole, File.ReadAllBytes(LogPath));
        }
    }

    [Fact]
    public void ResumingDropsTheStepsThatRunAgain()
    {
        Write(Record(1), Record(2), Record(2), Record(3), Record(4));
        using (var log = MetricsLog.Open(LogPath, afterStep: 2)) log.Append(Record(3, 0.25));
        Assert.Equal([1, 2, 2, 3], MetricsLog.Read(LogPath).Select(r => (int)r.Step));
        Assert.Equal(0.25, MetricsLog.Read(LogPath)[3].Values["loss"]);
    }

    [Fact]
    public void AMixedUpLogIsNotCut()
    {
        Write(Record(5), Record(1));
        Assert.Equal("OH5121", Assert.Throws<OmniException>(() => MetricsLog.Open(LogPath, afterStep: 2)).Code);
        Assert.Equal(2, MetricsLog.Read(LogPath).Count);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("")]
    [InlineData("{\"step\":\"x\",\"epoch\":0,\"split\":\"train\",\"values\":{}}")]
    [InlineData("{\"step\":1,\"epoch\":0,\"split\":null,\"values\":{}}")]
    public void ABrokenWholeLineIsAnErrorWithItsNumber(string line)
    {
        Write(Record(1));
        File.AppendAllText(LogPath, line + "\n");
        var e = Assert.Throws<OmniException>(() => MetricsLog.Read(LogPath));
        Assert.Equal(("OH5120", $"{LogPath}:2"), (e.Code, e.Place));
        Assert.Equal("OH5120", Assert.Throws<OmniException>(() => MetricsLog.Open(LogPath)).Code);
    }

    [Fact]
    public void DeepNestingIsAnErrorAndNotACrash()
    {
        File.WriteAllText(LogPath, "{\"values\":" + new string('[', 100_000) + "\n");
        Assert.Equal("OH5120", Assert.Throws<OmniException>(() => MetricsLog.Read(LogPath)).Code);
    }

    [Fact]
    public void AMissingFolderIsAnError() =>
        Assert.Equal("OH6002", Assert.Throws<OmniException>(() => MetricsLog.Open(folder["no", "metrics.jsonl"])).Code);

    [Fact]
    public void NotesAreKeptWhereThereAreAnyAndLinesEndAlike()
    {
        Write(Record(1), Record(2, null) with { Notes = new Dictionary<string, string> { ["loss"] = "no token" } });
        var read = MetricsLog.Read(LogPath);
        Assert.Null(read[0].Notes);
        Assert.Equal("no token", read[1].Notes!["loss"]);
        Assert.DoesNotContain((byte)'\r', File.ReadAllBytes(LogPath));
    }
}

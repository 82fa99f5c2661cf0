namespace OmniHelix.Core.Tests;

public class CoreTests
{
    [Theory]
    [InlineData("--epochz", "--epochs")]
    [InlineData("sequnce", "sequence")]
    [InlineData("zzzzzzzz", null)]
    [InlineData("labxx", "label")]
    [InlineData("laxxx", null)]
    [InlineData("DP", null)]
    [InlineData("AF", "AC")]
    [InlineData("MAC", "AC")]
    [InlineData("-a", null)]
    [InlineData("--", null)]
    [InlineData("", null)]
    public void NearestNameFindsTyposOnly(string typed, string? expected) =>
        Assert.Equal(expected, NearestName.Find(typed, ["--epochs", "--batch-size", "sequence", "label", "AC", "-h"]));

    /// <summary>What a program of somebody else prints when it does not catch the error.</summary>
    [Fact]
    public void AnErrorAsTextSaysAllOfIt()
    {
        var error = new OmniException("OH1203", "no sequence", "x.csv:7", "Name the column.", new IOException("cause"));
        Assert.StartsWith("OmniHelix.OmniException: OH1203 x.csv:7: no sequence", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("Name the column.", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("System.IO.IOException: cause", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void FailedWriteLeavesTheOldFileAndNoTemporary()
    {
        using var folder = new TemporaryFolder();
        var path = folder["a.txt"];
        AtomicFile.WriteText(path, "old");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, s =>
        {
            s.WriteByte(1);
            throw new InvalidOperationException();
        }));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void FullDeviceIsNamed()
    {
        var e = AtomicFile.Translate(new IOException("No space left on device", 28), "/dev/full");
        Assert.Equal("OH6001", e.Code);
    }

    [Fact]
    public void AFailureToReadWhatIsWrittenIsNotOneToWrite()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<IOException>(() => AtomicFile.Write(folder["a"], _ => throw new IOException("Input/output error")));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void WhatIsWrittenToAFullDeviceIsRefusedWhereverItIsNoticed()
    {
        foreach (var bufferSize in new[] { 0, 4096 })
        {
            var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, BufferSize = bufferSize };
            var error = Assert.Throws<OmniException>(() =>
            {
                using var stream = WrittenStream.Open("/dev/full", options, "x.csv");
                stream.WriteByte(1);
            });
            Assert.Equal(("OH6001", "x.csv"), (error.Code, error.Place));
        }
    }

    [Fact]
    public void GeneratorGoesOnFromItsState()
    {
        var a = new Xoshiro256(7, 3);
        for (var i = 0; i < 10; i++) a.NextUInt64();
        var b = Xoshiro256.Restore(a.State());
        for (var i = 0; i < 100; i++) Assert.Equal(a.NextUInt64(), b.NextUInt64());
        Assert.NotEqual(new Xoshiro256(7, 3).NextUInt64(), new Xoshiro256(7, 4).NextUInt64());
    }

    [Fact]
    public void BoundedNumbersAreUniform()
    {
        var random = new Xoshiro256(1);
        var counts = new int[7];
        for (var i = 0; i < 70_000; i++) counts[random.Next(7)]++;
        Assert.All(counts, c => Assert.InRange(c, 9_500, 10_500));
    }
}

using OmniHelix.Torch.Checkpoints;

namespace OmniHelix.Torch.Tests.Checkpoints;

public sealed class SafetensorsWriterTests : CheckpointFixture
{
    [Fact]
    public void RewritingAFileOfTheReferenceLibraryGivesTheSameBytes()
    {
        foreach (var name in (string[])["checkpoints/safetensors/all_dtypes.safetensors", "encoders/esm-seqcls/model.safetensors"])
        {
            var source = Path.Combine(Goldens, "..", name);
            var target = Path.Combine(Folder, "x.safetensors");
            using (var checkpoint = Checkpoint.Open(source))
                SafetensorsWriter.Write(target, checkpoint.Names.Reverse().Select(checkpoint.Get).Select(
                    t => TensorSource.FromAddress(t.Name, t.Type, t.Shape, t.Address)), checkpoint.Metadata);
            Assert.Equal(File.ReadAllBytes(source), File.ReadAllBytes(target));
        }
    }

    [Fact]
    public void NamesAndMetadataOfAnyTextSurvive()
    {
        var path = Path.Combine(Folder, "x.safetensors");
        var metadata = new Dictionary<string, string> { ["format"] = "pt", ["note"] = "quote \" backslash \\ newline \n ▁ 𝛼" };
        SafetensorsWriter.Write(path, [TensorSource.FromMemory("weight \" \\ é 𝛼", DType.UInt8, [3], new byte[] { 1, 2, 3 })], metadata);
        using var checkpoint = Checkpoint.Open(path);
        Assert.Equal(metadata, checkpoint.Metadata);
        Assert.Equal([1, 2, 3], checkpoint.Get("weight \" \\ é 𝛼").Bytes.ToArray());
    }

    [Fact]
    public void TheBufferIsAlignedAndEmptyTensorsAreAllowed()
    {
        for (var length = 1; length < 10; length++)
        {
            var path = Path.Combine(Folder, "x.safetensors");
            SafetensorsWriter.Write(path, [
                TensorSource.FromMemory(new string('n', length), DType.Float32, [0, 3], default),
                TensorSource.FromMemory("", DType.Bool, [], new byte[] { 1 })]);
            Assert.Equal(1, new FileInfo(path).Length % 8);
            using var checkpoint = Checkpoint.Open(path);
            Assert.Equal(2, checkpoint.Names.Count);
        }
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData("a", "__metadata__")]
    public void ReservedAndDuplicateNamesAreRefused(string first, string second)
    {
        var path = Path.Combine(Folder, "x.safetensors");
        var error = Assert.Throws<OmniException>(
            () => SafetensorsWriter.Write(
                path, new[] { first, second }.Select(n => TensorSource.FromMemory(n, DType.UInt8, [1], new byte[1]))));
        Assert.Equal("OH3015", error.Code);
        Assert.Empty(Directory.GetFiles(Folder));
    }

    [Fact]
    public void ASourceOfAWrongLengthLeavesTheOldFileUntouched()
    {
        var path = PutText("x.safetensors", "old");
        var error = Assert.Throws<OmniException>(
            () => SafetensorsWriter.Write(path, [TensorSource.FromMemory("a", DType.Float32, [2], new byte[7])]));
        Assert.Contains("wrote 7 bytes, expected 8", error.Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(Folder));
    }

    [Fact]
    public void TypesThatTheFormatLacksAreRefused()
    {
        var complex = TensorSource.FromMemory("a", DType.Complex128, [1], new byte[16]);
        var error = Assert.Throws<OmniException>(() => SafetensorsWriter.Write(Path.Combine(Folder, "x"), [complex]));
        Assert.Equal("OH3015", error.Code);
    }

    [Fact]
    public void NothingIsHeldInMemoryWhileWriting()
    {
        const int Parts = 64;
        var chunk = new byte[1 << 20];
        var path = Path.Combine(Folder, "big.safetensors");
        SafetensorsWriter.Write(path, []);
        var before = GC.GetAllocatedBytesForCurrentThread();
        SafetensorsWriter.Write(
            path, Enumerable.Range(0, Parts).Select(i => new TensorSource($"t{i}", DType.UInt8, [chunk.Length], s => s.Write(chunk))));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 8 << 20);
        Assert.True(new FileInfo(path).Length > Parts * chunk.Length);
    }
}

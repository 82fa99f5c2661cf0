using OmniHelix.Torch.Checkpoints;
using OmniHelix.Torch.Checkpoints.Pickle;

namespace OmniHelix.Torch.Tests.Checkpoints;

/// <summary>Damaged copies of good files either read or end in the project's own error: no crash, no hang.</summary>
public sealed class CheckpointFuzzTests : CheckpointFixture
{
    private const int MutationsPerFile = 60;

    [Theory]
    [InlineData("good", 1)]
    [InlineData("good", 2)]
    [InlineData("safetensors", 3)]
    public void FlippedBytesNeverCrash(string folder, int seed)
    {
        var random = new Xoshiro256(seed);
        foreach (var (name, good) in Files(folder))
            for (var round = 0; round < MutationsPerFile; round++)
            {
                var bytes = good.ToArray();
                for (var flips = 1 + random.Next(4); flips > 0; flips--) bytes[Position(random, bytes.Length)] = (byte)random.Next(256);
                ReadEverything(name, bytes, tolerant: round % 2 == 0);
            }
    }

    [Theory]
    [InlineData("good")]
    [InlineData("safetensors")]
    public void TruncatedFilesAreRefused(string folder)
    {
        var random = new Xoshiro256(4);
        foreach (var (name, good) in Files(folder))
            for (var round = 0; round < 40; round++)
                Assert.False(ReadEverything(name, good[..random.Next(good.Length)], tolerant: true), name);
    }

    [Fact]
    public void ForeignBytesInAPickleNeverCrash()
    {
        var random = new Xoshiro256(5);
        const string opcodes = "().012FIJKLMNQRSTUVX]abcdeghjlpqrstu}GBC"
            + "\u0080\u0081\u0085\u0086\u0087\u0088\u0089\u008a\u008b\u008c\u008d\u008e\u008f\u0090\u0091\u0093\u0094\u0095";
        var bytes = new byte[64];
        for (var round = 0; round < 50_000; round++)
        {
            for (var i = 0; i < bytes.Length; i++)
                bytes[i] = random.Next(3) == 0 ? (byte)random.Next(4) : (byte)opcodes[random.Next(opcodes.Length)];
            try
            {
                PickleReader.Read(bytes, new PickleContext("test", Tolerant: true), out _);
            }
            catch (OmniException e)
            {
                Assert.StartsWith("OH31", e.Code, StringComparison.Ordinal);
            }
        }
    }

    // Half of the hits go to the first kilobyte, where headers and pickles are.
    private static int Position(Xoshiro256 random, int length) => random.Next(random.Next(2) == 0 ? Math.Min(1024, length) : length);

    private static IEnumerable<(string Name, byte[] Bytes)> Files(string folder) =>
        Directory.GetFiles(Path.Combine(Goldens, folder)).Where(f => Path.GetExtension(f) != ".json" && new FileInfo(f).Length < 100_000)
            .Order(StringComparer.Ordinal).Select(f => (Path.GetFileName(f), File.ReadAllBytes(f)));

    private bool ReadEverything(string file, byte[] bytes, bool tolerant)
    {
        var path = Put(file, bytes);
        var options = new CheckpointOptions { Tolerant = tolerant, MaxExpandedBytes = 64 << 20 };
        try
        {
            if (!file.EndsWith(".safetensors", StringComparison.Ordinal)) TorchFile.Open(path, options).Dispose();
            using var checkpoint = Checkpoint.Open(path, options);
            foreach (var name in checkpoint.Names)
            {
                var tensor = checkpoint.Get(name);
                // Copying touches every byte that the header promises.
                var promised = tensor.Shape.Aggregate((long)tensor.Type.Size(), (size, axis) => size * axis);
                Assert.Equal(promised, tensor.Bytes.ToArray().LongLength);
            }
            return true;
        }
        catch (OmniException e)
        {
            Assert.NotNull(e.Place);
            return false;
        }
    }
}

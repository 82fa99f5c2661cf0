using OmniHelix.Torch.Checkpoints;

namespace OmniHelix.Torch.Tests.Checkpoints;

/// <summary>What a damaged checkpoint claims takes no memory before it is checked.</summary>
public sealed class ClaimedSizesTests : CheckpointFixture
{
    [Theory]
    [InlineData("good", "zip_state_dict.bin")]
    [InlineData("good", "legacy_state_dict.bin")]
    [InlineData("pytorch-bad", "zip_deflated_ok.pt")]
    [InlineData("safetensors", "unsorted_header.safetensors")]
    public void OfCheckpoints(string folder, string file)
    {
        var path = Path.Combine(Folder, file);
        LyingNumbers.CostNoMemory(File.ReadAllBytes(Path.Combine(Goldens, folder, file)), bytes =>
        {
            File.WriteAllBytes(path, bytes);
            using var checkpoint = Checkpoint.Open(path);
            foreach (var name in checkpoint.Names) Assert.Equal(name, checkpoint.Get(name).Name);
        });
    }
}

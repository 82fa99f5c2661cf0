using System.Text.Json;
using OmniHelix.Torch.Checkpoints;

namespace OmniHelix.Torch.Tests.Checkpoints;

public sealed class ShardedCheckpointTests : CheckpointFixture
{
    [Fact]
    public void AFolderWithShardsReadsAsOneCheckpoint()
    {
        using var checkpoint = Checkpoint.Open(Path.Combine(Goldens, "sharded", "good"));
        Assert.Equal(6, checkpoint.Names.Count);
        Assert.Equal([3L, 2L], checkpoint.Get("emb.weight").Shape);
        Assert.True(checkpoint.Metadata.ContainsKey("total_size"));
    }

    [Theory]
    [InlineData("""{"weight_map":{"a":"../x.safetensors"}}""", "not a plain file name")]
    [InlineData("""{"weight_map":{"a":"sub/x.safetensors"}}""", "not a plain file name")]
    [InlineData("""{"weight_map":{"a":"C:x.safetensors"}}""", "not a plain file name")]
    [InlineData("""{"weight_map":{"a":".."}}""", "not a plain file name")]
    [InlineData("""{"weight_map":{"a":""}}""", "not a plain file name")]
    [InlineData("""{"weight_map":{"a":1}}""", "must name a file")]
    [InlineData("""{"weight_map":{"a":"x.safetensors","a":"x.safetensors"}}""", "not JSON")]
    [InlineData("""{"weight_map":[]}""", "needs the object 'weight_map'")]
    [InlineData("[]", "needs the object 'weight_map'")]
    [InlineData("", "not JSON")]
    [InlineData("{\"weight_map\":", "not JSON")]
    [InlineData("""{"weight_map":{"a":"y.safetensors"}}""", "not in the folder")]
    [InlineData("""{"weight_map":{"a":"x.safetensors","b":"x.safetensors"}}""", "it is not")]
    [InlineData("""{"weight_map":{"b":"x.safetensors"}}""", "does not name")]
    public void BrokenIndexesAreRefused(string index, string message)
    {
        PutSafetensors("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 1);
        var path = PutText("model.safetensors.index.json", index);
        var error = Assert.Throws<OmniException>(() => Checkpoint.Open(path));
        Assert.Equal("OH3020", error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PyTorchShardsWorkLikeSafetensorsOnes()
    {
        File.Copy(Path.Combine(Goldens, "good", "zip_state_dict.bin"), Path.Combine(Folder, "pytorch_model-00001-of-00001.bin"));
        using (var single = Checkpoint.Open(Path.Combine(Folder, "pytorch_model-00001-of-00001.bin")))
            PutText(
                "pytorch_model.bin.index.json",
                JsonSerializer.Serialize(new { weight_map = single.Names.ToDictionary(n => n, _ => "pytorch_model-00001-of-00001.bin") }));
        using var checkpoint = Checkpoint.Open(Folder);
        Assert.True(checkpoint.Get(checkpoint.Names[0]).ByteLength > 0);
    }

    [Fact]
    public void TheFolderRulePrefersSafetensorsAndKnowsVariants()
    {
        var torch = Path.Combine(Goldens, "good", "zip_state_dict.bin");
        Assert.Equal("OH3002", Assert.Throws<OmniException>(() => Checkpoint.Open(Folder)).Code);
        File.Copy(torch, Path.Combine(Folder, "pytorch_model.fp16.bin"));
        Assert.Equal("OH3002", Assert.Throws<OmniException>(() => Checkpoint.Open(Folder)).Code);
        using (var variant = Checkpoint.Open(Folder, new CheckpointOptions { Variant = "fp16" }))
            Assert.EndsWith("pytorch_model.fp16.bin", variant.Path, StringComparison.Ordinal);
        File.Copy(torch, Path.Combine(Folder, "pytorch_model.bin"));
        using (var plain = Checkpoint.Open(Folder)) Assert.EndsWith("pytorch_model.bin", plain.Path, StringComparison.Ordinal);
        PutSafetensors("{}", 0, "model.safetensors");
        using var preferred = Checkpoint.Open(Folder);
        Assert.EndsWith("model.safetensors", preferred.Path, StringComparison.Ordinal);
    }
}

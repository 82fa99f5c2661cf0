using OmniHelix.Torch.Checkpoints;
using OmniHelix.Torch.Checkpoints.Pickle;

namespace OmniHelix.Torch.Tests.Checkpoints;

public sealed class TorchFileTests : CheckpointFixture
{
    [Theory]
    [InlineData("zip_state_dict.bin")]
    [InlineData("legacy_state_dict.bin")]
    [InlineData("torch110_state_dict.bin")]
    [InlineData("torch14_state_dict.bin")]
    public void StateDictionariesOfEveryGenerationHoldTheSameTensors(string file)
    {
        using var checkpoint = Checkpoint.Open(Path.Combine(Goldens, "good", file));
        using var reference = Checkpoint.Open(Path.Combine(Goldens, "good", "zip_state_dict.bin"));
        Assert.Equal(reference.Names, checkpoint.Names);
        Assert.All(checkpoint.Names, name => Assert.Equal(reference.Get(name).Shape, checkpoint.Get(name).Shape));
    }

    [Theory]
    [InlineData("lightning_plain.ckpt")]
    [InlineData("lightning_real.ckpt")]
    public void TheStateDictionaryIsFoundInsideTrainingCheckpoints(string file)
    {
        using var checkpoint = Checkpoint.Open(Path.Combine(Goldens, "good", file));
        Assert.Contains(checkpoint.Names, n => n.EndsWith(".weight", StringComparison.Ordinal));
    }

    [Fact]
    public void StrictModeNamesTheRefusedGlobalAndTolerantModeLeavesItOut()
    {
        var path = Path.Combine(Goldens, "good", "lightning_opaque.ckpt");
        var error = Assert.Throws<OmniException>(() => Checkpoint.Open(path));
        Assert.Equal("OH3121", error.Code);
        Assert.Contains("'argparse.Namespace'", error.Message, StringComparison.Ordinal);
        Assert.Contains("record data.pkl, byte ", error.Place, StringComparison.Ordinal);
        using var checkpoint = Checkpoint.Open(path, new CheckpointOptions { Tolerant = true });
        Assert.Contains("model.emb.weight", checkpoint.Names);
    }

    [Fact]
    public void HostileFilesStayInertAndAreNeverRun()
    {
        var path = Path.Combine(Goldens, "pytorch-bad", "global_os_system.pt");
        using var checkpoint = Checkpoint.Open(path, new CheckpointOptions { Tolerant = true });
        Assert.Equal(["w"], checkpoint.Names);
        Assert.Equal(["evil"], checkpoint.SkippedEntries);
        Assert.Equal(16, checkpoint.Get("w").ByteLength);
    }

    [Fact]
    public void TransposedTensorsBecomeContiguousAndContiguousOnesStayInPlace()
    {
        using var file = TorchFile.Open(Path.Combine(Goldens, "good", "zip_all_dtypes_and_views.pt"));
        var dict = Assert.IsType<PickleDict>(file.Root);
        var views = dict.Values.OfType<PickleTensor>()
            .Where(t => t.Shape.Length == 2 && t.Stride[0] == 1 && t.Shape[0] > 1 && t.Shape[1] > 1).ToList();
        Assert.NotEmpty(views);
        foreach (var view in views)
        {
            var size = view.Type.Size();
            var got = file.Contents("view", view).Bytes;
            var whole = file.Contents(
                "storage", new PickleTensor(view.Type, [view.Storage.ByteLength / size], [1], 0, view.Storage, false, false)).Bytes;
            for (var i = 0; i < view.Shape[0]; i++)
                for (var j = 0; j < view.Shape[1]; j++)
                    Assert.Equal(
                        whole.Slice((int)(view.Offset + i + j * view.Stride[1]) * size, size),
                        got.Slice((i * (int)view.Shape[1] + j) * size, size));
        }
    }

    [Fact]
    public void ExpandedTensorsAreHeldToTheMemoryLimit()
    {
        var path = Path.Combine(Goldens, "good", "zip_all_dtypes_and_views.pt");
        Assert.Throws<OmniException>(() =>
        {
            using var file = TorchFile.Open(path, new CheckpointOptions { MaxExpandedBytes = 8 });
            foreach (var tensor in ((PickleDict)file.Root!).Values.OfType<PickleTensor>()) file.Contents("x", tensor);
        });
        Assert.Equal(
            "OH3130",
            Assert.Throws<OmniException>(() => TorchFile.Open(Path.Combine(Goldens, "pytorch-bad", "tensor_stride0_petabyte.pt"))).Code);
    }

    [Theory]
    [InlineData("legacy_git_lfs_pointer.bin", "git-lfs")]
    [InlineData("legacy_html_page.bin", "web page")]
    [InlineData("legacy_gzip_file.bin", "gzip")]
    [InlineData("legacy_old_tar.bin", "tar file")]
    [InlineData("legacy_empty_file.bin", "empty file")]
    [InlineData("legacy_plain_pickle.bin", "ordinary Python pickle")]
    [InlineData("legacy_joblib_like.bin", "ordinary Python pickle")]
    [InlineData("legacy_text_file.bin", "neither safetensors nor")]
    public void OtherFilesAreCalledByTheirName(string file, string what)
    {
        var error = Assert.Throws<OmniException>(() => Checkpoint.Open(Path.Combine(Goldens, "pytorch-bad", file)));
        Assert.Equal("OH3003", error.Code);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.Advice);
    }

    [Theory]
    [InlineData("zip_single_tensor.pt")]
    [InlineData("zip_list_and_tuple.pt")]
    [InlineData("zip_values.pt")]
    public void FilesWithoutNamedTensorsAreNotCheckpoints(string file)
    {
        TorchFile.Open(Path.Combine(Goldens, "good", file)).Dispose();
        Assert.Equal("OH3150", Assert.Throws<OmniException>(() => Checkpoint.Open(Path.Combine(Goldens, "good", file))).Code);
    }

    [Fact]
    public void AMissingFileIsNamed()
    {
        var error = Assert.Throws<OmniException>(() => Checkpoint.Open(Path.Combine(Folder, "nowhere.pt")));
        Assert.Equal("OH3001", error.Code);
        Assert.EndsWith("nowhere.pt", error.Place, StringComparison.Ordinal);
    }

    [Fact]
    public void DamagedStoragesAreFoundWhenTheyAreRead()
    {
        using var file = TorchFile.Open(Path.Combine(Goldens, "pytorch-bad", "zip_bad_crc_storage.pt"));
        var tensor = Assert.IsType<PickleTensor>(Assert.IsType<PickleDict>(file.Root).Values[0]);
        var error = Assert.Throws<OmniException>(() => file.Contents("w", tensor));
        Assert.Equal("OH3101", error.Code);
        Assert.Contains("data/0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ThreadsMayReadTogether()
    {
        using var checkpoint = Checkpoint.Open(Path.Combine(Goldens, "good", "zip_big_endian.pt"));
        Parallel.For(0, 200, i => Assert.Equal(checkpoint.Get("f64").Address, checkpoint.Get("f64").Address));
    }
}

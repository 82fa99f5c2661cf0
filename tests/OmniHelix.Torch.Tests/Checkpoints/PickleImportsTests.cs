using System.IO.Compression;
using System.Text;
using OmniHelix.Torch.Checkpoints;

namespace OmniHelix.Torch.Tests.Checkpoints;

public sealed class PickleImportsTests : IDisposable
{
    // cos\nsystem\n(S'echo'\ntR.
    private static readonly byte[] Protocol0 = Encoding.ASCII.GetBytes("cos\nsystem\n(S'echo'\ntR.");

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void TheOldestFormIsRead() => Assert.Equal(["os.system"], Imports(Protocol0));

    [Fact]
    public void AnInstanceIsAnImportToo() => Assert.Equal(["os.system"], Imports("(S'echo'\nios\nsystem\n."u8.ToArray()));

    [Fact]
    public void NamesOnTheStackAreFoundAlsoThroughTheMemo()
    {
        // PROTO 4, FRAME, 'os' MEMOIZE, 'system' MEMOIZE, STACK_GLOBAL, then both again through the memo.
        byte[] direct = [0x80, 4, 0x95, 0, 0, 0, 0, 0, 0, 0, 0, 0x8c, 2, (byte)'o', (byte)'s', 0x94, 0x8c, 6, .. "system"u8, 0x94, 0x93];
        Assert.Equal(["os.system"], Imports([.. direct, (byte)'.']));
        Assert.Equal(["os.system"], Imports([.. direct, (byte)'0', (byte)'h', 0, (byte)'h', 1, 0x93, (byte)'.']));
        Assert.Equal(["os.os", "os.system"], Imports([.. direct, (byte)'h', 0, (byte)'h', 0, 0x93, (byte)'.']));
    }

    [Fact]
    public void ANameThatIsPutTogetherIsCalledSo()
    {
        // The module comes out of a call.
        byte[] pickle = [0x80, 4, .. "cbuiltins\nstr\n)R"u8, 0x8c, 1, (byte)'x', 0x93, (byte)'.'];
        Assert.Equal([PickleImports.Computed, "builtins.str"], Imports(pickle));
    }

    [Fact]
    public void SeveralPicklesBehindEachOtherAreRead() =>
        Assert.Equal(["a.b", "os.system"], Imports([0x80, 2, .. "ca\nb\n."u8, 0x80, 2, .. Protocol0]));

    [Fact]
    public void PicklesInAnArchiveAreRead()
    {
        using (var zip = ZipFile.Open(folder["model.bin"], ZipArchiveMode.Create))
        {
            using var entry = zip.CreateEntry("archive/data.pkl").Open();
            entry.Write([0x80, 2, .. "ctorch._utils\n_rebuild_tensor_v2\ncposix\nsystem\n."u8]);
        }
        var names = PickleImports.Of(folder["model.bin"]);
        Assert.Equal(["posix.system", "torch._utils._rebuild_tensor_v2"], names);
        Assert.Equal([false, true], names.Select(PickleImports.IsHarmless));
    }

    [Theory]
    [InlineData("safetensors go here")]
    [InlineData("")]
    [InlineData("PK")]
    public void WhatIsNoPickleImportsNothing(string text) => Assert.Empty(Imports(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void EveryTruncationIsCalledDamaged()
    {
        byte[] whole = [
            0x80, 4, 0x95, 9, 0, 0, 0, 0, 0, 0, 0, 0x8c, 2, (byte)'o', (byte)'s', 0x94, 0x8c, 6, .. "system"u8, 0x94, 0x93, (byte)'.'];
        for (var length = 2; length < whole.Length; length++)
            Assert.Equal("OH3120", Assert.Throws<OmniException>(() => Imports(whole[..length])).Code);
        Assert.Equal("OH3120", Assert.Throws<OmniException>(() => Imports([0x80, 2, (byte)'T', 0xff, 0xff, 0xff, 0xff, (byte)'.'])).Code);
        Assert.Equal("OH3120", Assert.Throws<OmniException>(() => Imports([0x80, 2, 0x8d, 255, 255, 255, 255, 255, 255, 255, 255])).Code);
        Assert.Equal("OH3120", Assert.Throws<OmniException>(() => Imports([0x80, 2, 0x7f])).Code);
    }

    [Fact]
    public void ADamagedArchiveIsCalledSo() =>
        Assert.Equal("OH3110", Assert.Throws<OmniException>(() => Imports("PK\u0003\u0004 and nothing"u8.ToArray())).Code);

    private IReadOnlyList<string> Imports(byte[] content) => PickleImports.Of(folder.Write("file.pkl", content));
}

using OmniHelix.Sequences.Genome;

namespace OmniHelix.Sequences.Tests.Genome;

public sealed class FaidxIndexTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("a\t157\t16\t30\t31\nb\t60\t182\t30\t31\n", false)]
    [InlineData("read0/1\t12\t17\t12\t13\t32\n", true)]
    public void AnIndexIsWrittenAsItWasRead(string text, bool hasQualities)
    {
        var index = FaidxIndex.Read(folder.Write("x.fai", text));
        Assert.Equal(hasQualities, index.HasQualities);
        index.Write(folder["y.fai"]);
        Assert.Equal(text, File.ReadAllText(folder["y.fai"]));
    }

    [Theory]
    [InlineData("", "OH1024")]
    [InlineData("a\t157\t16\t30\n", "OH1024")]
    [InlineData("a\t157\t16\t30\t31\t5\t6\n", "OH1024")]
    [InlineData("a\t157\t16\t30\t31\nb\t60\t182\t30\t31\t5\n", "OH1024")]
    [InlineData("a\tx\t16\t30\t31\n", "OH1024")]
    [InlineData("a\t-1\t16\t30\t31\n", "OH1024")]
    [InlineData("a\t157x\t16\t30\t31\n", "OH1024")]
    [InlineData("a\t157\t16\t0\t1\n", "OH1024")]
    [InlineData("a\t157\t16\t30\t29\n", "OH1024")]
    [InlineData("a\t9223372036854775807\t16\t1\t9223372036854775807\n", "OH1024")]
    [InlineData("a\t99999999999999999999\t16\t30\t31\n", "OH1024")]
    [InlineData("a\t1125899906842624\t16\t1\t1125899906842624\n", "OH1024")]
    [InlineData("a\t4\t3\t4\t5\na\t4\t12\t4\t5\n", "OH1022")]
    public void ADamagedIndexIsRefused(string text, string code) =>
        Assert.Equal(code, Assert.Throws<OmniException>(() => FaidxIndex.Read(folder.Write("x.fai", text))).Code);
}

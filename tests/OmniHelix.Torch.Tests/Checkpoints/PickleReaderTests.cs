using System.Globalization;
using System.Numerics;
using System.Text;
using OmniHelix.Torch.Checkpoints.Pickle;

namespace OmniHelix.Torch.Tests.Checkpoints;

public sealed class PickleReaderTests
{
    [Theory]
    [InlineData("I42\n.", "42")]
    [InlineData("I01\n.", "True")]
    [InlineData("I-7\n.", "-7")]
    [InlineData("L12345678901234567890L\n.", "12345678901234567890")]
    [InlineData("F-2.5e3\n.", "-2500")]
    [InlineData("Fnan\n.", "NaN")]
    [InlineData("S'a\\x41\\n'\n.", "aA\n")]
    [InlineData("Vpr\\u00e9 \\U0001d6fc\n.", "pré 𝛼")]
    [InlineData("U\u0002ab.", "ab")]
    [InlineData("K\u0005M\u0001\u00020.", "5")]
    [InlineData("(K\u0001K\u00021K\u0003.", "3")]
    public void TextAndNumbersOfEveryProtocolAreRead(string pickle, string expected) =>
        Assert.Equal(expected, Convert.ToString(Read(pickle), CultureInfo.InvariantCulture));

    [Fact]
    public void IntegersKeepTheirSizeUpToSixtyFourBytes()
    {
        Assert.IsType<long>(Read("\u008a\u0008\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f."));
        Assert.IsType<BigInteger>(Read("\u008a\u0009\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0001."));
        Assert.Equal(0L, Read("\u008a\u0000."));
        Refused("\u008a\u0041" + new string('\u0001', 65) + ".");
    }

    [Fact]
    public void KeysFollowPythonsEquality()
    {
        Refused("}(K\u0001K\u0002G\u003f\u00f0\0\0\0\0\0\0K\u0003u.");
        Refused("}(\u0088K\u0002K\u0001K\u0003u.");
        Assert.Equal(2, Assert.IsType<PickleDict>(Read("}(NK\u0002K\u0000K\u0003u.")).Keys.Count);
    }

    [Fact]
    public void ListsMayContainThemselves()
    {
        var list = Assert.IsType<PickleList>(Read("]q\u0000h\u0000a."));
        Assert.Same(list, list.Items[0]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("N")]
    [InlineData("NN.")]
    [InlineData("(N.")]
    [InlineData("(N0.")]
    [InlineData("Q.")]
    [InlineData("N)R.")]
    [InlineData("]N}b.")]
    [InlineData("\u0080\u0006N.")]
    [InlineData("cos\nsystem\n.")]
    [InlineData("(S'echo'\nios\nsystem\n.")]
    [InlineData("Pid\n.")]
    [InlineData("\u0082\u0001.")]
    [InlineData("g5\n.")]
    [InlineData("Np99999999999\n.")]
    [InlineData("T\u00ff\u00ff\u00ff\u00ffx.")]
    [InlineData("X\u00ff\u00ff\u00ff\u00ffx.")]
    public void AnythingElseIsRefused(string pickle) => Refused(pickle);

    [Fact]
    public void NestingIsLimited()
    {
        Read(new string(']', 200) + new string('a', 199) + ".");
        Refused(new string(']', 300) + new string('a', 299) + ".");
    }

    [Fact]
    public void CopiesOfOneBigListCannotFillTheMemory()
    {
        // Every round doubles what a copying reader would hold: list(list), thirty-two thousand items each time.
        var pickle = new StringBuilder("c__builtin__\nlist\nq\u0000](").Append('N', 32_768).Append("eq\u00010(");
        for (var i = 0; i < 20_000; i++) pickle.Append("h\u0000h\u0001\u0085R");
        var error = Refused(pickle.Append("l.").ToString());
        Assert.Contains("items in containers", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EncodingOneBigStringAgainAndAgainCannotFillTheMemory()
    {
        var pickle = new StringBuilder("c_codecs\nencode\nq\u00000X\0\0\u0008\0").Append('a', 1 << 19)
            .Append("U\u0006latin1\u0086q\u00010(");
        for (var i = 0; i < 20_000; i++) pickle.Append("h\u0000h\u0001R");
        var error = Refused(pickle.Append("l.").ToString());
        Assert.Contains("bytes in all", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void KeysThatShareTheirPartsCannotTakeForever()
    {
        var pickle = new StringBuilder("}N\u0085");
        for (var i = 0; i < 100; i++) pickle.Append("2\u0086");
        Assert.Contains("key is too large", Refused(pickle.Append("Ns.").ToString()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FloodsOfCheapInstructionsAreStopped()
    {
        var memory = GC.GetAllocatedBytesForCurrentThread();
        var flood = new StringBuilder();
        for (var i = 0; i < 12; i++) flood.Append('(').Append('}', 400_000).Append("l0");
        Assert.Contains("items in containers", Refused(flood.ToString()).Message, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - memory < 2L << 30);
    }

    [Fact]
    public void HashingOneLongKeyAgainAndAgainIsStopped()
    {
        var pickle = new StringBuilder("X\0\0\u0008\0").Append('a', 1 << 19).Append("q\u00000");
        for (var i = 0; i < 1_000; i++) pickle.Append("}h\u0000Ns0");
        Assert.Contains("keys are too long", Refused(pickle.ToString()).Message, StringComparison.Ordinal);
    }

    private static object? Read(string pickle) =>
        PickleReader.Read(Encoding.Latin1.GetBytes(pickle), new PickleContext("test", Tolerant: false), out _);

    private static OmniException Refused(string pickle)
    {
        var error = Assert.Throws<OmniException>(() => Read(pickle));
        Assert.StartsWith("test, byte ", error.Place, StringComparison.Ordinal);
        return error;
    }
}

using OmniHelix.Models.Scanning;

namespace OmniHelix.Models.Tests;

public sealed class CodeScanTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void EverythingThatOthersCouldExecuteIsFound()
    {
        folder.Write("config.json", """{"auto_map": {"AutoModel": "modeling.Model"}, "model_type": "esm"}""");
        folder.Write("tokenizer_config.json", """{"auto_map": ["tok.Tokenizer", null]}""");
        folder.Write("modeling.py", "import os");
        folder.Write("code/run.sh", "echo");
        folder.Write("model.safetensors", "not looked at");
        folder.Write("tokenizer.bin", "cos\nsystem\n(S'echo'\ntR.");
        folder.Write("weights.pt", [0x80, 2, .. "ccollections\nOrderedDict\n)R."u8]);
        folder.Write("damaged.pkl", [0x80, 2, (byte)'c']);
        Assert.Equal(
            [
                ("code/run.sh", ExecutableKind.Program), ("config.json", ExecutableKind.MappedClass), (
                    "damaged.pkl", ExecutableKind.Unknown),
                ("modeling.py", ExecutableKind.Program), ("tokenizer.bin", ExecutableKind.Import),
                ("tokenizer_config.json", ExecutableKind.MappedClass),
            ],
            CodeScan.Of(folder.Path).Select(finding => (finding.File, finding.Kind)));
        var found = CodeScan.Of(folder.Path);
        Assert.Equal("AutoModel: modeling.Model", found[1].What);
        Assert.Equal("os.system", found[4].What);
    }

    [Fact]
    public void OfTensorsAndTextNothingIsFound()
    {
        folder.Write("config.json", "{}");
        folder.Write("broken.json", "{");
        folder.Write("list.json", "[1]");
        folder.Write("vocab.txt", "A");
        Assert.Empty(CodeScan.Of(folder.Path));
        Assert.Empty(CodeScan.Of(folder["none"]));
    }
}

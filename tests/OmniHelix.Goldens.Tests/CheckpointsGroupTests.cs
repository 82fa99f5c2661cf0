using OmniHelix.Goldens.Groups.Checkpoints;

namespace OmniHelix.Goldens.Tests;

public sealed class CheckpointsGroupTests : IDisposable
{
    private readonly GoldenSet goldens = new();

    public void Dispose() => goldens.Dispose();

    [Fact]
    public void AWrongExpectationIsReportedWithTensorAndBothValues()
    {
        var good = SourceTree.PathOf("tests", "goldens", "checkpoints", "safetensors");
        var folder = Directory.CreateDirectory(goldens["added-later"]).FullName;
        File.Copy(Path.Combine(good, "scalar.safetensors"), Path.Combine(folder, "case.safetensors"));
        var expected = File.ReadAllText(Path.Combine(good, "scalar.safetensors.expected.json"));
        File.WriteAllText(
            Path.Combine(folder, "case.safetensors.expected.json"),
            expected.Replace("\"shape\":[]", "\"shape\":[1]", StringComparison.Ordinal));
        var (code, text) = goldens.Run([new CheckpointsGroup()]);
        Assert.Equal(1, code);
        Assert.Contains("FAILED checkpoints/added-later/case.safetensors", text, StringComparison.Ordinal);
        Assert.Contains("s shape: got [], expected [1]", text, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileThatShouldBeRefusedButLoadsFails()
    {
        var folder = Directory.CreateDirectory(goldens["checkpoints", "bad"]).FullName;
        File.Copy(
            SourceTree.PathOf("tests", "goldens", "checkpoints", "safetensors", "scalar.safetensors"),
            Path.Combine(folder, "x.safetensors"));
        File.Copy(SourceTree.PathOf("tests", "goldens", "checkpoints", "pytorch-bad", "control_good.pt"), Path.Combine(folder, "x.pt"));
        File.WriteAllText(
            Path.Combine(folder, "index.json"),
            """
            {"w":[0,0,0,0],"cases":[{"file":"x.safetensors","must":"refuse"},
            {"file":"x.pt","strict":"refuse","tolerant":"load"},{"file":"gone","must":"refuse"}]}
            """);
        var (code, text) = goldens.Run([new CheckpointsGroup()]);
        Assert.Equal(1, code);
        Assert.Contains("refuse: got load, expected refuse", text, StringComparison.Ordinal);
        Assert.Contains("strict: got loaded, expected refuse", text, StringComparison.Ordinal);
        Assert.Contains("tolerant w[0] (worst of 4 outside", text, StringComparison.Ordinal);
        Assert.EndsWith("0 passed, 3 failed, 0 skipped", text, StringComparison.Ordinal);
    }
}

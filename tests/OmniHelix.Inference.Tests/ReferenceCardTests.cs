using OmniHelix.Inference.Verification;

namespace OmniHelix.Inference.Tests;

public sealed class ReferenceCardTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void WhatIsStoredIsComputedAgain()
    {
        using var model = new SmallModel(TaskType.SequenceClassification, "no", "yes");
        var path = folder["card.json"];
        ReferenceCard.Compute(model.Folder, ["GGGAAACCC", "ACGU"]).Write(path);
        var card = ReferenceCard.Read(path);
        Assert.Equal(["GGGAAACCC", "ACGU"], card.Outputs.Select(output => output.Sequence));
        Assert.All(card.Outputs, output => Assert.Equal((16, 2), (output.Embedding.Length, output.Logits!.Length)));
        Assert.Equal(
            ["config.json", "model.safetensors", "vocab.txt"],
            card.Files.Keys.Where(name => !name.Contains("token", StringComparison.Ordinal)));
        var verdict = card.Verify(model.Folder);
        Assert.True(verdict.IsSame);
        Assert.Empty(verdict.ChangedFiles);
        Assert.InRange(verdict.LargestDifference, 0, 1e-5);
    }

    [Fact]
    public void WeightsThatDriftedAreNoticed()
    {
        using var model = new SmallModel();
        var card = ReferenceCard.Compute(model.Folder, ["GGGAAACCC"]);
        var weights = Path.Combine(model.Folder, "model.safetensors");
        var bytes = File.ReadAllBytes(weights);
        // The exponents of the second half of the file.
        for (var i = bytes.Length / 8 * 4 + 3; i < bytes.Length; i += 4) bytes[i] ^= 1;
        File.WriteAllBytes(weights, bytes);
        var verdict = card.Verify(model.Folder);
        Assert.False(verdict.IsSame);
        Assert.Equal(["model.safetensors"], verdict.ChangedFiles);
    }

    [Fact]
    public void AModelOfOtherSizesIsNotTheSame()
    {
        using var model = new SmallModel(TaskType.SequenceClassification, "no", "yes");
        using var other = new SmallModel(TaskType.SequenceClassification, "a", "b", "c");
        var verdict = ReferenceCard.Compute(model.Folder, ["ACGU"]).Verify(other.Folder);
        Assert.False(verdict.IsSame);
        Assert.Equal(double.PositiveInfinity, verdict.LargestDifference);
    }

    [Fact]
    public void WithoutSequencesThereAreSome()
    {
        var card = ReferenceCard.Compute(SourceTree.PathOf("models", "omnihelix-rna-1m"));
        Assert.Equal([12, 36, 60], card.Outputs.Select(output => output.Sequence.Length));
        Assert.All(card.Outputs, output => Assert.All(output.Sequence, letter => Assert.Contains(letter, "ACGU")));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("""{"version": 2, "libtorch": "", "files": {}, "outputs": [{"sequence": "A", "embedding": [1]}]}""")]
    [InlineData("""{"version": 1, "libtorch": "", "files": {}, "outputs": []}""")]
    [InlineData("""{"version": 1, "libtorch": "", "files": {}, "outputs": null}""")]
    [InlineData("""{"version": 1, "tolerance": 5, "libtorch": "", "files": {}, "outputs": [{"sequence": "A", "embedding": [1]}]}""")]
    [InlineData("""{"version": 1, "libtorch": "", "files": {}, "more": 1, "outputs": [{"sequence": "A", "embedding": [1]}]}""")]
    public void WhatIsNoCardIsRefused(string text) =>
        Assert.Equal("OH3920", Assert.Throws<OmniException>(() => ReferenceCard.Read(folder.Write("card.json", text))).Code);

    [Fact]
    public void ACardThatIsNotThereIsToldHowToMake()
    {
        var error = Assert.Throws<OmniException>(() => ReferenceCard.Read(folder["none.json"]));
        Assert.Equal("OH1001", error.Code);
        Assert.Contains("omni hub card", error.Advice, StringComparison.Ordinal);
    }
}

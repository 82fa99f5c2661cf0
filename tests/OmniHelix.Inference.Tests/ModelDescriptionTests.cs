using OmniHelix.Torch.Checkpoints;

namespace OmniHelix.Inference.Tests;

/// <summary>What <c>omni model inspect</c> shows.</summary>
public class ModelDescriptionTests
{
    [Fact]
    public void AModelThatComputesHasNoProblemAndItsLettersAreThoseThatItReads()
    {
        using var small = new SmallModel();
        var description = ModelDescription.Of(small.Folder);
        Assert.Null(description.Problem);
        foreach (var letter in "ACGU") Assert.Contains(letter.ToString(), description.Letters);
        Assert.Null((string?)description.ToJson()["problem"]);
    }

    [Fact]
    public void WeightsThatLackATensorAreTold()
    {
        const string Missing = "esm.encoder.layer.0.output.dense.bias";
        using var small = new SmallModel();
        var path = Path.Combine(small.Folder, "model.safetensors");
        List<TensorSource> kept;
        using (var weights = Checkpoint.Open(path))
            kept =
            [
                .. weights.Names.Where(name => name != Missing).Select(weights.Get)
                    .Select(tensor => TensorSource.FromMemory(tensor.Name, tensor.Type, tensor.Shape, tensor.Bytes.ToArray())),
            ];
        SafetensorsWriter.Write(path, kept);
        var problem = ModelDescription.Of(small.Folder).Problem!;
        Assert.Equal("OH3301", problem.Code);
        Assert.Contains(Missing, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ATokenizerWithMoreTokensThanTheModelHasVectorsForIsTold()
    {
        using var small = new SmallModel();
        var vocabulary = Path.Combine(small.Folder, "vocab.txt");
        File.AppendAllLines(vocabulary, Enumerable.Range(0, 40).Select(i => $"<more{i}>"));
        var problem = ModelDescription.Of(small.Folder).Problem!;
        Assert.Equal(("OH1508", small.Folder), (problem.Code, problem.Place));
    }
}

namespace OmniHelix.Inference.Tests;

/// <summary>Weights with a number in them that is none.</summary>
internal static class Spoiled
{
    /// <summary>Puts a number into the middle of a tensor.</summary>
    public static void Put(string folder, string name, float number)
    {
        var path = Path.Combine(folder, "model.safetensors");
        long offset;
        using (var weights = Torch.Checkpoints.Checkpoint.Open(path))
        {
            var first = weights.Names.Min(one => weights.Get(one).Address);
            var tensor = weights.Get(name);
            var header = new FileInfo(path).Length - weights.Names.Sum(one => weights.Get(one).ByteLength);
            offset = header + (tensor.Address - first) + tensor.ByteLength / 2;
        }
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write);
        file.Position = offset;
        file.Write(BitConverter.GetBytes(number));
    }
}

namespace OmniHelix.Torch.Checkpoints;

/// <summary>Which file of a model folder holds the weights.</summary>
internal static class CheckpointFolder
{
    public static string Choose(string folder, string? variant)
    {
        var x = variant is null ? "" : "." + variant;
        string[] names = [
            $"model{x}.safetensors", $"model.safetensors.index{x}.json", $"pytorch_model{x}.bin", $"pytorch_model.bin.index{x}.json"];
        foreach (var name in names)
        {
            var path = Path.Combine(folder, name);
            if (File.Exists(path)) return path;
        }
        throw new OmniException("OH3002", $"no weights in this folder: expected {string.Join(", ", names)}", folder,
            variant is null ? "Copy the weights into it, under one of these names." : "Leave the variant out to use the plain files.");
    }
}

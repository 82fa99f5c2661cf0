using System.Diagnostics.CodeAnalysis;
using OmniHelix.Torch.Checkpoints.Pickle;

namespace OmniHelix.Torch.Checkpoints;

/// <summary>The state dictionary of a PyTorch file.</summary>
internal sealed class TorchCheckpoint : Checkpoint
{
    private readonly TorchFile file;
    private readonly Dictionary<string, PickleTensor> tensors = new(StringComparer.Ordinal);
    private readonly List<string> names = [];
    private readonly List<string> skipped = [];

    /// <summary>Takes over <paramref name="file"/>.</summary>
    /// <exception cref="OmniException">OH3150 there is no dictionary of named tensors.</exception>
    public TorchCheckpoint(TorchFile file)
    {
        this.file = file;
        var dictionary = StateDictionary.Find(file.Root)
            ?? throw Error(
                $"the file holds {Describe(file.Root)}, expected a dictionary of tensors, "
                + "possibly under state_dict, model, module or model_state_dict");
        for (var i = 0; i < dictionary.Keys.Count; i++)
        {
            if (dictionary.Keys[i] is not string name)
                throw Error($"the state dictionary has the key {PickleText.Show(dictionary.Keys[i])}, which is not text");
            if (dictionary.Values[i] is PickleTensor tensor)
            {
                tensors.Add(name, tensor);
                names.Add(name);
            }
            else
            {
                skipped.Add(name);
            }
        }
    }

    public override string Path => file.Path;

    public override IReadOnlyList<string> Names => names;

    public override IReadOnlyList<string> SkippedEntries => skipped;

    public override IReadOnlyDictionary<string, string> Metadata => System.Collections.ObjectModel.ReadOnlyDictionary<string, string>.Empty;

    public override bool TryGet(string name, [NotNullWhen(true)] out CheckpointTensor? tensor)
    {
        tensor = tensors.TryGetValue(name, out var stored) ? file.Contents(name, stored) : null;
        return tensor is not null;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) file.Dispose();
    }

    private OmniException Error(string message) => new("OH3150", message, file.Path, "Save it with torch.save(model.state_dict(), …).");

    private static string Describe(object? root) => root switch
    {
        PickleOpaque opaque => $"an object of the class {opaque.Global}",
        PickleDict => "a dictionary without tensors",
        PickleTensor => "one tensor without a name",
        PickleList or PickleTuple => "a list",
        _ => "one value",
    };
}

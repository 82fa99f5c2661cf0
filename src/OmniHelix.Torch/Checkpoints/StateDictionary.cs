using OmniHelix.Torch.Checkpoints.Pickle;

namespace OmniHelix.Torch.Checkpoints;

/// <summary>Finds the model's tensors in what training programs save.</summary>
internal static class StateDictionary
{
    private const int MaxNesting = 4;
    private static readonly string[] Wrappers = ["state_dict", "model", "module", "model_state_dict"];

    /// <summary>The innermost dictionary of tensors under the usual keys, or null.</summary>
    public static PickleDict? Find(object? root) => Find(root, MaxNesting);

    private static PickleDict? Find(object? value, int levels)
    {
        if (value is not PickleDict dict || levels == 0) return null;
        foreach (var wrapper in Wrappers)
            if (dict.TryGet(wrapper, out var inner) && Find(inner, levels - 1) is { } found) return found;
        if (dict.TryGet("state", out var state) && state is PickleDict nested && nested.TryGet("model", out var model)
            && Find(model, levels - 1) is { } composer) return composer;
        return dict.Values.Any(v => v is PickleTensor) ? dict : null;
    }
}

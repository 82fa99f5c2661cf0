namespace OmniHelix.Torch.Checkpoints.Pickle;

/// <summary>What one pickle is read for: where errors point, which mode, and who resolves storage references.</summary>
/// <param name="Place">File and record.</param>
/// <param name="Tolerant">Unknown names become inert nodes instead of errors.</param>
/// <param name="MaxExpandedBytes">The largest tensor that its storage does not bound (stride 0).</param>
/// <param name="Storages">Resolves persistent ids; null where none may occur.</param>
internal sealed record PickleContext(string Place, bool Tolerant, long MaxExpandedBytes = 0, StorageTable? Storages = null)
{
    public OmniException Refuse(long at, string message, string code = "OH3120", string? advice = null, Exception? inner = null) =>
        new(code, message, $"{Place}, byte {at}", advice
            ?? "The file is damaged or was made to mislead: download it again, or convert it to safetensors where you trust it.", inner);

    public OmniException RefuseGlobal(long at, string global) => Refuse(at,
        $"the file asks for '{global}', which is not a tensor, a plain container or a number; nothing was executed", "OH3121",
        "Save only the state dictionary, or, if you only need its tensors, open it in tolerant mode, which leaves such objects out.");
}

using System.Globalization;
using OmniHelix.Torch.Checkpoints.Memory;
using OmniHelix.Torch.Checkpoints.Pickle;
using OmniHelix.Torch.Checkpoints.Zip;

namespace OmniHelix.Torch.Checkpoints;

/// <summary>
/// The zip container: one folder with <c>data.pkl</c>, <c>data/&lt;key&gt;</c>, <c>version</c> and perhaps <c>byteorder</c>.
/// </summary>
internal sealed unsafe class TorchZip : ITorchContainer
{
    private const int NewestVersion = 10;
    private const int MaxSmallRecord = 1024;

    private readonly MappedFile file;
    private readonly ZipDirectory directory;
    private readonly ZipRecords records;
    private readonly string folder;

    public TorchZip(MappedFile file, CheckpointOptions options, NativeBuffers buffers)
    {
        this.file = file;
        directory = ZipDirectory.Read(file);
        records = new ZipRecords(file, buffers);
        folder = Folder();
        CheckVersion();
        BigEndian = Small("byteorder") switch
        {
            null or "little" => false,
            "big" => true,
            var other => throw Error($"record 'byteorder' says '{other}', expected little or big"),
        };

        var pickle = directory.Entries[folder + "data.pkl"];
        if (pickle.Length > PickleReader.MaxBytes)
            throw Error($"record 'data.pkl' has {pickle.Length} bytes, the limit is {PickleReader.MaxBytes}");
        var context = new PickleContext(
            $"{file.Path}, record data.pkl", options.Tolerant, options.MaxExpandedBytes, new StorageTable(CheckStorage));
        Root = PickleReader.Read(new ReadOnlySpan<byte>((void*)records.Read(pickle), (int)pickle.Length), context, out var consumed);
        if (consumed != pickle.Length) throw Error($"record 'data.pkl' goes on after the end of its object at byte {consumed}");
    }

    public object? Root { get; }

    public bool BigEndian { get; }

    public nint Read(PickleStorage storage) => records.Read(directory.Entries[$"{folder}data/{storage.Key}"]);

    private string Folder()
    {
        string? top = null;
        foreach (var name in directory.Entries.Keys)
        {
            var slash = name.IndexOf('/', StringComparison.Ordinal);
            var first = slash < 0 ? "" : name[..(slash + 1)];
            top ??= first;
            if (first.Length == 0 || first != top) throw Error($"entry '{name}' is not in the one folder that a PyTorch file has");
        }
        if (top is null || !directory.Entries.ContainsKey(top + "data.pkl"))
            throw Error("there is no record 'data.pkl': not written by torch.save");
        if (directory.Entries.ContainsKey(top + "constants.pkl")
            || directory.Entries.Keys.Any(n => n.StartsWith(top + "code/", StringComparison.Ordinal)))
            throw Error("this is a TorchScript archive, which contains code", "Save the state dictionary of the model instead.");
        return top;
    }

    private void CheckVersion()
    {
        var text = Small("version") ?? throw Error("there is no record 'version'");
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) || version is < 1 or > NewestVersion)
            throw Error($"record 'version' says '{text}', expected 1 to {NewestVersion}");
    }

    private string? Small(string name)
    {
        if (!directory.Entries.TryGetValue(folder + name, out var entry)) return null;
        if (entry.Length > MaxSmallRecord) throw Error($"record '{name}' has {entry.Length} bytes");
        var text = PickleText.Utf8(new ReadOnlySpan<byte>((void*)records.Read(entry), (int)entry.Length))
            ?? throw Error($"record '{name}' is not text");
        return text.TrimEnd('\n');
    }

    private void CheckStorage(PickleStorage storage)
    {
        if (!directory.Entries.TryGetValue($"{folder}data/{storage.Key}", out var entry))
            throw Error($"a tensor uses storage {PickleText.Show(storage.Key)}, there is no such record");
        if (entry.Length != storage.ByteLength)
            throw Error($"record 'data/{storage.Key}' has {entry.Length} bytes, its tensors say {storage.ByteLength}");
    }

    private OmniException Error(string message, string advice = "Download the file again, or save it again with torch.save.") =>
        new("OH3110", message, file.Path, advice);
}

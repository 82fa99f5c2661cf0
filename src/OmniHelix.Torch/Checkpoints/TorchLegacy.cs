using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using OmniHelix.Torch.Checkpoints.Memory;
using OmniHelix.Torch.Checkpoints.Pickle;

namespace OmniHelix.Torch.Checkpoints;

/// <summary>
/// The stream of PyTorch before 1.6: pickles of a magic number, the protocol, machine facts, the object and the storage keys; then each
/// storage as an int64 element count and its elements. Always read strictly: what tolerant mode is for (Lightning) came after this format.
/// </summary>
internal sealed class TorchLegacy : ITorchContainer
{
    private const long Protocol = 1001;
    private static readonly BigInteger Magic = BigInteger.Parse(
        "1950a86a20f9469cfc6c", NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private readonly MappedFile file;
    private readonly Dictionary<string, long> offsets = new(StringComparer.Ordinal);
    private long at;

    public TorchLegacy(MappedFile file, CheckpointOptions options)
    {
        this.file = file;
        var plain = new PickleContext(file.Path, Tolerant: false);
        CheckMagic(plain);
        if (Next(plain) is not Protocol) throw Error($"the protocol is not {Protocol}");
        if (Next(plain) is not PickleDict facts || !facts.TryGet("little_endian", out var little))
            throw Error("the machine facts are missing");
        if (little is not true) throw Error("the file was written on a big-endian machine");

        var storages = new StorageTable(CheckStorage);
        Root = Next(plain with { MaxExpandedBytes = options.MaxExpandedBytes, Storages = storages });
        ReadStorages(Keys(Next(plain), storages));
        if (at != file.Length) throw Error($"{file.Length - at} bytes follow the last storage");
    }

    public object? Root { get; }

    public bool BigEndian => false;

    public nint Read(PickleStorage storage) => file.Address(offsets[storage.Key], storage.ByteLength);

    private object? Next(PickleContext context)
    {
        var rest = file.Bytes(at, (int)Math.Min(file.Length - at, PickleReader.MaxBytes));
        var shifted = context with { Place = at == 0 ? context.Place : $"{context.Place}, in the pickle at byte {at}" };
        var value = PickleReader.Read(rest, shifted, out var consumed);
        at += consumed;
        return value;
    }

    private void CheckMagic(PickleContext context)
    {
        object? magic;
        try
        {
            magic = Next(context);
        }
        catch (OmniException e)
        {
            throw NotTorch(e);
        }
        if (magic is not BigInteger number || number != Magic) throw NotTorch(null);
    }

    private OmniException NotTorch(Exception? inner) =>
        new(
            "OH3003",
            "this is an ordinary Python pickle (as written by pickle, joblib, dill or cloudpickle), not a PyTorch file; "
            + "reading it would mean running its code",
            file.Path, "Save the weights with torch.save(model.state_dict(), …) or as safetensors.", inner);

    private List<PickleStorage> Keys(object? value, StorageTable table)
    {
        if (value is not PickleList list) throw Error("the list of storage keys is missing");
        var keys = new HashSet<string>(StringComparer.Ordinal);
        var ordered = new List<PickleStorage>();
        foreach (var item in list.Items)
        {
            if (item is not string key || !table.Storages.TryGetValue(key, out var storage))
                throw Error($"the storage key {PickleText.Show(item)} belongs to no tensor");
            if (!keys.Add(key)) throw Error($"the storage key '{key}' is listed twice");
            ordered.Add(storage);
        }
        if (ordered.Count != table.Storages.Count) throw Error($"tensors use {table.Storages.Count} storages, {ordered.Count} are listed");
        return ordered;
    }

    private void ReadStorages(List<PickleStorage> ordered)
    {
        foreach (var storage in ordered)
        {
            if (file.Length - at < 8) throw Error($"the file ends before storage '{storage.Key}'");
            var count = BinaryPrimitives.ReadInt64LittleEndian(file.Bytes(at, 8));
            var expected = storage.ByteLength / (storage.Type?.Size() ?? 1);
            if (count != expected) throw Error($"storage '{storage.Key}' claims {count} elements, its tensors say {expected}");
            at += 8;
            if (file.Length - at < storage.ByteLength)
                throw Error($"storage '{storage.Key}' needs {storage.ByteLength} bytes, {file.Length - at} are left");
            offsets.Add(storage.Key, at);
            at += storage.ByteLength;
        }
    }

    private void CheckStorage(PickleStorage storage)
    {
        if (storage.ByteLength > file.Length)
            throw Error($"storage '{storage.Key}' claims {storage.ByteLength} bytes, the whole file has {file.Length}");
    }

    private OmniException Error(string message) =>
        new("OH3140", message, $"{file.Path}, byte {at}", "The file is damaged or cut off: download it again.");
}

namespace OmniHelix.Torch.Checkpoints.Pickle;

/// <summary>Resolves the storage references of one file; every key has one type and one length.</summary>
/// <param name="checkLength">
/// Throws when the file does not hold exactly that many bytes under a key; gives the reason through the callback's exception.
/// </param>
internal sealed class StorageTable(Action<PickleStorage> checkLength)
{
    private const int MaxKeyLength = 1024;

    private readonly Dictionary<string, PickleStorage> storages = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, PickleStorage> Storages => storages;

    /// <summary>Reads <c>("storage", class, key, location, count[, view])</c>.</summary>
    public object Resolve(object? id, PickleContext context, long at)
    {
        if (id is not PickleTuple { Items: { Count: 5 or 6 } items } || items[0] is not "storage" || items[1] is not PickleStorageClass kind
            || items[2] is not string { Length: > 0 and <= MaxKeyLength } key || items[3] is not string || items[4] is not long count)
            throw context.Refuse(at, "a storage reference must be ('storage', storage class, key, location, element count)", "OH3130");
        var size = kind.Type?.Size() ?? 1;
        if (count < 0 || count > long.MaxValue / 16) throw context.Refuse(at, $"storage '{key}' claims {count} elements", "OH3130");

        var storage = new PickleStorage(storages.Count, key, kind.Type, count * size);
        if (storages.TryGetValue(key, out var known))
        {
            if (known.Type != storage.Type || known.ByteLength != storage.ByteLength)
                throw context.Refuse(at, $"storage '{key}' is described in two ways", "OH3130");
            storage = known;
        }
        else
        {
            checkLength(storage);
            storages.Add(key, storage);
        }
        return items.Count == 6 && items[5] is not null ? View(storage, items[5], size, context, at) : storage;
    }

    // Very old writers stored views of storages: (key of the view, first element, elements).
    private static StorageView View(PickleStorage root, object? view, int size, PickleContext context, long at)
    {
        if (view is not PickleTuple { Items: { Count: 3 } items } || items[0] is not string || items[1] is not long first
            || items[2] is not long count
            || first < 0 || count < 0 || first > root.ByteLength / size - count)
            throw context.Refuse(at, $"a view of storage '{root.Key}' leaves it", "OH3130");
        return new StorageView(root, first, count);
    }
}

/// <summary>Elements <c>[First, First + Count)</c> of a storage.</summary>
internal sealed record StorageView(PickleStorage Root, long First, long Count);

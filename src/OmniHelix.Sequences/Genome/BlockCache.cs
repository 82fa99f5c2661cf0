namespace OmniHelix.Sequences.Genome;

/// <summary>Fills a buffer with the content of a block.</summary>
/// <param name="block">Its number.</param>
/// <param name="content">Room for the largest block.</param>
internal delegate void BlockLoader(int block, byte[] content);

/// <summary>
/// Decompressed blocks in a bounded amount of memory, taken by any number of threads. A block is loaded once, however many ask for it, and
/// stays where it is while somebody uses it; the one given up for another was not asked for since the hand of a clock last passed it, so
/// that a scan does not drive out what is used again and again.
/// </summary>
/// <param name="blocks">Blocks of the file.</param>
/// <param name="blockSize">Bytes of the largest.</param>
/// <param name="bytes">Memory for blocks; one for every thread that asks is held even beyond it.</param>
/// <param name="load">Loads a block.</param>
internal sealed class BlockCache(int blocks, int blockSize, long bytes, BlockLoader load)
{
    private readonly Slot?[] slotOf = new Slot?[blocks];
    private readonly List<Slot> slots = [];
    private readonly Lock gate = new();
    private readonly long capacity = bytes / blockSize;
    private int hand;

    /// <summary>Memory that blocks take.</summary>
    public long Bytes
    {
        get
        {
            lock (gate) return (long)slots.Count * blockSize;
        }
    }

    /// <summary>
    /// How many blocks of a range would have to be loaded and could then be held until they are used; 0 when the range is too long for
    /// that.
    /// </summary>
    public int Missing(int first, int last)
    {
        if (last - first >= capacity / 4) return 0;
        var missing = 0;
        for (var block = first; block <= last; block++)
            if (Volatile.Read(ref slotOf[block]) is null) missing++;
        return missing;
    }

    /// <summary>Takes a block, which must be given back.</summary>
    public Slot Take(int block)
    {
        Slot slot;
        lock (gate)
        {
            if (slotOf[block] is { } there)
            {
                slot = there;
                slot.WasUsed = true;
                Interlocked.Increment(ref slot.Users);
            }
            else
            {
                slot = Free();
                slotOf[block] = slot;
                slot.Block = block;
                slot.IsLoaded = false;
                slot.WasUsed = false;
                slot.Users = 1;
            }
        }
        if (slot.IsLoaded) return slot;
        try
        {
            lock (slot)
                if (!slot.IsLoaded)
                {
                    load(block, slot.Content);
                    slot.IsLoaded = true;
                }
        }
        catch
        {
            Return(slot);
            throw;
        }
        return slot;
    }

    /// <summary>Gives a block back.</summary>
    public static void Return(Slot slot) => Interlocked.Decrement(ref slot.Users);

    private Slot Free()
    {
        if (slots.Count >= capacity)
            for (var passed = 0; passed < 2 * slots.Count; passed++)
            {
                hand = hand + 1 < slots.Count ? hand + 1 : 0;
                var slot = slots[hand];
                if (Volatile.Read(ref slot.Users) > 0) continue;
                if (!slot.WasUsed)
                {
                    slotOf[slot.Block] = null;
                    return slot;
                }
                slot.WasUsed = false;
            }
        slots.Add(new Slot(blockSize));
        return slots[^1];
    }

    /// <summary>Room for a block.</summary>
    internal sealed class Slot(int size)
    {
        /// <summary>The block's bytes, and behind them what an earlier one left.</summary>
        public readonly byte[] Content = GC.AllocateUninitializedArray<byte>(size, pinned: true);

        internal volatile bool IsLoaded;
        internal int Block, Users;
        internal bool WasUsed;
    }
}

using System.Numerics;

namespace OmniHelix.Data.Leakage;

/// <summary>
/// Finds the minimizers of a part that have the same tag, in an open hash table that fits the processor's cache. For one thread, used again
/// for the next part.
/// </summary>
internal sealed class SeedGroups
{
    private uint[] tags = [];
    private int[] counts = [];
    private int[] slots = [];

    /// <summary>
    /// Groups the minimizers of a part in all blocks, and leaves in their tags where their group begins, plus 1; 0 for one that is alone.
    /// </summary>
    /// <returns>Each group as a seed whose record is their number, followed by them in order.</returns>
    public Seed[] Group(IReadOnlyList<SeedBlock> blocks, int part)
    {
        var length = 0;
        foreach (var block in blocks) length = checked(length + block.Part(part).Length);
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(2L * length, 16, 1 << 30));
        if (tags.Length < size) (tags, counts) = (new uint[size], new int[size]);
        if (slots.Length < length) slots = new int[length];
        Array.Clear(counts, 0, size);
        var i = 0;
        foreach (var block in blocks)
        {
            foreach (ref readonly var hit in block.Part(part))
            {
                var at = (int)(hit.Tag & (uint)(size - 1));
                while (counts[at] != 0 && tags[at] != hit.Tag) at = (at + 1) & (size - 1);
                tags[at] = hit.Tag;
                counts[at]++;
                slots[i++] = at;
            }
        }
        var room = 0;
        foreach (var count in counts.AsSpan(0, size))
            if (count > 1) room = checked(room + count + 1);
        var groups = new Seed[room];
        room = 0;
        i = 0;
        foreach (var block in blocks)
        {
            foreach (ref var hit in block.Part(part))
            {
                ref var count = ref counts[slots[i++]];
                if (count == 1)
                {
                    hit.Tag = 0;
                    continue;
                }
                // A group met for the first time gets its room; from then on its count, negative, says where it begins.
                if (count > 0) (count, room) = (~room, room + count + 1);
                ref var head = ref groups[~count];
                head = head with { Record = head.Record + 1 };
                groups[~count + head.Record] = new Seed(hit.Record, hit.PlaceAndStrand);
                hit.Tag = (uint)~count + 1;
            }
        }
        return groups;
    }
}

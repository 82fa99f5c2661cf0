using System.Numerics;

namespace OmniHelix.Data.Leakage;

/// <summary>Finds the seeds of a part that have the same tag, in an open hash table that fits the processor's cache. For one thread, used again for the next part.</summary>
internal sealed class SeedGroups
{
    private uint[] tags = [];
    private int[] counts = [];
    private int[] slots = [];
    private (uint Tag, int Seed)[] part = [];
    private int length;

    /// <summary>Numbers needed for the groups of more than one seed: their sizes and their members.</summary>
    public int Size { get; private set; }

    /// <summary>Takes the seeds of a part, in order.</summary>
    public void Group(ReadOnlySpan<(uint Tag, int Seed)> seeds)
    {
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, 2 * seeds.Length));
        if (tags.Length < size) (tags, counts) = (new uint[size], new int[size]);
        if (slots.Length < seeds.Length) (slots, part) = (new int[seeds.Length], new (uint, int)[seeds.Length]);
        seeds.CopyTo(part);
        length = seeds.Length;
        Array.Clear(counts, 0, size);
        for (var i = 0; i < seeds.Length; i++)
        {
            var tag = seeds[i].Tag;
            var at = (int)(tag & (uint)(size - 1));
            while (counts[at] != 0 && tags[at] != tag) at = (at + 1) & (size - 1);
            tags[at] = tag;
            counts[at]++;
            slots[i] = at;
        }
        Size = 0;
        for (var at = 0; at < size; at++)
            if (counts[at] > 1) Size += counts[at] + 1;
    }

    /// <summary>Writes each group as its size and its members, from a place on, and for each member where its group begins.</summary>
    public void Write(int[] groupOf, int[] groups, int from)
    {
        for (var i = 0; i < length; i++)
        {
            var at = slots[i];
            if (counts[at] == 1) continue;
            // A group met for the first time gets its room; from then on its count, negative, says where it begins.
            if (counts[at] > 0)
            {
                var begin = from;
                from += counts[at] + 1;
                groups[begin] = 0;
                counts[at] = -begin;
            }
            var group = -counts[at];
            groups[group + 1 + groups[group]++] = part[i].Seed;
            groupOf[part[i].Seed] = group;
        }
    }
}

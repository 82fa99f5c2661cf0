using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using OmniHelix.Sequences;

namespace OmniHelix.Data.Leakage;

/// <summary>Which records have equal sequences, or each other's reverse complement: by hash, then letter by letter.</summary>
internal sealed class ExactMatches
{
    private const int Chunk = 256;

    private readonly int[] classes;
    private readonly int[] twins;

    public ExactMatches(SequencePool sequences, bool reverseStrand, ParallelOptions parallel)
    {
        classes = new int[sequences.Count];
        var hashes = new ulong[sequences.Count];
        Each(sequences.Count, (start, end) =>
        {
            for (var record = start; record < end; record++) hashes[record] = Hash(sequences[record]);
        });
        var heads = new Dictionary<ulong, int>(sequences.Count);
        var (firsts, nexts) = (new List<int>(), new List<int>());
        for (var record = 0; record < classes.Length; record++)
        {
            ref var head = ref CollectionsMarshal.GetValueRefOrAddDefault(heads, hashes[record], out var exists);
            var id = exists ? Find(head, sequences[record]) : -1;
            if (id < 0)
            {
                id = firsts.Count;
                firsts.Add(record);
                nexts.Add(exists ? head : -1);
                head = id;
            }
            classes[record] = id;
        }
        Count = firsts.Count;
        twins = new int[Count];
        Array.Fill(twins, -1);
        if (!reverseStrand) return;
        Each(Count, (start, end) =>
        {
            var buffer = Array.Empty<byte>();
            for (var id = start; id < end; id++)
            {
                var sequence = sequences[firsts[id]];
                if (buffer.Length < sequence.Length) buffer = new byte[Math.Max(sequence.Length, 2 * buffer.Length)];
                Alphabet.ReverseComplement(sequence, buffer);
                var other = buffer.AsSpan(0, sequence.Length);
                // A sequence that is its own reverse complement has no twin.
                if (heads.TryGetValue(Hash(other), out var head) && Find(head, other) is var twin and >= 0 && twin != id) twins[id] = twin;
            }
        });

        int Find(int head, ReadOnlySpan<byte> wanted)
        {
            for (var id = head; id >= 0; id = nexts[id])
                if (sequences[firsts[id]].SequenceEqual(wanted)) return id;
            return -1;
        }

        void Each(int count, Action<int, int> range)
        {
            if (count > 0) Parallel.ForEach(Partitioner.Create(0, count, Chunk), parallel, r => range(r.Item1, r.Item2));
        }
    }

    /// <summary>Number of different sequences.</summary>
    public int Count { get; }

    /// <summary>Equal sequences have equal numbers.</summary>
    public int ClassOf(int record) => classes[record];

    /// <summary>The class of the reverse complements of a class; −1 when no record has it.</summary>
    public int TwinOf(int sequenceClass) => twins[sequenceClass];

    private static ulong Hash(ReadOnlySpan<byte> sequence)
    {
        var hash = 0x9E3779B97F4A7C15UL ^ (ulong)sequence.Length;
        var words = MemoryMarshal.Cast<byte, ulong>(sequence);
        foreach (var word in words)
        {
            var high = Math.BigMul(hash ^ word, 0xD1342543DE82EF95UL, out var low);
            hash = high ^ low;
        }
        foreach (var letter in sequence[(words.Length * sizeof(ulong))..]) hash = (hash ^ letter) * 0x100000001B3UL;
        return WordHashes.Mix(hash);
    }
}

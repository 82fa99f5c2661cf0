using System.Numerics;
using System.Runtime.InteropServices;

namespace OmniHelix;

/// <summary>
/// xoshiro256** (Blackman and Vigna 2018) seeded through SplitMix64: the one random generator of everything that is not a tensor operation.
/// The same seed gives the same stream on every machine, and the state can be stored in a checkpoint.
/// </summary>
public sealed class Xoshiro256
{
    private ulong s0, s1, s2, s3;

    /// <summary>Starts a stream.</summary>
    /// <param name="seed">Any number.</param>
    /// <param name="stream">Independent streams of one seed, for instance an epoch number.</param>
    public Xoshiro256(long seed, long stream = 0)
    {
        var x = (ulong)seed ^ BitOperations.RotateLeft((ulong)stream * 0xD1342543DE82EF95UL + 0x2545F4914F6CDD1DUL, 17);
        s0 = SplitMix(ref x);
        s1 = SplitMix(ref x);
        s2 = SplitMix(ref x);
        s3 = SplitMix(ref x);
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong NextUInt64()
    {
        var result = BitOperations.RotateLeft(s1 * 5, 7) * 9;
        var t = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        s3 = BitOperations.RotateLeft(s3, 45);
        return result;
    }

    /// <summary>Uniform in [0, 1), 53 bits.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [0, <paramref name="bound"/>), without modulo bias.</summary>
    public int Next(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        var high = Math.BigMul(NextUInt64(), (ulong)bound, out var low);
        if (low < (ulong)bound)
        {
            var threshold = (0UL - (ulong)bound) % (ulong)bound;
            while (low < threshold) high = Math.BigMul(NextUInt64(), (ulong)bound, out low);
        }
        return (int)high;
    }

    /// <summary>Standard normal (polar method, one value a call).</summary>
    public double NextNormal()
    {
        while (true)
        {
            var u = 2 * NextDouble() - 1;
            var v = 2 * NextDouble() - 1;
            var s = u * u + v * v;
            if (s is > 0 and < 1) return u * Math.Sqrt(-2 * Math.Log(s) / s);
        }
    }

    /// <summary>Fisher–Yates.</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = Next(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>The 32-byte state, to go on from later with <see cref="Restore"/>.</summary>
    public byte[] State()
    {
        Span<ulong> words = [s0, s1, s2, s3];
        return MemoryMarshal.AsBytes(words).ToArray();
    }

    /// <summary>A generator that goes on from a stored <see cref="State"/>.</summary>
    public static Xoshiro256 Restore(ReadOnlySpan<byte> state)
    {
        if (state.Length != 32) throw new ArgumentException("A xoshiro256 state has 32 bytes.", nameof(state));
        var words = MemoryMarshal.Cast<byte, ulong>(state);
        return new Xoshiro256(0) { s0 = words[0], s1 = words[1], s2 = words[2], s3 = words[3] };
    }

    private static ulong SplitMix(ref ulong x)
    {
        var z = x += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}

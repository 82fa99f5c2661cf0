using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OmniHelix.Torch.Nn;

/// <summary>
/// Dropout on the processor: xoshiro128++ (Blackman and Vigna 2021) in sixteen lanes, a stream for each piece of the tensor, so that the
/// number of threads and the width of vectors change nothing. libtorch draws its numbers one after the other on one thread.
/// </summary>
internal static class DropoutKernel
{
    private const int Piece = 1 << 15;

    /// <summary>Whether a tensor is of a kind that <see cref="Run"/> takes.</summary>
    internal static bool Fits(Tensor x) => x.Device.Type == DeviceType.Cpu && x.DType is DType.Float32 or DType.BFloat16;

    /// <summary>A new tensor of the same shape: zeros where the key says so, the rest divided by the share that stays.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="probability">Share of elements dropped.</param>
    /// <param name="key">The same key drops the same elements.</param>
    internal static Tensor Run(Tensor x, double probability, ulong key)
    {
        using var scope = new TensorScope();
        var from = x.Contiguous();
        var to = from.EmptyLike();
        nint source = from.DataAddress, target = to.DataAddress;
        long count = from.ElementCount;
        var draw = new Draw((uint)Math.Min(uint.MaxValue, Math.Round(probability * (1L << 32))), (float)(1 / (1 - probability)), key);
        var wide = from.DType == DType.Float32;
        var pieces = (int)((count + Piece - 1) / Piece);
        if (pieces <= 1) One(0);
        else Parallel.For(0, pieces, new ParallelOptions { MaxDegreeOfParallelism = TorchEngine.Threads }, One);
        return scope.Keep(to);

        void One(int piece)
        {
            var start = (long)piece * Piece;
            var length = (int)Math.Min(Piece, count - start);
            if (wide) Floats(Slice<float>(source, start, length), Slice<float>(target, start, length), draw, piece);
            else Halves(Slice<ushort>(source, start, length), Slice<ushort>(target, start, length), draw, piece);
        }
    }

    private static unsafe Span<T> Slice<T>(nint address, long start, int count) where T : unmanaged => new((T*)address + start, count);

    private static void Floats(ReadOnlySpan<float> from, Span<float> to, Draw draw, int piece)
    {
        var lanes = new Lanes(draw.Key, piece);
        var source = MemoryMarshal.Cast<float, Vector512<float>>(from);
        var target = MemoryMarshal.Cast<float, Vector512<float>>(to);
        for (var i = 0; i < source.Length; i++) target[i] = draw.Of(source[i], lanes.Next());
        var rest = lanes.Next();
        for (int i = source.Length * Vector512<float>.Count, lane = 0; i < from.Length; i++, lane++)
            to[i] = rest[lane] >= draw.Threshold ? from[i] * draw.Scale : 0;
    }

    // bfloat16 is the upper half of a float.
    private static void Halves(ReadOnlySpan<ushort> from, Span<ushort> to, Draw draw, int piece)
    {
        var lanes = new Lanes(draw.Key, piece);
        var source = MemoryMarshal.Cast<ushort, Vector256<ushort>>(from);
        var target = MemoryMarshal.Cast<ushort, Vector256<ushort>>(to);
        for (var i = 0; i < source.Length; i++)
        {
            var (lower, upper) = Vector256.Widen(source[i]);
            var kept = draw.Of((Vector512.Create(lower, upper) << 16).AsSingle(), lanes.Next()).AsUInt32();
            var rounded = (kept + Vector512.Create(0x7FFFu) + ((kept >> 16) & Vector512<uint>.One)) >> 16;
            target[i] = Vector256.Narrow(rounded.GetLower(), rounded.GetUpper());
        }
        var rest = lanes.Next();
        for (int i = source.Length * Vector256<ushort>.Count, lane = 0; i < from.Length; i++, lane++)
        {
            var bits = BitConverter.SingleToUInt32Bits(BitConverter.UInt32BitsToSingle((uint)from[i] << 16) * draw.Scale);
            to[i] = rest[lane] >= draw.Threshold ? (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16) : (ushort)0;
        }
    }

    /// <summary>Numbers below the threshold drop an element.</summary>
    private readonly record struct Draw(uint Threshold, float Scale, ulong Key)
    {
        public Vector512<float> Of(Vector512<float> x, Vector512<uint> random)
        {
            var stays = Vector512.GreaterThanOrEqual(random, Vector512.Create(Threshold)).AsSingle();
            return Vector512.ConditionalSelect(stays, x * Vector512.Create(Scale), Vector512<float>.Zero);
        }
    }

    private struct Lanes
    {
        private Vector512<uint> s0, s1, s2, s3;

        public Lanes(ulong key, int piece)
        {
            Span<ulong> words = stackalloc ulong[32];
            var seeds = new Xoshiro256((long)key, piece);
            foreach (ref var word in words) word = seeds.NextUInt64();
            var states = MemoryMarshal.Cast<ulong, Vector512<uint>>(words);
            s0 = states[0];
            s1 = states[1];
            s2 = states[2];
            s3 = states[3];
        }

        public Vector512<uint> Next()
        {
            var sum = s0 + s3;
            var result = Rotated(sum, 7) + s0;
            var t = s1 << 9;
            s2 ^= s0;
            s3 ^= s1;
            s1 ^= s2;
            s0 ^= s3;
            s2 ^= t;
            s3 = Rotated(s3, 11);
            return result;
        }

        private static Vector512<uint> Rotated(Vector512<uint> x, int by) => (x << by) | (x >>> (32 - by));
    }
}

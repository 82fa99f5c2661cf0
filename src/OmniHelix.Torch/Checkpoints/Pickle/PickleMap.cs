using System.Numerics;

namespace OmniHelix.Torch.Checkpoints.Pickle;

/// <summary>Keys and values in insertion order with Python's key equality (1, 1.0 and True are one key).</summary>
internal sealed class PickleMap
{
    // Empty maps are frequent (every tensor has one for its hooks) and stay small.
    private readonly List<object?> keys = [];
    private readonly List<object?> values = [];
    private Dictionary<Key, int>? index;

    public IReadOnlyList<object?> Keys => keys;

    public IReadOnlyList<object?> Values => values;

    public bool TryAdd(object? key, object? value)
    {
        index ??= [];
        if (!index.TryAdd(new Key(key), keys.Count)) return false;
        keys.Add(key);
        values.Add(value);
        return true;
    }

    public bool TryGet(object? key, out object? value)
    {
        var at = 0;
        var found = index is not null && index.TryGetValue(new Key(key), out at);
        value = found ? values[at] : null;
        return found;
    }

    private readonly struct Key(object? value) : IEquatable<Key>
    {
        private readonly object? value = value;

        public bool Equals(Key other) => Same(value, other.value);

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode() => Hash(value);

        private static object? Plain(object? value) => value switch
        {
            bool b => b ? 1L : 0L,
            double d when d == Math.Floor(d) && Math.Abs(d) < 1L << 53 => (long)d,
            _ => value,
        };

        private static bool Same(object? a, object? b) => (Plain(a), Plain(b)) switch
        {
            (PickleTuple x, PickleTuple y) => x.Items.Count == y.Items.Count && x.Items.Zip(y.Items).All(p => Same(p.First, p.Second)),
            (byte[] x, byte[] y) => x.AsSpan().SequenceEqual(y),
            (PickleTensor or PickleOpaque or PickleSet or PickleStorage or NumpyScalar, _) => ReferenceEquals(a, b),
            var (x, y) => Equals(x, y),
        };

        // The parts of a number are hashed apart, so that no file can choose keys that collide.
        private static int Hash(object? value)
        {
            switch (Plain(value))
            {
                case long n:
                    return HashCode.Combine((int)n, (int)(n >> 32));
                case double d:
                    var bits = BitConverter.DoubleToInt64Bits(d);
                    return HashCode.Combine((int)bits, (int)(bits >> 32));
                case BigInteger big:
                    return Bytes(big.ToByteArray());
                case byte[] bytes:
                    return Bytes(bytes);
                case PickleTuple tuple:
                    var hash = new HashCode();
                    foreach (var item in tuple.Items) hash.Add(Hash(item));
                    return hash.ToHashCode();
                case PickleTensor or PickleOpaque or PickleSet or PickleStorage or NumpyScalar:
                    return System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(value);
                case var other:
                    return other?.GetHashCode() ?? 0;
            }
        }

        private static int Bytes(ReadOnlySpan<byte> bytes)
        {
            var hash = new HashCode();
            hash.AddBytes(bytes);
            return hash.ToHashCode();
        }
    }
}

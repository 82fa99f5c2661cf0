using System.Globalization;

namespace OmniHelix.Sequences.Compression;

/// <summary>
/// A place in a BGZF file, as tabix and CSI indexes store it ("virtual offset"): the byte at which a block starts, and a byte of what the
/// block holds.
/// </summary>
/// <param name="Value"><c>block &lt;&lt; 16 | within</c>.</param>
public readonly record struct BgzfOffset(ulong Value) : IComparable<BgzfOffset>
{
    /// <param name="block">Byte of the file at which the block starts.</param>
    /// <param name="within">Byte of the decompressed block.</param>
    public BgzfOffset(long block, int within)
        : this(((ulong)block << 16) | (uint)within)
    {
    }

    /// <summary>Byte of the file at which the block starts.</summary>
    public long Block => (long)(Value >> 16);

    /// <summary>Byte of the decompressed block, under 65536.</summary>
    public int Within => (int)(Value & 0xFFFF);

    /// <inheritdoc/>
    public int CompareTo(BgzfOffset other) => Value.CompareTo(other.Value);

    /// <summary>Whether one place comes before the other.</summary>
    public static bool operator <(BgzfOffset a, BgzfOffset b) => a.Value < b.Value;

    /// <summary>Whether one place comes after the other.</summary>
    public static bool operator >(BgzfOffset a, BgzfOffset b) => a.Value > b.Value;

    /// <summary>Whether one place comes before the other or is the same.</summary>
    public static bool operator <=(BgzfOffset a, BgzfOffset b) => a.Value <= b.Value;

    /// <summary>Whether one place comes after the other or is the same.</summary>
    public static bool operator >=(BgzfOffset a, BgzfOffset b) => a.Value >= b.Value;

    /// <summary><c>block:within</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Block}:{Within}");
}

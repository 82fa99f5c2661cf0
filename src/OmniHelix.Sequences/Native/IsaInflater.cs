using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OmniHelix.Sequences.Native;

/// <summary>What one call of the inflater came to.</summary>
internal enum InflateStep
{
    /// <summary>The input is used up or the output full.</summary>
    More,

    /// <summary>The member is complete; its checksum and length are right.</summary>
    Finished,

    /// <summary>No deflate data, or a wrong checksum or length.</summary>
    Corrupt,
}

/// <summary>
/// Inflates one gzip member in pieces, with Intel's ISA-L: as fast as libdeflate, which would need the whole member in memory, and 2.5
/// times zlib.
/// </summary>
internal sealed unsafe partial class IsaInflater
{
    // struct inflate_state of igzip_lib.h 2.30, 64 bit: 87,368 bytes. It holds no addresses but those of the two buffers, which are set at
    // every call. The layout is no
    // promise of the library: a probe tells another one, and the room is ample.
    private const int StateSize = 1 << 17;
    private const int NextOut = 0, AvailableOut = 8, NextIn = 16, AvailableIn = 32, BlockState = 21160, ChecksumKind = 21172;
    private const int GzipTrailerOnly = 6;
    private const int BlockFinished = 5;

    // Lazy, so that an absent library is reported by its own error.
    private static readonly Lazy<bool> LayoutIsKnown = new(Probe);

    private readonly byte[] state = GC.AllocateArray<byte>(StateSize, pinned: true);

    static IsaInflater() => NativeLibraries.Prepare();

    private IsaInflater()
    {
    }

    private byte* Address => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(state));

    /// <summary>An inflater.</summary>
    /// <exception cref="OmniException">OH1015: the library is absent, or a version whose state has another layout.</exception>
    public static IsaInflater Create() => LayoutIsKnown.Value
        ? new IsaInflater()
        : throw new OmniException(
            "OH1015", "the installed ISA-L (libisal) is a version that is not known here", null,
            "Install version 2.30, as ./eng/setup does.");

    /// <summary>Prepares for the deflate data of a member, whose header has been read.</summary>
    public void Start()
    {
        isal_inflate_init(Address);
        BinaryPrimitives.WriteInt32LittleEndian(state.AsSpan(ChecksumKind), GzipTrailerOnly);
    }

    /// <summary>Inflates what there is and says how much of both was used.</summary>
    public InflateStep Step(ReadOnlySpan<byte> input, Span<byte> output, out int read, out int written)
    {
        fixed (byte* from = input, to = output)
        {
            var s = Address;
            *(byte**)(s + NextIn) = from;
            *(uint*)(s + AvailableIn) = (uint)input.Length;
            *(byte**)(s + NextOut) = to;
            *(uint*)(s + AvailableOut) = (uint)output.Length;
            var result = isal_inflate(s);
            read = input.Length - *(int*)(s + AvailableIn);
            written = output.Length - *(int*)(s + AvailableOut);
            if (result < 0) return InflateStep.Corrupt;
            return *(int*)(s + BlockState) == BlockFinished ? InflateStep.Finished : InflateStep.More;
        }
    }

    // An empty block and its trailer: all ten bytes have to be read, and the member finished.
    private static bool Probe()
    {
        var inflater = new IsaInflater();
        inflater.Start();
        return inflater.Step([3, 0, 0, 0, 0, 0, 0, 0, 0, 0], new byte[16], out var read, out var written) == InflateStep.Finished
            && read == 10 && written == 0;
    }

    [LibraryImport(NativeLibraries.IsaL)]
    private static partial void isal_inflate_init(byte* state);

    [LibraryImport(NativeLibraries.IsaL)]
    private static partial int isal_inflate(byte* state);
}
